import { t } from '../../core/localize';
import { defineRule } from '../rule';

/** DL3023: COPY --from of the stage that it stands in. */
export const copyFromItself = defineRule({
  code: 'DL3023',
  name: 'copy-from-itself',
  origin: 'hadolint',
  severity: 'error',
  fixes: 'none',
  summary: 'A stage copies from itself: `COPY --from` needs another stage or an image.',
  docs: `A stage cannot copy from itself: the builder ends with a circular dependency. Within a stage use \`RUN cp\`.`,
  examples: [
    { bad: 'FROM debian:12 AS build\nCOPY --from=build /a /b\n' },
    { good: 'FROM debian:12 AS build\nFROM debian:12 AS run\nCOPY --from=build /a /b\n' },
  ],
  on: ['COPY'],
  checkInstruction(copy, context) {
    const { from } = copy.copy;
    const own = context.file.stageOf(copy)?.name;
    if (from?.flagValue === undefined || own === undefined) return;
    if (from.flagValue.toLowerCase() !== own.toLowerCase()) return;
    context.report(copy, {
      message: t('A stage cannot copy from itself.'),
      range: from.valueRange ?? from.range,
    });
  },
});
