import { t } from '../../core/localize';
import { gem, installsOf } from '../packages/installs';
import { reportWords } from '../packages/reports';
import { defineRule } from '../rule';
import { eachRunOf } from '../shell/runs';

/** DL3028: a gem of `gem install` without a version. */
export const pinGem = defineRule({
  code: 'DL3028',
  name: 'pin-gem',
  severity: 'warning',
  fixes: 'none',
  summary: '`gem install` without a version installs another gem tomorrow: write `<gem>:<version>`.',
  docs: `Without a version the newest one on the day of the build is installed. \`name:version\`, or \`--version\` for a
single gem, says which.`,
  examples: [
    { bad: 'FROM ruby:3.3\nRUN gem install bundler\n' },
    { good: 'FROM ruby:3.3\nRUN gem install bundler:2.5.17\n' },
    { good: 'FROM ruby:3.3\nRUN gem install bundler -v 2.5.17\n' },
  ],
  checkFile: eachRunOf(['gem'], (run, script, context) => {
    const unpinned = installsOf(script, gem)
      .filter(({ command }) => !command.hasFlag('v', 'version'))
      .flatMap(({ packages }) => packages)
      .filter(({ value }) => !/:|\.gem$/.test(value));
    reportWords(run, context, script, unpinned, () =>
      t('Every build may install another version: name one, as in gem install <gem>:<version>.'),
    );
  }),
});
