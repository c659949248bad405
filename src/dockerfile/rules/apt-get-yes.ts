import { t } from '../../core/localize';
import { aptGet, installsOf } from '../packages/installs';
import { reportWords } from '../packages/reports';
import { yesFix } from '../packages/saying-yes';
import { defineRule } from '../rule';
import { eachRunOf } from '../shell/runs';
import type { ShellCommand } from '../shell/shell-command';

/** DL3014: `apt-get install` asks a question that nobody answers. */
export const aptGetYes = defineRule({
  code: 'DL3014',
  name: 'apt-get-yes',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'safe',
  summary: '`apt-get install` asks before it goes on, and a build cannot answer: add `-y`.',
  docs: `Without \`-y\` apt-get asks whether to go on, and a build has nobody to answer: it stops. \`--yes\`,
\`--assume-yes\` and \`-qq\` do the same.`,
  examples: [
    { bad: 'FROM debian:12\nRUN apt-get install curl\n', fixed: 'FROM debian:12\nRUN apt-get install -y curl\n' },
    { good: 'FROM debian:12\nRUN apt-get install -y curl\n' },
    { good: 'FROM debian:12\nRUN apt-get -qq install curl\n' },
  ],
  checkFile: eachRunOf(['apt-get'], (run, script, context) => {
    const asked = installsOf(script, aptGet).filter(({ command }) => !saysYes(command));
    reportWords(
      run,
      context,
      script,
      asked.map(({ verb }) => verb),
      () => t('apt-get install asks for confirmation, which a build cannot give: add -y.'),
      () => yesFix(run, script, asked),
    );
  }),
});

/** `-qq` and `-q=2` imply `-y`; two times `-q` are `-qq`. */
function saysYes(command: ShellCommand): boolean {
  if (command.hasFlag('y', 'yes', 'assume-yes')) return true;
  let quiet = 0;
  for (const { value } of command.words) {
    const level = /^(?:-q|--quiet)=(\d+)$/.exec(value)?.[1];
    if (level !== undefined) quiet = Math.max(quiet, Number(level));
    else if (value === '--quiet') quiet++;
    else if (/^-[a-zA-Z]+$/.test(value)) quiet += value.split('q').length - 1;
  }
  return quiet >= 2;
}
