import { t } from '../../core/localize';
import { reportAsking } from '../packages/saying-yes';
import { defineRule } from '../rule';
import { eachRunOf } from '../shell/runs';

/** DL3038: `dnf install` asks a question that nobody answers. */
export const dnfYes = defineRule({
  code: 'DL3038',
  name: 'dnf-yes',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'safe',
  summary: '`dnf install` asks before it goes on, and a build cannot answer: add `-y`.',
  docs: `Without \`-y\` dnf asks whether to go on, and a build has nobody to answer: it stops. \`--assumeyes\` does the
same.`,
  examples: [
    { bad: 'FROM fedora:40\nRUN dnf install httpd-2.4.59\n', fixed: 'FROM fedora:40\nRUN dnf install -y httpd-2.4.59\n' },
    { good: 'FROM fedora:40\nRUN dnf install -y httpd-2.4.59\n' },
  ],
  checkFile: eachRunOf(['dnf', 'microdnf'], (run, script, context) => {
    reportAsking(run, script, context, {
      programs: ['dnf', 'microdnf'],
      verbs: ['install', 'groupinstall', 'localinstall'],
      saysYes: (command) => command.hasFlag('y', 'yes', 'assumeyes'),
      message: t('dnf install asks for confirmation, which a build cannot give: add -y.'),
    });
  }),
});
