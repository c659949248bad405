import { t } from '../../core/localize';
import { removes, reportUncleaned } from '../packages/cleaning';
import { installingVerb } from '../packages/rpm-verbs';
import { defineRule } from '../rule';
import { eachRunOf } from '../shell/runs';

/** DL3040: `dnf install` leaves its cache in the image. */
export const dnfClean = defineRule({
  code: 'DL3040',
  name: 'dnf-clean',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'safe',
  summary: '`dnf` leaves its cache in the layer: run `dnf clean all` in the same `RUN`.',
  docs: `dnf keeps the metadata that it downloads in \`/var/cache/dnf\` (\`/var/cache/libdnf5\`). Cleaned in the same
\`RUN\` it never becomes part of a layer; a cleaning that comes before the installation does not help. A cache mount on
the folder keeps it out of the image too. \`microdnf\` is checked as well, and every subcommand that installs: \`install\`,
\`upgrade\`, \`reinstall\`, \`downgrade\`, \`distro-sync\`, \`swap\`, \`builddep\`, \`group install\`, \`module install\` and
their other names.`,
  examples: [
    {
      bad: 'FROM fedora:40\nRUN dnf install -y httpd-2.4.59\n',
      fixed: 'FROM fedora:40\nRUN dnf install -y httpd-2.4.59 && dnf clean all\n',
    },
    { bad: 'FROM fedora:40\nRUN dnf upgrade -y\n', fixed: 'FROM fedora:40\nRUN dnf upgrade -y && dnf clean all\n' },
    { good: 'FROM fedora:40\nRUN dnf install -y httpd-2.4.59 && dnf clean all\n' },
  ],
  checkFile: eachRunOf(['dnf', 'microdnf'], (run, script, context) => {
    reportUncleaned(run, script, context, {
      mountedOn: folders,
      fills: (command) => (isDnf(command.name) ? installingVerb(command) : undefined),
      cleans: (command) => (isDnf(command.name) && command.words.some(({ value }) => value === 'clean')) || removes(command, ...folders),
      command: ({ name }) => `${name} clean all`,
      message: t('dnf leaves its cache in the layer: run dnf clean all in the same RUN.'),
      folders: ['/var/cache/dnf', '/var/cache/libdnf5'],
      locked: true,
    });
  }),
});

const folders = ['/var/cache/dnf', '/var/cache/libdnf5', '/var/cache/yum'];

function isDnf(name: string): boolean {
  return name === 'dnf' || name === 'microdnf';
}
