import { t } from '../../core/localize';
import type { TextEdit } from '../edits';
import type { Instruction } from '../instruction';
import type { Dockerfile } from '../model';
import { apk, installsOf, type Install } from '../packages/installs';
import { cacheMountFix, keepsOut } from '../packages/mounts';
import { reportWords } from '../packages/reports';
import { defineRule, type Fix } from '../rule';
import { knownBase } from '../safety/known-bases';
import { isEditable, runScript } from '../shell/run-script';
import { eachRunOf } from '../shell/runs';
import type { ShellCommand } from '../shell/shell-command';
import type { ShellScript } from '../shell/shell-script';

/** DL3019: `apk add` leaves the package index in the image. */
export const apkNoCache = defineRule({
  code: 'DL3019',
  name: 'apk-no-cache',
  origin: 'hadolint',
  severity: 'info',
  fixes: 'safe',
  summary: '`apk` leaves its package index in the layer: add the packages with `--no-cache`.',
  docs: `With \`--no-cache\` apk reads a fresh index and keeps nothing of it: no \`apk update\` before, nothing to delete
afterwards. A cache mount on \`/var/cache/apk\` keeps the index out of the image too.`,
  examples: [
    {
      bad: 'FROM alpine:3.20\nRUN apk add --update git=2.45.2-r0\n',
      fixed: 'FROM alpine:3.20\nRUN apk add --no-cache git=2.45.2-r0\n',
    },
    { good: 'FROM alpine:3.20\nRUN apk add --no-cache git=2.45.2-r0\n' },
    { good: 'FROM alpine:3.20\nRUN --mount=type=cache,target=/var/cache/apk apk add git=2.45.2-r0\n' },
  ],
  checkFile: eachRunOf(['apk'], (run, script, context) => {
    const caching = installsOf(script, apk).filter(({ command }) => !command.hasFlag('no-cache'));
    if (caching.length === 0 || keepsOut(run, context, '/var/cache/apk', '/etc/apk/cache')) return;
    reportWords(
      run,
      context,
      script,
      caching.map(({ verb }) => verb),
      () => t('apk leaves its package index in the layer: add the packages with --no-cache.'),
      () => fixOf(run, script, caching, context.file),
      () => cacheMountFix(run, ['/var/cache/apk'], true),
    );
  }),
});

/** In place of `--update`, else behind `add`. */
function fixOf(run: Instruction, script: ShellScript, caching: readonly Install[], file: Dockerfile): Fix | undefined {
  const edits: TextEdit[] = [];
  for (const { command, verb } of caching) {
    // These say that the index is to be taken from what is there, or kept where it is told.
    if (command.hasFlag('no-network', 'cache-dir', 'cache-max-age', 'cache-packages', 'cache-predownload', 'simulate', 's'))
      return undefined;
    const update = command.words.find(({ value }) => value === '--update' || value === '-U' || value === '--update-cache');
    const word = update ?? verb;
    if (!isEditable(run, script, word)) return undefined;
    const { start, end } = script.rangeOf(word);
    if (update === undefined) edits.push({ range: { start: end, end }, text: ' --no-cache' });
    else edits.push({ range: { start, end }, text: '--no-cache' });
  }
  const isSafe =
    hasFlag(file, run) &&
    !wantsIndex(file) &&
    caching.every(({ command }) => command.words.every(({ value }) => !value.startsWith('-') || usual.test(value)));
  return { kind: isSafe ? 'safe' : 'suggested', title: t('Use --no-cache'), edits };
}

/** Flags that go together with `--no-cache`. */
const usual =
  /^(?:--update|-U|--update-cache|-[uqvltX]+|--upgrade|--quiet|--verbose|--latest|--virtual(?:=.*)?|--repository(?:=.*)?|--allow-untrusted|--no-progress|--progress|--no-scripts|--keys-dir(?:=.*)?|--available|--)$/;

/** `--no-cache` came with Alpine 3.3. */
function hasFlag(file: Dockerfile, run: Instruction): boolean {
  const base = knownBase(file.stageOf(run));
  return base?.family === 'alpine' && !base.isVariable && !/^(?:2\.|3\.[0-2](?:\D|$))/.test(base.tag);
}

/** Whether something in the file needs an index that was left: an installation without network, a cache, an `rm` that must find it. */
function wantsIndex({ text, instructions }: Dockerfile): boolean {
  if (/--no-network|\/etc\/apk\/cache|setup-apkcache|apk\s+cache/.test(text)) return true;
  return instructions.some((run) =>
    runScript(run.trigger ?? run)?.commands.some((command) => namesIndex(command) && !(command.name === 'rm' && command.hasFlag('f'))),
  );
}

function namesIndex({ words, redirects }: ShellCommand): boolean {
  return [...words, ...redirects.flatMap(({ target }) => target ?? [])].some(({ value }) => /var\/cache\/?(?:apk|\*|$)/.test(value));
}
