import { t } from '../../core/localize';
import { reportWords } from '../packages/reports';
import { defineRule } from '../rule';
import { commandsNamed } from '../shell/programs';
import { eachRunOf } from '../shell/runs';

/** DL3035: `zypper dist-upgrade`. */
export const noZypperDistUpgrade = defineRule({
  code: 'DL3035',
  name: 'no-zypper-dist-upgrade',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'none',
  summary: '`zypper dist-upgrade` may replace the whole base image: take a newer base image.',
  docs: `A distribution upgrade may replace any package of the base image, so that the tag behind \`FROM\` no longer says
what is in the image. Use a newer base image instead.`,
  examples: [{ bad: 'FROM opensuse/leap:15.6\nRUN zypper dist-upgrade -y\n' }, { good: 'FROM opensuse/leap:15.6\nRUN zypper patch -y\n' }],
  checkFile: eachRunOf(['zypper'], (run, script, context) => {
    const verbs = commandsNamed(script, 'zypper').flatMap(
      ({ words }) => words.find(({ value }) => value === 'dist-upgrade' || value === 'dup') ?? [],
    );
    reportWords(run, context, script, verbs, () => t('A distribution upgrade may replace the whole base image: use a newer base image.'));
  }),
});
