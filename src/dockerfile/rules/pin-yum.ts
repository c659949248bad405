import { t } from '../../core/localize';
import { installsOf, yum } from '../packages/installs';
import { PackageNames } from '../packages/package-names';
import { reportWords } from '../packages/reports';
import { unpinnedRpms } from '../packages/rpm';
import { defineRule } from '../rule';
import { eachRunOf } from '../shell/runs';

/** DL3033: a package of `yum install` without a version. */
export const pinYum = defineRule({
  code: 'DL3033',
  name: 'pin-yum',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'none',
  summary: '`yum install` without a version installs another package tomorrow: write `<package>-<version>`.',
  docs: `Without a version the package that gets installed depends on the day of the build. \`name-version\` (or
\`name-version-release\`) makes an unexpected change stop the build. Local \`.rpm\` files need no version; a module is
pinned by its stream, \`name:stream\`. What ARG and ENV of the stage set is looked into.`,
  examples: [
    { bad: 'FROM centos:7\nRUN yum install -y httpd && yum clean all\n' },
    { good: 'FROM centos:7\nRUN yum install -y httpd-2.4.6 && yum clean all\n' },
  ],
  checkFile: eachRunOf(['yum'], (run, script, context) => {
    const unpinned = unpinnedRpms(installsOf(script, yum), new PackageNames(run, script, context), { asWholeWord: false });
    reportWords(run, context, script, unpinned, () =>
      t('Every build may install a different version: specify one, as in yum install <package>-<version>.'),
    );
  }),
});
