import { t } from '../../core/localize';
import { reportAsking } from '../packages/saying-yes';
import { defineRule } from '../rule';
import { eachRunOf } from '../shell/runs';

/** DL3034: `zypper install` asks a question that nobody answers. */
export const zypperYes = defineRule({
  code: 'DL3034',
  name: 'zypper-yes',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'safe',
  summary: '`zypper` asks before it goes on, and a build cannot answer: add `-y` or `--non-interactive`.',
  docs: `Without \`-y\` (\`--no-confirm\`) zypper asks whether to go on, and a build has nobody to answer: it stops. \`-n\`
(\`--non-interactive\`) before the command does the same.`,
  examples: [
    {
      bad: 'FROM opensuse/leap:15.6\nRUN zypper install httpd=2.4.58\n',
      fixed: 'FROM opensuse/leap:15.6\nRUN zypper install -y httpd=2.4.58\n',
    },
    { good: 'FROM opensuse/leap:15.6\nRUN zypper install -y httpd=2.4.58\n' },
    { good: 'FROM opensuse/leap:15.6\nRUN zypper --non-interactive install httpd=2.4.58\n' },
  ],
  checkFile: eachRunOf(['zypper'], (run, script, context) => {
    reportAsking(run, script, context, {
      programs: ['zypper'],
      verbs: ['install', 'in', 'remove', 'rm', 'source-install', 'si', 'patch'],
      saysYes: (command) => command.hasFlag('n', 'non-interactive', 'no-confirm', 'y'),
      message: t('zypper asks for confirmation, which a build cannot give: add -y or --non-interactive.'),
    });
  }),
});
