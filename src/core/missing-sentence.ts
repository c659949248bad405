import type { ContainerState, ObjectKind, SlipwayErrorDetails } from './errors';
import { t } from './localize';
import { oneLine } from './untrusted';

/** What is missing, and what the engine says of it where that is more. */
export function missingSentence({ what, name, detail = '' }: SlipwayErrorDetails['notFound']): string {
  const word = objectWord(what);
  const reason = oneLine(detail, 300);
  if (name === '') return reason === '' ? t('There is no such {0}.', word) : t('There is no such {0}: {1}', word, reason);
  const told = saysMore(detail, name) ? t('There is no {0} named {1}: {2}', word, oneLine(name), reason) : undefined;
  return told ?? t('There is no {0} named {1}.', word, oneLine(name));
}

/** That a container is in the wrong state, and what the engine says of it where that is more. */
export function stateSentence(name: string, state: ContainerState, detail: string): string {
  const said = stateOf(oneLine(name), state);
  return saysMore(detail, name) ? `${said} ${oneLine(detail, 300)}` : said;
}

/** The same without the name, for lists. */
export function statePhrase(state: ContainerState, detail: string): string {
  const said = {
    running: t('it is running'),
    notRunning: t('it is not running'),
    paused: t('it is paused'),
    notPaused: t('it is not paused'),
  }[state];
  return saysMore(detail, '') ? t('{0}: {1}', said, oneLine(detail, 300)) : said;
}

function stateOf(name: string, state: ContainerState): string {
  switch (state) {
    case 'running':
      return t('{0} is running.', name);
    case 'notRunning':
      return t('{0} is not running.', name);
    case 'paused':
      return t('{0} is paused.', name);
    case 'notPaused':
      return t('{0} is not paused.', name);
  }
}

/** Words with which engines say that an object is missing or in the wrong state, and nothing else. */
const plainWords = new Set(
  'a already any can cannot container containers could create created docker.io error exec failed file find for found get id image in is it kill known library localhost name named network no not of only on or paused pause running session sessions stop such t the unable unpause volume with without state improper'.split(
    ' ',
  ),
);

/** Whether a text of the engine has words that the sentence about the object does not have. */
function saysMore(detail: string, name: string): boolean {
  const own = new Set(wordsOf(name));
  return wordsOf(detail).some((word) => /[a-z]/.test(word) && !/^[0-9a-f]{12,64}$/.test(word) && !own.has(word) && !plainWords.has(word));
}

function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[^\w.-]+/)
    .map((word) => word.replace(/\.$/, ''));
}

function objectWord(kind: ObjectKind): string {
  switch (kind) {
    case 'image':
      return t('image');
    case 'container':
      return t('container');
    case 'volume':
      return t('volume');
    case 'network':
      return t('network');
    case 'manifest':
      return t('manifest');
    case 'file':
      return t('file');
    case 'context':
      return t('docker context');
    case 'repository':
      return t('repository');
    case 'path':
      return t('path');
    case 'user':
      return t('user');
    case 'group':
      return t('group');
    case 'device':
      return t('device');
    case 'runtime':
      return t('runtime');
    case 'plugin':
      return t('plugin');
    case 'logDriver':
      return t('log driver');
    case 'volumeDriver':
      return t('volume driver');
    case 'networkDriver':
      return t('network driver');
    case 'deviceDriver':
      return t('device driver');
  }
}
