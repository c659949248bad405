import { t } from '../../core/localize';
import { deletion } from '../facts/lines';
import type { Instruction } from '../instruction';
import type { KeyValue } from '../key-values';
import type { Dockerfile } from '../model';
import { defineRule, type Fix } from '../rule';

/** DL3050: a label that the configuration does not name. */
export const labelSuperfluous = defineRule({
  code: 'DL3050',
  name: 'label-superfluous',
  origin: 'hadolint',
  severity: 'info',
  fixes: 'suggested',
  summary: 'A label is not in the label schema, which is strict: remove it or add it to the schema.',
  docs: `With \`strict-labels\` only the labels of \`label-schema\` may be set; without a schema none.`,
  options: ['strictLabels', 'labelSchema'],
  examples: [
    {
      bad: 'FROM busybox:1.36\nLABEL author="Somebody" mood="good"\n',
      fixed: 'FROM busybox:1.36\nLABEL author="Somebody"\n',
      configuration: { strictLabels: true, labelSchema: { author: 'text' } },
    },
    { good: 'FROM busybox:1.36\nLABEL mood="good"\n' },
  ],
  on: ['LABEL'],
  checkInstruction(label, context) {
    const { strictLabels, labelSchema } = context.configuration;
    if (!strictLabels) return;
    const { pairs } = label.keyValues;
    const superfluous = pairs.filter(({ key }) => !Object.hasOwn(labelSchema, key));
    const [first, ...others] = superfluous;
    if (first === undefined) return;
    context.report(label, {
      message: t('The label {0} is not in the label schema.', first.key),
      range: first.keyRange,
      alsoAt: others.map(({ keyRange }) => keyRange),
      fix: () => removal(label, pairs, superfluous, context.file),
    });
  },
});

function removal(label: Instruction, pairs: readonly KeyValue[], superfluous: readonly KeyValue[], file: Dockerfile): Fix | undefined {
  if (label.onbuild !== undefined) return undefined;
  const title = t('Remove the labels that are not in the schema');
  if (superfluous.length === pairs.length) return { kind: 'suggested', title, edits: deletion(file, label) };
  const edits: { readonly range: { readonly start: number; readonly end: number }; readonly text: string }[] = [];
  const kept = pairs.findIndex((pair) => !superfluous.includes(pair));
  for (const [index, pair] of pairs.entries()) {
    if (!superfluous.includes(pair)) continue;
    const next = pairs[index + 1];
    const range =
      index < kept && next !== undefined
        ? { start: pair.range.start, end: next.range.start }
        : { start: pairs[index - 1]?.range.end ?? pair.range.start, end: pair.range.end };
    edits.push({ range, text: '' });
  }
  return { kind: 'suggested', title, edits };
}
