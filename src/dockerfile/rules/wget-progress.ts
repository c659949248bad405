import { t } from '../../core/localize';
import { stageEnvironments } from '../facts/environment';
import type { Instruction } from '../instruction';
import type { Dockerfile, Stage } from '../model';
import { knownBase } from '../safety/known-bases';
import { insertBehind, reportWords } from '../packages/reports';
import { defineRule, type Fix } from '../rule';
import { commandsNamed } from '../shell/programs';
import { eachRunOf } from '../shell/runs';
import type { ShellCommand } from '../shell/shell-command';
import type { ShellScript } from '../shell/shell-script';
import { isStraightLine, isUnanswered } from '../shell/straight-line';

/** DL3047: wget draws its progress into the build log. */
export const wgetProgress = defineRule({
  code: 'DL3047',
  name: 'wget-progress',
  origin: 'hadolint',
  severity: 'info',
  fixes: 'safe',
  summary: 'The progress bar of `wget` floods the build log: use `--progress=dot:giga`, or `-q`.',
  docs: `Without a terminal wget prints a line for each 50 kB. \`--progress=dot:giga\` prints one for each 32 MB; \`-nv\` and
\`-q\` print next to nothing. The wget of BusyBox (Alpine) has no \`--progress\`; there \`-q\` is offered.`,
  examples: [
    {
      bad: 'FROM debian:12\nRUN wget https://example.com/big.tar.gz\n',
      fixed: 'FROM debian:12\nRUN wget --progress=dot:giga https://example.com/big.tar.gz\n',
    },
    { good: 'FROM debian:12\nRUN wget --progress=dot:giga https://example.com/big.tar.gz\n' },
    { good: 'FROM debian:12\nRUN wget -nv https://example.com/big.tar.gz\n' },
  ],
  checkFile: eachRunOf(['wget'], (run, script, context) => {
    const loud = commandsNamed(script, 'wget').filter((command) => !isQuiet(command));
    const words = loud.flatMap(({ nameWord }) => nameWord ?? []);
    reportWords(
      run,
      context,
      script,
      words,
      () => t('The progress bar of wget floods the build log: use --progress=dot:giga, -q or -nv.'),
      () => fixOf(run, script, loud, context.file),
    );
  }),
});

function isQuiet(command: ShellCommand): boolean {
  return (
    command.hasFlag('progress', 'quiet', 'no-verbose', 'nv', 'output-file', 'append-output') ||
    command.words.some(({ value }) => /^-[a-zA-Z]/.test(value) && /^-(?:[a-zA-Z]*[qoa]|nv)/.test(value))
  );
}

function fixOf(run: Instruction, script: ShellScript, loud: readonly ShellCommand[], file: Dockerfile): Fix | undefined {
  const words = loud.flatMap(({ nameWord }) => nameWord ?? []);
  const stage = file.stageOf(run);
  const isAdded = loud.every((command) => addsWget(run, script, command, stage));
  // BusyBox has no --progress and stops the build; both programs take -q.
  if (!isAdded && !isGnu(stage)) {
    return insertBehind(run, script, words, ' -q', { kind: 'suggested', title: t('Insert {0}', '-q') });
  }
  const flag = '--progress=dot:giga';
  const isSafe = loud.every((command) => !tellsProgress(script, command)) && !isReplaced(run, script, file);
  return insertBehind(run, script, words, ` ${flag}`, { kind: isSafe ? 'safe' : 'suggested', title: t('Insert {0}', flag) });
}

/** Fedora's wget is Wget2, which draws otherwise. */
function isGnu(stage: Stage | undefined): boolean {
  const base = knownBase(stage);
  return base?.family === 'debian' || (base?.family === 'rpm' && base.name !== 'fedora');
}

/** Whether what the command says of its progress is kept or read: then another picture of it makes a difference. */
function tellsProgress(script: ShellScript, { place, redirects }: ShellCommand): boolean {
  return (
    place.depth > 0 ||
    /[&2]>|>&|\|&|\bexec\b/.test(script.text) ||
    place.after === '|&' ||
    redirects.some(({ operator }) => operator.includes('&'))
  );
}

/** Whether the name may mean another program: a function, an alias, a file of that name from elsewhere, another PATH. */
function isReplaced(run: Instruction, script: ShellScript, file: Dockerfile): boolean {
  if (!isStraightLine(script) || stageEnvironments(file, undefined).variable('PATH', run) !== undefined) return true;
  return file.instructions.some(
    ({ index, name, joined, heredocs }) =>
      index <= run.index && ['RUN', 'COPY', 'ADD'].includes(name) && (heredocs.length > 0 || namesWget(joined.text)),
  );
}

/** Whether apk has installed wget before, in every build, and never takes packages away again. */
function addsWget(run: Instruction, script: ShellScript, command: ShellCommand, stage: Stage | undefined): boolean {
  const beforeIt = commandsNamed(script, 'apk').filter(({ start }) => start < command.start);
  if (beforeIt.some(deletes)) return false;
  if (beforeIt.some((apk) => adds(script, apk))) return true;
  for (let at = stage; at !== undefined; at = at.parent) {
    const before = at.named('RUN').filter(({ index }) => index < run.index);
    if (before.some(({ script: other }) => commandsNamed(other, 'apk').some(deletes))) return false;
    if (before.some(({ script: other }) => other !== undefined && commandsNamed(other, 'apk').some((apk) => adds(other, apk)))) return true;
  }
  return false;
}

function deletes({ words }: ShellCommand): boolean {
  return words.some(({ value }) => value === 'del');
}

function adds(script: ShellScript, apk: ShellCommand): boolean {
  return (
    isUnanswered(script, apk) &&
    apk.words[0]?.value === 'add' &&
    apk.words.some(({ value }) => /^wget(?:[=~<>].*)?$/.test(value)) &&
    !apk.hasFlag('root', 'p', 'simulate', 's')
  );
}

/** A path that ends in `/wget`; addresses are none. */
function namesWget(text: string): boolean {
  return text.split(/\s/).some((word) => {
    const found = /\/wget(?=$|["'\];,&|)])/.exec(word);
    const scheme = word.indexOf('://');
    return found !== null && (scheme === -1 || found.index < scheme + 3);
  });
}
