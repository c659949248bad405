import { t } from '../../core/localize';
import { reportLabels, typeName } from '../facts/labels';
import { isSpdxExpression, spdxIdentifiers } from '../facts/spdx';
import { nearest } from '../facts/spelling';
import type { KeyValue } from '../key-values';
import { defineRule, type Fix } from '../rule';

/** DL3054: labels that the configuration says are of the type spdx. */
export const labelLicence = defineRule({
  code: 'DL3054',
  name: 'label-licence',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'suggested',
  summary: 'A label that should name a licence by its SPDX identifier does not.',
  docs: `A label that \`label-schema\` declares as \`spdx\` must hold an identifier of the
[SPDX licence list](https://spdx.org/licenses/), or an expression of such as \`MIT OR Apache-2.0\`.`,
  options: ['labelSchema'],
  examples: [
    {
      bad: 'FROM busybox:1.36\nLABEL license="Apache2.0"\n',
      fixed: 'FROM busybox:1.36\nLABEL license="Apache-2.0"\n',
      configuration: { labelSchema: { license: 'spdx' } },
    },
    { good: 'FROM busybox:1.36\nLABEL license="MIT"\n', configuration: { labelSchema: { license: 'spdx' } } },
    { good: 'FROM busybox:1.36\nLABEL license="MIT OR Apache-2.0"\n', configuration: { labelSchema: { license: 'spdx' } } },
    { good: 'FROM busybox:1.36\nLABEL license="mine"\n' },
  ],
  on: ['LABEL'],
  checkInstruction(label, context) {
    reportLabels(label, context, 'spdx', isSpdxExpression, (pair) => ({
      message: t('The label {0} should be {1}.', pair.key, typeName('spdx')),
      fix: () => spelling(pair),
    }));
  },
});

function spelling({ value, valueText, valueRange }: KeyValue): Fix | undefined {
  if (value === undefined || valueText === undefined || valueRange === undefined) return undefined;
  const meant = nearest(value, spdxIdentifiers);
  const at = valueText.indexOf(value);
  if (meant === undefined || at === -1 || valueRange.end - valueRange.start !== valueText.length) return undefined;
  const start = valueRange.start + at;
  return {
    kind: 'suggested',
    title: t('Change to {0}', meant),
    edits: [{ range: { start, end: start + value.length }, text: meant }],
  };
}
