import { t } from '../../core/localize';
import { variablesIn } from '../facts/variables';
import { defineRule } from '../rule';

/** DL3065 and RedundantTargetPlatform: FROM --platform=$TARGETPLATFORM. */
export const redundantPlatform = defineRule({
  code: 'DL3065',
  name: 'redundant-platform',
  origin: 'hadolint',
  aliases: ['RedundantTargetPlatform'],
  severity: 'warning',
  fixes: 'safe',
  summary: 'A stage is built for the target platform anyway: leave out `--platform=$TARGETPLATFORM`.',
  docs: `The platform of the target is what the builder takes anyway.`,
  examples: [
    { bad: 'FROM --platform=$TARGETPLATFORM alpine:3.20\n', fixed: 'FROM alpine:3.20\n' },
    { good: 'FROM --platform=$BUILDPLATFORM alpine:3.20 AS build\n' },
  ],
  checkStage(stage, context) {
    const { platform } = stage.from.from;
    const value = platform?.flagValue;
    if (platform === undefined || value === undefined) return;
    const names: string[] = [];
    if (value === '$TARGETPLATFORM' || value === '${TARGETPLATFORM}') names.push('DL3065');
    if (isTarget(value, context.file.escape)) names.push('RedundantTargetPlatform');
    if (names.length === 0) return;
    context.report(stage.from, {
      message: t('The target platform is the default; --platform={0} has no effect.', value),
      range: platform.range,
      names,
      fix: () => {
        let { end } = platform.range;
        while (context.file.text[end] === ' ' || context.file.text[end] === '\t') end++;
        const range = { start: platform.range.start, end };
        return { kind: 'safe', title: t('Remove --platform'), edits: [{ range, text: '' }] };
      },
    });
  },
});

/** Whether the value is that of TARGETPLATFORM and no other variable stands in it. */
function isTarget(value: string, escape: string): boolean {
  const [only, ...others] = variablesIn(value, { escape, quotes: true });
  if (only === undefined || others.length > 0 || only.name !== 'TARGETPLATFORM') return false;
  return only.start === 0 && only.end === value.length && /^(?::?[-?])?$/.test(only.operator);
}
