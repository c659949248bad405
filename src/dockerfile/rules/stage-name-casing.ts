import { t } from '../../core/localize';
import { renaming } from '../facts/stage-names';
import { defineRule } from '../rule';

/** StageNameCasing: upper case in the name of a stage. */
export const stageNameCasing = defineRule({
  code: 'StageNameCasing',
  name: 'stage-name-casing',
  origin: 'buildkit',
  severity: 'warning',
  fixes: 'safe',
  summary: 'Write the names of stages in lower case.',
  docs: `Case does not count in the names of stages, and instructions are written in capitals: names in lower case are
easier to tell from them.`,
  examples: [
    {
      bad: 'FROM alpine:3.20 AS BuilderBase\nFROM BuilderBase\n',
      fixed: 'FROM alpine:3.20 AS builderbase\nFROM builderbase\n',
    },
    { good: 'FROM alpine:3.20 AS builder-base\n' },
  ],
  checkStage(stage, context) {
    const word = stage.from.from.stageName;
    if (word === undefined || word.value === word.value.toLowerCase()) return;
    const name = word.value.toLowerCase();
    context.report(stage.from, {
      message: t('Write the stage name {0} in lower case.', word.value),
      range: word.range,
      fix: () => ({
        kind: 'safe',
        title: t('Rename the stage to {0}', name),
        edits: renaming(context.file, stage, name),
      }),
    });
  },
});
