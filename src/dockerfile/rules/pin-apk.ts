import { t } from '../../core/localize';
import { apk, installsOf } from '../packages/installs';
import { PackageNames } from '../packages/package-names';
import { reportWords } from '../packages/reports';
import { defineRule } from '../rule';
import { eachRunOf } from '../shell/runs';

/** DL3018: a package of `apk add` without a version. */
export const pinApk = defineRule({
  code: 'DL3018',
  name: 'pin-apk',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'none',
  summary: '`apk add` without a version installs another package tomorrow: write `<package>=<version>`.',
  docs: `Without a version the package that gets installed depends on the day of the build. \`name=version\` asks for
exactly one, \`name~version\` for any release of it. Alpine keeps only the newest build of each package of a release, so
\`~\` with the part of the version that matters breaks less often than \`=\`; the bounds \`<\`, \`>\`, \`<=\` and \`>=\`
count too. Local \`.apk\` files need no version. What ARG and ENV set is looked into.`,
  examples: [
    { bad: 'FROM alpine:3.20\nRUN apk add --no-cache git\n' },
    { good: 'FROM alpine:3.20\nRUN apk add --no-cache git=2.45.2-r0\n' },
    { good: 'FROM alpine:3.20\nRUN apk add --no-cache "git~2.45"\n' },
  ],
  checkFile: eachRunOf(['apk'], (run, script, context) => {
    const names = new PackageNames(run, script, context);
    const unpinned = installsOf(script, apk)
      .flatMap(({ packages }) => packages)
      .filter((word) => !names.every(word, ({ value }) => isPinned(value)));
    reportWords(run, context, script, unpinned, () =>
      t('Every build may install a different version: specify one, as in apk add <package>=<version>.'),
    );
  }),
});

/** apk-world(5): a constraint has `=`, `<`, `>` or `~`; what begins with `!` is kept out. */
function isPinned(name: string): boolean {
  return /[=~<>]|\.apk$|^!/.test(name);
}
