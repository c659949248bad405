import { t } from '../../core/localize';
import { dnf, installsOf } from '../packages/installs';
import { PackageNames } from '../packages/package-names';
import { reportWords } from '../packages/reports';
import { unpinnedRpms } from '../packages/rpm';
import { defineRule } from '../rule';
import { eachRunOf } from '../shell/runs';

/** DL3041: a package of `dnf install` without a version. */
export const pinDnf = defineRule({
  code: 'DL3041',
  name: 'pin-dnf',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'none',
  summary: '`dnf install` without a version installs another package tomorrow: write `<package>-<version>`.',
  docs: `Without a version the package that gets installed depends on the day of the build. \`name-version\` (or
\`name-version-release\`) makes an unexpected change stop the build. Local \`.rpm\` files need no version; a module is
pinned by its stream, \`name:stream\`. What ARG and ENV of the stage set is looked into. \`microdnf\` is checked too.`,
  examples: [
    { bad: 'FROM fedora:40\nRUN dnf install -y httpd && dnf clean all\n' },
    { bad: 'FROM fedora:40\nRUN dnf module install -y nodejs && dnf clean all\n' },
    { good: 'FROM fedora:40\nRUN dnf install -y httpd-2.4.59 && dnf clean all\n' },
    { good: 'FROM fedora:40\nRUN dnf module install -y nodejs:20 && dnf clean all\n' },
  ],
  checkFile: eachRunOf(['dnf', 'microdnf'], (run, script, context) => {
    const unpinned = unpinnedRpms(installsOf(script, dnf), new PackageNames(run, script, context), { asWholeWord: true });
    reportWords(run, context, script, unpinned, () =>
      t('Every build may install a different version: specify one, as in dnf install <package>-<version>.'),
    );
  }),
});
