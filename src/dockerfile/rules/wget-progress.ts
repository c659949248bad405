import { t } from '../../core/localize';
import type { Instruction } from '../instruction';
import type { Dockerfile, Stage } from '../model';
import { isBusyBoxImage } from '../packages/busybox';
import { knownFamily } from '../packages/known-bases';
import { insertBehind, reportWords } from '../packages/reports';
import { defineRule, type Fix } from '../rule';
import { commandsNamed } from '../shell/programs';
import { eachRunOf } from '../shell/runs';
import type { ShellCommand, ShellWord } from '../shell/shell-command';
import type { ShellScript } from '../shell/shell-script';

/** DL3047: wget draws its progress into the build log. */
export const wgetProgress = defineRule({
  code: 'DL3047',
  name: 'wget-progress',
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
      () => fixOf(run, script, words, context.file),
    );
  }),
});

function isQuiet(command: ShellCommand): boolean {
  return (
    command.hasFlag('progress', 'quiet', 'no-verbose', 'nv', 'output-file', 'append-output') ||
    command.words.some(({ value }) => /^-[a-zA-Z]/.test(value) && /^-(?:[a-zA-Z]*[qoa]|nv)/.test(value))
  );
}

function fixOf(run: Instruction, script: ShellScript, words: readonly ShellWord[], file: Dockerfile): Fix | undefined {
  const stage = file.stageOf(run);
  // BusyBox has no --progress and stops the build; both programs take -q.
  if (hasBusyBoxWget(run, stage) || (knownFamily(stage) === undefined && !isBusyBoxImage(stage))) {
    return insertBehind(run, script, words, ' -q', { kind: 'suggested', title: t('Insert {0}', '-q') });
  }
  const flag = '--progress=dot:giga';
  return insertBehind(run, script, words, ` ${flag}`, { kind: 'safe', title: t('Insert {0}', flag) });
}

/** An image of Alpine or BusyBox in which no other wget was installed. */
function hasBusyBoxWget(run: Instruction, stage: Stage | undefined): boolean {
  if (!isBusyBoxImage(stage)) return false;
  for (let at = stage; at !== undefined; at = at.parent) {
    const added = at.named('RUN').flatMap((other) => (other.index <= run.index ? commandsNamed(other.script, 'apk') : []));
    if (added.some(({ words }) => words.some(({ value }) => /^wget\b/.test(value)))) return false;
  }
  return true;
}
