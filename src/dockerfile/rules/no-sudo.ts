import { t } from '../../core/localize';
import type { Instruction } from '../instruction';
import type { Dockerfile } from '../model';
import { reportWords } from '../packages/reports';
import { defineRule, type Fix } from '../rule';
import { commandsNamed } from '../shell/programs';
import { isEditable } from '../shell/run-script';
import { eachRunOf } from '../shell/runs';
import type { ShellCommand } from '../shell/shell-command';
import type { ShellScript } from '../shell/shell-script';

/** DL3004: sudo in a build. */
export const noSudo = defineRule({
  code: 'DL3004',
  name: 'no-sudo',
  origin: 'hadolint',
  severity: 'error',
  fixes: 'safe',
  summary: 'A build needs no `sudo`: choose the user with `USER`, or with gosu at run time.',
  docs: `A build runs as root until \`USER\` says otherwise, so sudo adds nothing but a package, a process between, and an
environment that it changes. Switch with \`USER\` instead; to start a program as somebody else at run time use gosu,
su-exec or setpriv.

sudo is dropped as a safe fix where \`USER root\` is in force or the base image is a distribution's own.`,
  examples: [
    {
      bad: 'FROM debian:12\nRUN sudo make install\n',
      fixed: 'FROM debian:12\nRUN make install\n',
    },
    { good: 'FROM debian:12\nUSER root\nRUN make install\n' },
  ],
  checkFile: eachRunOf(['sudo'], (run, script, context) => {
    const commands = commandsNamed(script, 'sudo');
    const words = commands.flatMap(({ nameWord }) => nameWord ?? []);
    reportWords(
      run,
      context,
      script,
      words,
      () => t('sudo is not needed: a build runs as root, or as the user that USER names.'),
      () => fixOf(run, script, commands, context.file),
    );
  }),
});

/** Drops `sudo` where it is followed by a program at once. */
function fixOf(run: Instruction, script: ShellScript, commands: readonly ShellCommand[], file: Dockerfile): Fix | undefined {
  const user = userOf(run, file);
  if (user === 'other') return undefined;
  const edits = commands.flatMap(({ nameWord, words }) => {
    const program = words[0];
    if (nameWord === undefined || program === undefined || !/^[\w./]/.test(program.text)) return [];
    if (!isEditable(run, script, nameWord) || !isEditable(run, script, program)) return [];
    const start = script.rangeOf(nameWord).start;
    return [{ range: { start, end: script.rangeOf(program).start }, text: '' }];
  });
  if (edits.length < commands.length) return undefined;
  // sudo takes the build's variables away, and has a PATH of its own.
  const isSame = user === 'root' && !setsVariables(run, script, file);
  return { kind: isSame ? 'safe' : 'suggested', title: t('Remove sudo'), edits };
}

const distributions =
  /^(?:docker\.io\/)?(?:library\/)?(?:alpine|debian|ubuntu|centos|fedora|almalinux|rockylinux|amazonlinux|oraclelinux|archlinux|busybox|scratch)(?::|@|$)/;

/** Who runs the instruction, as far as the file tells. */
function userOf(run: Instruction, file: Dockerfile): 'root' | 'other' | 'unknown' {
  if (run.onbuild !== undefined) return 'unknown';
  for (let stage = file.stageOf(run); stage !== undefined; stage = stage.parent) {
    const user = stage.named('USER').findLast(({ index }) => index < run.index);
    if (user !== undefined) return /^["']?(?:root|0)(?::.*)?["']?$/.test(user.argumentsText.trim()) ? 'root' : 'other';
    if (stage.parent === undefined) return distributions.test(stage.base) ? 'root' : 'unknown';
  }
  return 'unknown';
}

/** Whether the file or the script sets a variable above; one of an earlier stage counts too where it is not known to be none. */
function setsVariables(run: Instruction, script: ShellScript, file: Dockerfile): boolean {
  const sets = ({ name, index }: Instruction): boolean => index < run.index && (name === 'ENV' || name === 'ARG');
  return (
    file.instructions.some(sets) ||
    script.commands.some(({ name, assignments }) => assignments.length > 0 || name === 'export' || name === 'umask')
  );
}
