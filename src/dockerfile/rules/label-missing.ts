import { t } from '../../core/localize';
import { linesAfter } from '../facts/lines';
import type { Stage } from '../model';
import { defineRule } from '../rule';

/** DL3049: a label that the configuration requires. */
export const labelMissing = defineRule({
  code: 'DL3049',
  name: 'label-missing',
  origin: 'hadolint',
  severity: 'info',
  fixes: 'suggested',
  summary: 'A label that the label schema asks for is not set: add it.',
  docs: `Every label of \`label-schema\` must be set in each stage without a name, or in a stage it is built on. A stage
with a name serves others and needs none, but passes its labels on.`,
  options: ['labelSchema'],
  examples: [
    {
      bad: 'FROM busybox:1.36\n',
      fixed: 'FROM busybox:1.36\nLABEL author=""\n',
      configuration: { labelSchema: { author: 'text' } },
    },
    { good: 'FROM busybox:1.36\nLABEL author="Somebody"\n', configuration: { labelSchema: { author: 'text' } } },
    { good: 'FROM busybox:1.36\n' },
  ],
  checkFile(file, context) {
    const required = Object.keys(context.configuration.labelSchema);
    if (required.length === 0) return;
    const set = new Map<Stage, ReadonlySet<string>>();
    for (const stage of file.stages) {
      const missing = required.filter((key) => !labelsOf(stage, set, required).has(key));
      if (stage.name !== undefined) continue;
      for (const key of missing) {
        context.report(stage.from, {
          message: t('The label schema requires {0}, which is not set: add the label.', key),
          range: stage.from.from.image?.range ?? stage.from.keywordRange,
          fix: () => ({
            kind: 'suggested',
            title: t('Insert LABEL {0}=""', key),
            edits: [linesAfter(file, stage.from, `LABEL ${key}=""`)],
          }),
        });
      }
    }
  },
});

/** Of the required labels those that the stage has. */
function labelsOf(stage: Stage, known: Map<Stage, ReadonlySet<string>>, required: readonly string[]): ReadonlySet<string> {
  const before = known.get(stage);
  if (before !== undefined) return before;
  const labels = new Set(stage.parent === undefined ? [] : known.get(stage.parent));
  for (const instruction of stage.instructions) {
    if (instruction.name !== 'LABEL') continue;
    for (const { key } of instruction.keyValues.pairs) if (required.includes(key)) labels.add(key);
  }
  known.set(stage, labels);
  return labels;
}
