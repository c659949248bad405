import { t } from '../../core/localize';
import { defineRule } from '../rule';

/** DL3051: a label of the schema without a value. */
export const labelEmpty = defineRule({
  code: 'DL3051',
  name: 'label-empty',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'none',
  summary: 'A label of the label schema has no value: fill it in.',
  docs: `A label that \`label-schema\` names, of whatever type, must have a value.`,
  options: ['labelSchema'],
  examples: [
    { bad: 'FROM busybox:1.36\nLABEL author=""\n', configuration: { labelSchema: { author: 'text' } } },
    { good: 'FROM busybox:1.36\nLABEL author="Somebody"\n', configuration: { labelSchema: { author: 'text' } } },
    { good: 'FROM busybox:1.36\nLABEL author=""\n' },
  ],
  on: ['LABEL'],
  checkInstruction(label, context) {
    const { labelSchema } = context.configuration;
    for (const { key, value, range } of label.keyValues.pairs) {
      if ((value ?? '') !== '' || !Object.hasOwn(labelSchema, key)) continue;
      context.report(label, { message: t('The label {0} has no value: fill it in.', key), range });
    }
  },
});
