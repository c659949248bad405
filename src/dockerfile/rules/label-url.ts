import { t } from '../../core/localize';
import { isUrl, reportLabels, typeName } from '../facts/labels';
import { defineRule } from '../rule';

/** DL3052: labels that the configuration says are of the type url. */
export const labelUrl = defineRule({
  code: 'DL3052',
  name: 'label-url',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'none',
  summary: 'A label that should hold a URL holds something else.',
  docs: `A label that \`label-schema\` declares as \`url\` must hold a URL by RFC 3986, scheme included.`,
  options: ['labelSchema'],
  examples: [
    { bad: 'FROM busybox:1.36\nLABEL documentation="not-a-url"\n', configuration: { labelSchema: { documentation: 'url' } } },
    {
      good: 'FROM busybox:1.36\nLABEL documentation="https://example.org/docs"\n',
      configuration: { labelSchema: { documentation: 'url' } },
    },
    { good: 'FROM busybox:1.36\nLABEL documentation="not-a-url"\n' },
  ],
  on: ['LABEL'],
  checkInstruction(label, context) {
    reportLabels(label, context, 'url', isUrl, ({ key }) => ({
      message: t('The label {0} should be {1}.', key, typeName('url')),
    }));
  },
});
