import { t } from '../../core/localize';
import type { Instruction } from '../instruction';
import { reportWords } from '../packages/reports';
import { defineRule, type Fix } from '../rule';
import { commandsNamed } from '../shell/programs';
import { eachRunOf } from '../shell/runs';
import type { ShellCommand } from '../shell/shell-command';
import type { ShellScript } from '../shell/shell-script';

/** DL4005: `/bin/sh` is replaced by a link. */
export const shellInsteadOfLink = defineRule({
  code: 'DL4005',
  name: 'shell-instead-of-link',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'suggested',
  summary: 'Linking another shell to `/bin/sh` changes the system: say with `SHELL` which one runs the commands.',
  docs: `A link over \`/bin/sh\` changes the shell for every program of the image, also for those that were written for the
one that was there. \`SHELL\` changes it for the instructions of the file only. It does not help a program that asks for
\`/bin/sh\` by name; where that is the aim, ignore the rule.`,
  examples: [
    {
      bad: 'FROM debian:12\nRUN ln -sf /bin/bash /bin/sh\n',
      fixed: 'FROM debian:12\nSHELL ["/bin/bash", "-c"]\n',
    },
    { good: 'FROM debian:12\nSHELL ["/bin/bash", "-c"]\n' },
  ],
  checkFile: eachRunOf(['ln'], (run, script, context) => {
    const links = commandsNamed(script, 'ln').filter(({ words }) => words.some(({ value }) => value === '/bin/sh'));
    reportWords(
      run,
      context,
      script,
      links,
      () => t('This changes /bin/sh for the whole system: use SHELL to choose the shell that runs the commands.'),
      () => fixOf(run, script, links),
    );
  }),
});

/** Where the link is all that the instruction does, SHELL takes its place. */
function fixOf(run: Instruction, script: ShellScript, [link]: readonly ShellCommand[]): Fix | undefined {
  if (link === undefined || run.json !== undefined || run.heredocs.length > 0 || run.flags.length > 0) return undefined;
  if (script.commands.length > 1 || script.statements.length > 1) return undefined;
  const [shell, target, more] = link.operands();
  if (shell?.isStatic !== true || target?.value !== '/bin/sh' || more !== undefined) return undefined;
  const path = shell.value.startsWith('/') ? shell.value : `/bin/${shell.value}`;
  const text = `SHELL [${JSON.stringify(path)}, "-c"]`;
  return { kind: 'suggested', title: t('Use {0}', text), edits: [{ range: run.range, text }] };
}
