import { t } from '../../core/localize';
import { insertBehind, reportWords } from '../packages/reports';
import { defineRule } from '../rule';
import { knownBase } from '../safety/known-bases';
import { commandsNamed } from '../shell/programs';
import { eachRunOf } from '../shell/runs';

/** DL3046: `useradd` with a high UID makes a huge sparse file. */
export const useraddHighUid = defineRule({
  code: 'DL3046',
  name: 'useradd-high-uid',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'safe',
  summary: '`useradd` with a large user id fills the layer with a huge log file: add `-l`.',
  docs: `\`useradd\` enters the user into \`/var/log/lastlog\` and \`faillog\`, files that are as long as the highest UID is
high. They are sparse on disk but not in an image's layer. \`-l\` (\`--no-log-init\`) leaves the user out of them. A UID
of more than five digits is taken for high.`,
  examples: [
    {
      bad: 'FROM debian:12\nRUN useradd -u 1234567 app\n',
      fixed: 'FROM debian:12\nRUN useradd -l -u 1234567 app\n',
    },
    { good: 'FROM debian:12\nRUN useradd -l -u 1234567 app\n' },
    { good: 'FROM debian:12\nRUN useradd -u 1234 app\n' },
  ],
  checkFile: eachRunOf(['useradd'], (run, script, context) => {
    const words = commandsNamed(script, 'useradd')
      .filter((command) => !command.hasFlag('l', 'no-log-init') && isHigh(command.flagValue('u', 'uid')))
      .flatMap(({ nameWord }) => nameWord ?? []);
    reportWords(
      run,
      context,
      script,
      words,
      () => t('With such a large user ID, useradd fills the layer with a huge log file: add -l.'),
      () =>
        insertBehind(run, script, words, ' -l', {
          kind: knownBase(context.file.stageOf(run)) === undefined ? 'suggested' : 'safe',
          title: t('Insert {0}', '-l'),
        }),
    );
  }),
});

function isHigh(uid: string | undefined): boolean {
  return uid !== undefined && /^\d{6,}$/.test(uid);
}
