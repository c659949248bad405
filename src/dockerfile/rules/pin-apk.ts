import { t } from '../../core/localize';
import { apk, installsOf } from '../packages/installs';
import { reportWords } from '../packages/reports';
import { defineRule } from '../rule';
import { eachRunOf } from '../shell/runs';

/** DL3018: a package of `apk add` without a version. */
export const pinApk = defineRule({
  code: 'DL3018',
  name: 'pin-apk',
  severity: 'warning',
  fixes: 'none',
  summary: '`apk add` without a version installs another package tomorrow: write `<package>=<version>`.',
  docs: `Without a version the package that gets installed depends on the day of the build. \`name=version\` asks for
exactly one, \`name~version\` for any release of it. Alpine keeps only the newest build of each package of a release, so
\`~\` with the part of the version that matters breaks less often than \`=\`. Local \`.apk\` files need no version.`,
  examples: [
    { bad: 'FROM alpine:3.20\nRUN apk add --no-cache git\n' },
    { good: 'FROM alpine:3.20\nRUN apk add --no-cache git=2.45.2-r0\n' },
    { good: 'FROM alpine:3.20\nRUN apk add --no-cache "git~2.45"\n' },
  ],
  checkFile: eachRunOf(['apk'], (run, script, context) => {
    const unpinned = installsOf(script, apk)
      .flatMap(({ packages }) => packages)
      .filter(({ value }) => !/[=~]|\.apk$/.test(value));
    reportWords(run, context, script, unpinned, () =>
      t('Every build may install another version: name one, as in apk add <package>=<version>.'),
    );
  }),
});
