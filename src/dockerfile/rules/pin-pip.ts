import { t } from '../../core/localize';
import { isPipPinned, pipInstalls, pipPrograms } from '../packages/pip';
import { PackageNames } from '../packages/package-names';
import { reportWords } from '../packages/reports';
import { defineRule } from '../rule';
import { eachRunOf } from '../shell/runs';

/** DL3013: a package of `pip install` without a version. */
export const pinPip = defineRule({
  code: 'DL3013',
  name: 'pin-pip',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'none',
  summary: '`pip install` without a version installs another package tomorrow: write `<package>==<version>`.',
  docs: `Without a version the newest one on the day of the build is installed. \`name==version\` (or a range), a
requirements file with \`-r\`, a constraints file with \`-c\`, or \`@commit\` for a git address say which. Folders,
wheels and archives need no version. What ARG and ENV set is looked into.`,
  examples: [
    { bad: 'FROM python:3.12\nRUN pip install --no-cache-dir flask\n' },
    { good: 'FROM python:3.12\nRUN pip install --no-cache-dir flask==3.0.3\n' },
    { good: 'FROM python:3.12\nRUN pip install --no-cache-dir -r requirements.txt\n' },
  ],
  checkFile: eachRunOf(pipPrograms, (run, script, context) => {
    const names = new PackageNames(run, script, context);
    const unpinned = pipInstalls(script)
      .filter(({ command }) => !command.hasFlag('c', 'constraint', 'r', 'requirement'))
      .flatMap(({ packages }) => packages)
      .filter((word) => !names.every(word, ({ value }) => isPipPinned(value)));
    reportWords(run, context, script, unpinned, () =>
      t('Every build may install a different version: specify one, as in pip install <package>==<version>.'),
    );
  }),
});
