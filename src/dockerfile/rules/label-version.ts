import { t } from '../../core/localize';
import { isSemanticVersion, reportLabels, typeName } from '../facts/labels';
import { defineRule } from '../rule';

/** DL3056: labels that the configuration says are of the type semver. */
export const labelVersion = defineRule({
  code: 'DL3056',
  name: 'label-version',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'none',
  summary: 'A label that should hold a semantic version (`1.2.3`) holds something else.',
  docs: `A label that \`label-schema\` declares as \`semver\` must hold a version by https://semver.org, without a \`v\` in front.`,
  options: ['labelSchema'],
  examples: [
    { bad: 'FROM busybox:1.36\nLABEL version="v1.2"\n', configuration: { labelSchema: { version: 'semver' } } },
    { good: 'FROM busybox:1.36\nLABEL version="1.2.3-rc.1"\n', configuration: { labelSchema: { version: 'semver' } } },
    { good: 'FROM busybox:1.36\nLABEL version="v1.2"\n' },
  ],
  on: ['LABEL'],
  checkInstruction(label, context) {
    reportLabels(label, context, 'semver', isSemanticVersion, ({ key }) => ({
      message: t('The label {0} should be {1}.', key, typeName('semver')),
    }));
  },
});
