import { t } from '../../core/localize';
import { defineRule } from '../rule';

/** DL3067: COPY --from=… / / */
export const copyWholeStage = defineRule({
  code: 'DL3067',
  name: 'copy-whole-stage',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'none',
  summary: 'Copying `/` of another stage brings everything along: copy only the files that are needed.',
  docs: `\`COPY --from=build / /\` brings along everything that the stages were meant to keep out: compilers, caches, and
what was secret there. Copy what is needed.`,
  examples: [
    { bad: 'FROM alpine:3.20 AS build\nFROM alpine:3.20\nCOPY --from=build / /\n' },
    { good: 'FROM alpine:3.20 AS build\nFROM alpine:3.20\nCOPY --from=build /usr/bin/tool /usr/bin/tool\n' },
  ],
  on: ['COPY'],
  checkInstruction(copy, context) {
    const { from, sources, destination } = copy.copy;
    const source = sources.find(({ value }) => isRoot(value));
    if (from === undefined || source === undefined || destination === undefined || !isRoot(destination.value)) return;
    context.report(copy, {
      message: t('This copies everything from another stage: copy only the files that are needed.'),
      range: { start: source.range.start, end: destination.range.end },
    });
  },
});

function isRoot(path: string): boolean {
  return /^["']?\/["']?$/.test(path);
}
