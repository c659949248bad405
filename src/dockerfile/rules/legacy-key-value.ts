import { t } from '../../core/localize';
import { asPair } from '../facts/key-value-form';
import { defineRule } from '../rule';

/** LegacyKeyValueFormat: ENV and LABEL with a blank instead of `=`. */
export const legacyKeyValue = defineRule({
  code: 'LegacyKeyValueFormat',
  name: 'legacy-key-value',
  origin: 'buildkit',
  severity: 'warning',
  fixes: 'safe',
  summary: 'Put `=` between name and value in `ENV` and `LABEL`: the form with a blank is outdated.',
  docs: `In the old form everything behind the name is the value, so that \`ENV ONE TWO= THREE=world\` sets one variable.
It is kept for old files only.`,
  examples: [
    { bad: 'FROM alpine:3.20\nENV DIR my folder\n', fixed: 'FROM alpine:3.20\nENV DIR="my folder"\n' },
    { good: 'FROM alpine:3.20\nENV DIR="my folder"\n' },
  ],
  on: ['ENV', 'LABEL'],
  checkInstruction(instruction, context) {
    const { legacy, pairs } = instruction.keyValues;
    const [pair] = pairs;
    if (!legacy || pair?.value === undefined || instruction.onbuild !== undefined) return;
    context.report(instruction, {
      message: t('{0} key value is an outdated form: write {0} key=value.', instruction.name),
      range: pair.range,
      fix: () => asPair(instruction, pair),
    });
  },
});
