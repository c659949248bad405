import { t } from '../../core/localize';
import { aptGet, installsOf } from '../packages/installs';
import { insertBehind, reportWords } from '../packages/reports';
import { defineRule } from '../rule';
import { eachRunOf } from '../shell/runs';
import type { ShellCommand } from '../shell/shell-command';

/** DL3015: `apt-get install` brings recommended packages along. */
export const aptNoRecommends = defineRule({
  code: 'DL3015',
  name: 'apt-no-recommends',
  origin: 'hadolint',
  severity: 'info',
  fixes: 'suggested',
  summary: '`apt-get install` also brings recommended packages: leave them out with `--no-install-recommends`.',
  docs: `apt-get also installs what the packages recommend, which an image seldom needs. With
\`--no-install-recommends\` (or \`-o APT::Install-Recommends=false\`) only what they depend on is installed. A package
that turns out to be needed then has to be named.`,
  examples: [
    {
      bad: 'FROM debian:12\nRUN apt-get install -y curl\n',
      fixed: 'FROM debian:12\nRUN apt-get install --no-install-recommends -y curl\n',
    },
    { good: 'FROM debian:12\nRUN apt-get install -y --no-install-recommends curl\n' },
    { good: 'FROM debian:12\nRUN apt-get install -y -o APT::Install-Recommends=false curl\n' },
  ],
  checkFile: eachRunOf(['apt-get'], (run, script, context) => {
    const verbs = installsOf(script, aptGet)
      .filter(({ command }) => !leavesRecommendsOut(command))
      .map(({ verb }) => verb);
    reportWords(
      run,
      context,
      script,
      verbs,
      () => t('This also installs recommended packages: leave them out with --no-install-recommends.'),
      () =>
        insertBehind(run, script, verbs, ' --no-install-recommends', {
          kind: 'suggested',
          title: t('Insert --no-install-recommends'),
        }),
    );
  }),
});

function leavesRecommendsOut(command: ShellCommand): boolean {
  if (command.hasFlag('no-install-recommends')) return true;
  return command.words.some(({ value }) => /APT::Install-Recommends=["']?(?:false|0|no)\b/i.test(value));
}
