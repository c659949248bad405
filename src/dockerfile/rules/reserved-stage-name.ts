import { t } from '../../core/localize';
import { freeStageName, renaming } from '../facts/stage-names';
import { defineRule } from '../rule';

/** DL3063 and ReservedStageName: stages called scratch or context. */
export const reservedStageName = defineRule({
  code: 'DL3063',
  name: 'reserved-stage-name',
  origin: 'hadolint',
  aliases: ['ReservedStageName'],
  severity: 'warning',
  fixes: 'suggested',
  summary: '`scratch` and `context` mean something to the builder: give the stage another name.',
  docs: `\`scratch\` is the empty image and \`context\` the folder given to the builder; a stage of that name can not be
reached, or hides them.`,
  examples: [
    {
      bad: 'FROM debian:12 AS context\nFROM debian:12\nCOPY --from=context /a /a\n',
      fixed: 'FROM debian:12 AS context-stage\nFROM debian:12\nCOPY --from=context-stage /a /a\n',
    },
    { good: 'FROM debian:12 AS build\n' },
  ],
  checkStage(stage, context) {
    const word = stage.from.from.stageName;
    const name = word?.value.toLowerCase();
    if (word === undefined || (name !== 'scratch' && name !== 'context')) return;
    context.report(stage.from, {
      message: t('{0} has a meaning for the builder: give the stage another name.', word.value),
      range: word.range,
      fix: () => {
        const to = freeStageName(context.file, `${name}-stage`);
        return { kind: 'suggested', title: t('Rename the stage to {0}', to), edits: renaming(context.file, stage, to) };
      },
    });
  },
});
