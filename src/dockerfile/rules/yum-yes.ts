import { t } from '../../core/localize';
import { reportAsking } from '../packages/saying-yes';
import { defineRule } from '../rule';
import { eachRunOf } from '../shell/runs';

/** DL3030: `yum install` asks a question that nobody answers. */
export const yumYes = defineRule({
  code: 'DL3030',
  name: 'yum-yes',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'safe',
  summary: '`yum install` asks before it goes on, and a build cannot answer: add `-y`.',
  docs: `Without \`-y\` yum asks whether to go on, and a build has nobody to answer: it stops. \`--assumeyes\` does the
same.`,
  examples: [
    { bad: 'FROM centos:7\nRUN yum install httpd-2.4.6\n', fixed: 'FROM centos:7\nRUN yum install -y httpd-2.4.6\n' },
    { good: 'FROM centos:7\nRUN yum install -y httpd-2.4.6\n' },
  ],
  checkFile: eachRunOf(['yum'], (run, script, context) => {
    reportAsking(run, script, context, {
      programs: ['yum'],
      verbs: ['install', 'groupinstall', 'localinstall'],
      saysYes: (command) => command.hasFlag('y', 'yes', 'assumeyes'),
      message: t('yum install asks for confirmation, which a build cannot give: add -y.'),
    });
  }),
});
