import { t } from '../../core/localize';
import { installsOf, npm } from '../packages/installs';
import { PackageNames } from '../packages/package-names';
import { reportWords } from '../packages/reports';
import { defineRule } from '../rule';
import { eachRunOf } from '../shell/runs';

/** DL3016: a package of `npm install` without a version. */
export const pinNpm = defineRule({
  code: 'DL3016',
  name: 'pin-npm',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'none',
  summary: '`npm install` without a version installs another package tomorrow: write `<package>@<version>`.',
  docs: `Without a version the newest one on the day of the build is installed. \`name@version\` (or a tag) and, for a git
address, \`#commit\` say which. What package.json lists is pinned by its lock file: use \`npm ci\`. Folders and archives
need no version. What ARG and ENV set is looked into.`,
  examples: [
    { bad: 'FROM node:22\nRUN npm install -g typescript\n' },
    { good: 'FROM node:22\nRUN npm install -g typescript@5.5.4\n' },
    { good: 'FROM node:22\nRUN npm install\n' },
  ],
  checkFile: eachRunOf(['npm'], (run, script, context) => {
    const names = new PackageNames(run, script, context);
    const unpinned = installsOf(script, npm)
      .flatMap(({ packages }) => packages)
      .filter((word) => !names.every(word, ({ value }) => isPinned(value)));
    reportWords(run, context, script, unpinned, () =>
      t('Every build may install a different version: specify one, as in npm install <package>@<version>.'),
    );
  }),
});

/** https://docs.npmjs.com/cli/commands/npm-install: names with version or tag, git addresses, folders, archives. */
function isPinned(name: string): boolean {
  if (/^(?:git(?:\+\w+)?:|git\+|github:|gitlab:|bitbucket:|gist:)/.test(name)) return name.includes('#');
  if (/^(?:\.{0,2}\/|~\/|\.{1,2}$|file:|\$\{?PWD)/.test(name) || /\.(?:tgz|tar|tar\.gz)$/.test(name)) return true;
  return name.startsWith('@') ? name.includes('@', 1) : /@/.test(name) || /^https?:.*#/.test(name);
}
