import { t } from '../../core/localize';
import { installsOf, zypper } from '../packages/installs';
import { PackageNames } from '../packages/package-names';
import { reportWords } from '../packages/reports';
import { defineRule } from '../rule';
import { eachRunOf } from '../shell/runs';

/** DL3037: a package of `zypper install` without a version. */
export const pinZypper = defineRule({
  code: 'DL3037',
  name: 'pin-zypper',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'none',
  summary: '`zypper install` without a version installs another package tomorrow: write `<package>=<version>`.',
  docs: `Without a version the package that gets installed depends on the day of the build. \`name=version\` asks for one;
\`name>=version\` and its kin for a range. Local \`.rpm\` files need no version. What ARG and ENV set is looked
into.`,
  examples: [
    { bad: 'FROM opensuse/leap:15.6\nRUN zypper install -y httpd && zypper clean\n' },
    { good: 'FROM opensuse/leap:15.6\nRUN zypper install -y httpd=2.4.58 && zypper clean\n' },
  ],
  checkFile: eachRunOf(['zypper'], (run, script, context) => {
    const names = new PackageNames(run, script, context);
    const unpinned = installsOf(script, zypper)
      .flatMap(({ packages }) => packages)
      .filter((word) => !names.every(word, ({ value }) => /[=<>~]|\.rpm$/.test(value)));
    reportWords(run, context, script, unpinned, () =>
      t('Every build may install a different version: specify one, as in zypper install <package>=<version>.'),
    );
  }),
});
