import { t } from '../../core/localize';
import { aptGet, installsOf } from '../packages/installs';
import { PackageNames } from '../packages/package-names';
import { reportWords } from '../packages/reports';
import { defineRule } from '../rule';
import { eachRunOf } from '../shell/runs';

/** DL3008: a package of `apt-get install` without a version. */
export const pinAptGet = defineRule({
  code: 'DL3008',
  name: 'pin-apt-get',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'none',
  summary: '`apt-get install` without a version installs another package tomorrow: write `<package>=<version>`.',
  docs: `Without a version the package that gets installed depends on the day of the build. With \`name=version\` (a
version may end in \`*\`) or \`name/release\` an unexpected change stops the build instead of reaching production.

Debian and Ubuntu drop old versions from their archives, so pinned builds break from time to time; with a dated snapshot
of the archive, or where the base image is pinned by digest and rebuilt often, this rule may well be ignored.

What ARG and ENV set is looked into.`,
  examples: [
    { bad: 'FROM debian:12\nRUN apt-get update && apt-get install -y curl\n' },
    { good: 'FROM debian:12\nRUN apt-get update && apt-get install -y curl=7.88.1-10+deb12u8\n' },
    { good: 'FROM debian:12\nRUN apt-get install -y ./tool_1.2_amd64.deb\n' },
  ],
  checkFile: eachRunOf(['apt-get'], (run, script, context) => {
    const names = new PackageNames(run, script, context);
    const unpinned = installsOf(script, aptGet)
      .flatMap(({ packages }) => packages)
      .filter((word) => !names.every(word, ({ value }) => /[=/]|\.deb$/.test(value)));
    reportWords(run, context, script, unpinned, () =>
      t('Every build may install a different version: specify one, as in apt-get install <package>=<version>.'),
    );
  }),
});
