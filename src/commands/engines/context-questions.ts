import { join } from 'node:path';
import type { App } from '../../app';
import { SlipwayError } from '../../core/errors';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import { contextAddress } from '../../engine/contexts/context-address';
import { type ContextContent, contextNameProblem, type ContextTls } from '../../engine/contexts/context-store';
import { tlsFiles } from '../../engine/contexts/docker-contexts';
import { back, type Choice, type Remark, type Suggestion } from '../../ports';
import { askInSteps, passedOver, type Step } from '../asking/steps';
import { textSteps } from '../asking/text-steps';

/** A docker context that is being made or changed. */
export interface ContextDraft {
  readonly name: string;
  readonly content: ContextContent;
}

/** Asks for what a context says; for its name too where it is a new one. Throws `cancelled`. */
export async function askContext(
  app: App,
  title: string,
  before: ContextDraft,
  taken: readonly string[] | undefined,
): Promise<ContextDraft> {
  const typed = { address: before.content.address, name: before.name, description: before.content.description ?? '' };
  let { tls } = before.content;
  const ask = textSteps(app, title, typed);
  const address: Step = async (place) => {
    const answer = await app.ask.suggest({
      ...place,
      title,
      prompt: t('Address of the engine: ssh://user@host, tcp://host:2376 or unix:///path'),
      value: typed.address,
      check: addressRemark,
      suggest: (text) => proposals(app, text),
    });
    if (answer === back) return back;
    typed.address = answer.trim();
    return undefined;
  };
  const security: Step = async (place) => {
    if (!isTcp(typed.address)) {
      tls = undefined;
      return passedOver;
    }
    const answer = await app.ask.choose(securityChoices(tls), { ...place, title, placeholder: t('How the connection is secured') });
    if (answer === back) return back;
    tls = await answer(app, title);
    return undefined;
  };
  await askInSteps([
    address,
    security,
    ...(taken
      ? [
          async (place: Parameters<Step>[0]) => {
            typed.name ||= proposedName(typed.address, taken);
            return ask({ key: 'name', prompt: t('Name of the docker context'), problem: (name) => newNameProblem(name, taken) })(place);
          },
        ]
      : []),
    ask({ key: 'description', prompt: t('Description. Empty: none.') }),
  ]);
  const { name, description } = typed;
  const content = {
    address: contextAddress(typed.address, tls !== undefined),
    ...(tls && { tls }),
    ...(description !== '' && { description }),
  };
  return { name, content };
}

function newNameProblem(name: string, taken: readonly string[]): string | undefined {
  return contextNameProblem(name) ?? (taken.includes(name) ? t('There is a docker context of this name.') : undefined);
}

function isTcp(address: string): boolean {
  return /^(?:tcp:\/\/|(?!\w+:\/\/))/i.test(address);
}

function addressRemark(value: string): Remark | undefined {
  if (value.trim() === '') return { severity: 'error', message: t('Enter an address.') };
  try {
    const address = contextAddress(value, false);
    return address === value.trim() ? undefined : { severity: 'information', message: t('This means {0}.', address) };
  } catch (error) {
    const refused = SlipwayError.details(error, 'invalidInput');
    if (!refused) throw error;
    return { severity: 'error', message: refused.reason };
  }
}

/** Sockets that were found and have no context, and the beginnings of addresses. */
async function proposals(app: App, text: string): Promise<readonly Suggestion[]> {
  const found = (await app.engines.inUse.connection.probe()).filter(
    ({ candidate, state }) => candidate.id.startsWith('socket:') && state === 'connected',
  );
  const sockets = found.map(({ candidate }) => ({
    label: oneLine(candidate.address),
    description: oneLine(candidate.name),
    icon: 'server-environment',
    value: candidate.address,
  }));
  const beginnings = [
    {
      label: 'ssh://',
      description: t('over ssh, with the keys and aliases of your own ssh'),
      icon: 'remote',
      value: 'ssh://',
      goesOn: true,
    },
    { label: 'tcp://', description: t('over the network, secured with TLS or not'), icon: 'globe', value: 'tcp://', goesOn: true },
  ];
  return [...sockets, ...beginnings].filter(({ value }) => value.startsWith(text) && value !== text);
}

/** The host, the user's product, or what a file is called: without what no name may have. */
function proposedName(address: string, taken: readonly string[]): string {
  const plain = address.replace(/^\w+:\/\//, '').replace(/^[^@/]*@/, '');
  const host = /^[^/:[\]]+/.exec(plain)?.[0] ?? '';
  const base = (host === '' ? (/(?:podman|docker|colima|orbstack|rd|lima)/.exec(plain)?.[0] ?? 'engine') : host).replace(/[^\w.+-]/g, '-');
  const name = contextNameProblem(base) === undefined ? base : `engine-${base}`;
  if (!taken.includes(name)) return name;
  let number = 2;
  while (taken.includes(`${name}-${number}`)) number += 1;
  return `${name}-${number}`;
}

type AskTls = (app: App, title: string) => Promise<ContextTls | undefined>;

function securityChoices(before: ContextTls | undefined): readonly Choice<AskTls>[] {
  const pem = { [t('PEM files')]: ['pem', 'crt', 'cer', 'key'], [t('All files')]: ['*'] };
  const file = async (app: App, title: string): Promise<string> => {
    const [path = ''] = await app.ask.openFiles({ title, filters: pem, many: false });
    return path;
  };
  const folder: AskTls = async (app, title) => {
    const path = await app.ask.openFolder({ title: t('{0}: the folder of ca.pem, cert.pem and key.pem', title) });
    const files = tlsFiles(app.host, path);
    return { ...(Object.keys(files).length === 0 ? { ca: join(path, 'ca.pem') } : files), verify: true };
  };
  const authority: AskTls = async (app, title) => ({
    ca: await file(app, t('{0}: the certificate of the authority (ca.pem)', title)),
    verify: true,
  });
  const three: AskTls = async (app, title) => ({
    ca: await file(app, t('{0}: the certificate of the authority (ca.pem)', title)),
    certificate: await file(app, t('{0}: your certificate (cert.pem)', title)),
    key: await file(app, t('{0}: the key of your certificate (key.pem)', title)),
    verify: true,
  });
  return [
    ...(before ? [{ label: t('TLS as it is now'), icon: 'lock', value: () => Promise.resolve(before) }] : []),
    { label: t('TLS with the files of a folder'), description: 'ca.pem, cert.pem, key.pem', icon: 'lock', value: folder },
    { label: t('TLS with three files'), description: t('one after the other'), icon: 'lock', value: three },
    {
      label: t('TLS with the certificate of an authority'),
      description: t('for an engine that asks for none of yours'),
      icon: 'lock',
      value: authority,
    },
    {
      label: t('TLS without a check of the engine'),
      description: t('whoever is in between can read and change everything'),
      icon: 'unlock',
      value: () => Promise.resolve({ verify: false }),
    },
    {
      label: t('No TLS'),
      description: t('everybody in the network can use the engine; for your own computer only'),
      icon: 'unlock',
      value: () => Promise.resolve(undefined),
    },
  ];
}
