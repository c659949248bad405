import { t } from '../../core/localize';
import { gem, installsOf } from '../packages/installs';
import { PackageNames } from '../packages/package-names';
import { reportWords } from '../packages/reports';
import { defineRule } from '../rule';
import { eachRunOf } from '../shell/runs';

/** DL3028: a gem of `gem install` without a version. */
export const pinGem = defineRule({
  code: 'DL3028',
  name: 'pin-gem',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'none',
  summary: '`gem install` without a version installs another gem tomorrow: write `<gem>:<version>`.',
  docs: `Without a version the newest one on the day of the build is installed. \`name:version\`, or \`--version\` for a
single gem, says which. What stands behind \`--\` are flags for the build of the gem. What ARG and ENV set is looked into.`,
  examples: [
    { bad: 'FROM ruby:3.3\nRUN gem install bundler\n' },
    { good: 'FROM ruby:3.3\nRUN gem install bundler:2.5.17\n' },
    { good: 'FROM ruby:3.3\nRUN gem install bundler -v 2.5.17\n' },
  ],
  checkFile: eachRunOf(['gem'], (run, script, context) => {
    const names = new PackageNames(run, script, context);
    const unpinned = installsOf(script, gem)
      .map((install) => ({ ...install, buildFlags: install.command.words.find(({ value }) => value === '--')?.start ?? Infinity }))
      .filter(
        ({ command, buildFlags }) => (command.flagWord('v', 'version')?.start ?? Infinity) > buildFlags || !command.hasFlag('v', 'version'),
      )
      .flatMap(({ packages, buildFlags }) => packages.filter(({ start }) => start < buildFlags))
      .filter((word) => !names.every(word, ({ value }) => /:|\.gem$/.test(value)));
    reportWords(run, context, script, unpinned, () =>
      t('Every build may install a different version: specify one, as in gem install <gem>:<version>.'),
    );
  }),
});
