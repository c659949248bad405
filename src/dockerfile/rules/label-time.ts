import { t } from '../../core/localize';
import { isTimestamp, reportLabels, typeName } from '../facts/labels';
import { defineRule } from '../rule';

/** DL3053: labels that the configuration says are of the type rfc3339. */
export const labelTime = defineRule({
  code: 'DL3053',
  name: 'label-time',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'none',
  summary: 'A label that should hold a date and time (RFC 3339) holds something else.',
  docs: `A label that \`label-schema\` declares as \`rfc3339\` must hold a date and time by RFC 3339, with its zone.`,
  options: ['labelSchema'],
  examples: [
    { bad: 'FROM busybox:1.36\nLABEL created="last Tuesday"\n', configuration: { labelSchema: { created: 'rfc3339' } } },
    { good: 'FROM busybox:1.36\nLABEL created="2024-01-31T12:00:00Z"\n', configuration: { labelSchema: { created: 'rfc3339' } } },
    { good: 'FROM busybox:1.36\nLABEL created="last Tuesday"\n' },
  ],
  on: ['LABEL'],
  checkInstruction(label, context) {
    reportLabels(label, context, 'rfc3339', isTimestamp, ({ key }) => ({
      message: t('The label {0} should be {1}.', key, typeName('rfc3339')),
    }));
  },
});
