import { t } from '../../core/localize';
import { isEmail, reportLabels, typeName } from '../facts/labels';
import { defineRule } from '../rule';

/** DL3058: labels that the configuration says are of the type email. */
export const labelEmail = defineRule({
  code: 'DL3058',
  name: 'label-email',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'none',
  summary: 'A label that should hold an e-mail address (RFC 5322) holds something else.',
  docs: `A label that \`label-schema\` declares as \`email\` must hold an address by RFC 5322, such as \`name@example.org\`.`,
  options: ['labelSchema'],
  examples: [
    { bad: 'FROM busybox:1.36\nLABEL contact="nobody"\n', configuration: { labelSchema: { contact: 'email' } } },
    { good: 'FROM busybox:1.36\nLABEL contact="somebody@example.org"\n', configuration: { labelSchema: { contact: 'email' } } },
    { good: 'FROM busybox:1.36\nLABEL contact="nobody"\n' },
  ],
  on: ['LABEL'],
  checkInstruction(label, context) {
    reportLabels(label, context, 'email', isEmail, ({ key }) => ({
      message: t('The label {0} should be {1}.', key, typeName('email')),
    }));
  },
});
