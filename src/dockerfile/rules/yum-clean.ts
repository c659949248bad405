import { t } from '../../core/localize';
import { removes, reportUncleaned } from '../packages/cleaning';
import { installingVerb } from '../packages/rpm-verbs';
import { defineRule } from '../rule';
import { eachRunOf } from '../shell/runs';

/** DL3032: `yum install` leaves its cache in the image. */
export const yumClean = defineRule({
  code: 'DL3032',
  name: 'yum-clean',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'safe',
  summary: '`yum` leaves its cache in the layer: run `yum clean all` in the same `RUN`.',
  docs: `yum keeps the metadata and packages that it downloads in \`/var/cache/yum\`. Cleaned in the same \`RUN\` they never
become part of a layer; a cleaning that comes before the installation does not help. A cache mount on the folder keeps
them out of the image too. Every subcommand that installs is checked: \`install\`, \`update\`, \`upgrade\`, \`reinstall\`,
\`downgrade\`, \`groupinstall\` and their kin.`,
  examples: [
    {
      bad: 'FROM centos:7\nRUN yum install -y httpd-2.4.6\n',
      fixed: 'FROM centos:7\nRUN yum install -y httpd-2.4.6 && yum clean all\n',
    },
    { good: 'FROM centos:7\nRUN yum install -y httpd-2.4.6 && yum clean all\n' },
  ],
  checkFile: eachRunOf(['yum'], (run, script, context) => {
    reportUncleaned(run, script, context, {
      mountedOn: ['/var/cache/yum', '/var/cache/dnf'],
      fills: (command) => (command.name === 'yum' ? installingVerb(command) : undefined),
      cleans: (command) =>
        (command.name === 'yum' && command.operands()[0]?.value === 'clean') ||
        removes(command, '/var/cache/yum', '/var/cache/dnf') ||
        (command.name === 'dnf' && command.operands()[0]?.value === 'clean'),
      command: () => 'yum clean all',
      message: t('yum leaves its cache in the layer: run yum clean all in the same RUN.'),
      folders: ['/var/cache/yum'],
      locked: true,
    });
  }),
});
