import { t } from '../../core/localize';
import { removes, reportUncleaned } from '../packages/cleaning';
import { defineRule } from '../rule';
import { eachRunOf } from '../shell/runs';

/** DL3036: `zypper install` leaves its cache in the image. */
export const zypperClean = defineRule({
  code: 'DL3036',
  name: 'zypper-clean',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'safe',
  summary: '`zypper` leaves its cache in the layer: run `zypper clean` in the same `RUN`.',
  docs: `zypper keeps the metadata and packages that it downloads in \`/var/cache/zypp\`. Cleaned in the same \`RUN\` they
never become part of a layer; a cleaning that comes before the installation does not help. A cache mount on the folder
keeps them out of the image too. Every subcommand that installs is checked: \`install\`, \`update\`, \`dist-upgrade\`,
\`patch\`, \`source-install\` and their short names.`,
  examples: [
    {
      bad: 'FROM opensuse/leap:15.6\nRUN zypper install -y httpd=2.4.58\n',
      fixed: 'FROM opensuse/leap:15.6\nRUN zypper install -y httpd=2.4.58 && zypper clean\n',
    },
    { good: 'FROM opensuse/leap:15.6\nRUN zypper install -y httpd=2.4.58 && zypper clean\n' },
  ],
  checkFile: eachRunOf(['zypper'], (run, script, context) => {
    reportUncleaned(run, script, context, {
      mountedOn: ['/var/cache/zypp'],
      fills: ({ name, words }) => (name === 'zypper' ? words.find(({ value }) => filling.has(value)) : undefined),
      cleans: (command) =>
        (command.name === 'zypper' && command.words.some(({ value }) => value === 'clean' || value === 'cc')) ||
        removes(command, '/var/cache/zypp'),
      command: () => 'zypper clean',
      message: t('zypper leaves its cache in the layer: run zypper clean in the same RUN.'),
      folders: ['/var/cache/zypp'],
      locked: true,
    });
  }),
});

/** zypper(8): subcommands that download packages to install them. */
const filling = new Set([
  'install',
  'in',
  'update',
  'up',
  'dist-upgrade',
  'dup',
  'patch',
  'source-install',
  'si',
  'install-new-recommends',
  'inr',
  'verify',
  've',
]);
