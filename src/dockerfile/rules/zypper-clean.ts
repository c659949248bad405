import { t } from '../../core/localize';
import { removes, reportUncleaned } from '../packages/cleaning';
import { defineRule } from '../rule';
import { eachRunOf } from '../shell/runs';

/** DL3036: `zypper install` leaves its cache in the image. */
export const zypperClean = defineRule({
  code: 'DL3036',
  name: 'zypper-clean',
  severity: 'warning',
  fixes: 'safe',
  summary: '`zypper` leaves its cache in the layer: run `zypper clean` in the same `RUN`.',
  docs: `zypper keeps the metadata and packages that it downloads in \`/var/cache/zypp\`. Cleaned in the same \`RUN\` they
never become part of a layer; a cleaning that comes before the installation does not help. A cache mount on the folder
keeps them out of the image too.`,
  examples: [
    {
      bad: 'FROM opensuse/leap:15.6\nRUN zypper install -y httpd=2.4.58\n',
      fixed: 'FROM opensuse/leap:15.6\nRUN zypper install -y httpd=2.4.58 && zypper clean\n',
    },
    { good: 'FROM opensuse/leap:15.6\nRUN zypper install -y httpd=2.4.58 && zypper clean\n' },
  ],
  checkFile: eachRunOf(['zypper'], (run, script, context) => {
    reportUncleaned(run, script, context, {
      mountedOn: ['/var/cache/zypp', '/var/cache'],
      fills: ({ name, words }) =>
        name === 'zypper' ? words.find(({ value }) => value === 'install' || value === 'in') : undefined,
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
