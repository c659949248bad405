import { t } from '../../core/localize';
import { isGitHash, reportLabels, typeName } from '../facts/labels';
import { defineRule } from '../rule';

/** DL3055: labels that the configuration says are of the type hash. */
export const labelHash = defineRule({
  code: 'DL3055',
  name: 'label-hash',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'none',
  summary: 'A label that should hold the hash of a Git commit holds something else.',
  docs: `A label that \`label-schema\` declares as \`hash\` must hold a Git hash, short (7 digits) or whole (40).`,
  options: ['labelSchema'],
  examples: [
    { bad: 'FROM busybox:1.36\nLABEL revision="main"\n', configuration: { labelSchema: { revision: 'hash' } } },
    { good: 'FROM busybox:1.36\nLABEL revision="43c572f"\n', configuration: { labelSchema: { revision: 'hash' } } },
    { good: 'FROM busybox:1.36\nLABEL revision="main"\n' },
  ],
  on: ['LABEL'],
  checkInstruction(label, context) {
    reportLabels(label, context, 'hash', isGitHash, ({ key }) => ({
      message: t('The label {0} should be {1}.', key, typeName('hash')),
    }));
  },
});
