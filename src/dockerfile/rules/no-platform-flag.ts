import { t } from '../../core/localize';
import { parsePlatform } from '../facts/platforms';
import { variablesIn } from '../facts/variables';
import type { Stage } from '../model';
import { defineRule, type Fix } from '../rule';
import type { Flag } from '../words';

/** DL3029 and FromPlatformFlagConstDisallowed: FROM --platform with a constant. */
export const noPlatformFlag = defineRule({
  code: 'DL3029',
  name: 'no-platform-flag',
  origin: 'hadolint',
  aliases: ['FromPlatformFlagConstDisallowed'],
  severity: 'warning',
  fixes: 'suggested',
  summary: 'A fixed `--platform` ties the stage to one platform: leave it out or take a variable.',
  docs: `A constant platform makes an image for that platform only: built for another one it is emulated, or does not
start. Leave the flag away, or use \`$BUILDPLATFORM\` for a stage that compiles.

BuildKit allows a constant where the name of the stage says so, as in \`AS build-amd64\`; DL3029 stands wherever the value
holds neither \`BUILDPLATFORM\` nor \`TARGETPLATFORM\`.`,
  examples: [
    { bad: 'FROM --platform=linux/amd64 alpine:3.20 AS base\n', fixed: 'FROM alpine:3.20 AS base\n' },
    { good: 'FROM --platform=$BUILDPLATFORM alpine:3.20 AS base\n' },
  ],
  checkStage(stage, context) {
    const { platform } = stage.from.from;
    const value = platform?.flagValue;
    if (platform === undefined || value === undefined) return;
    const names: string[] = [];
    if (!/(?:BUILD|TARGET)PLATFORM/.test(value)) names.push('DL3029');
    if (isConstant(stage, platform.text, value, context.file.escape)) names.push('FromPlatformFlagConstDisallowed');
    if (names.length === 0) return;
    context.report(stage.from, {
      message: t('FROM --platform={0} limits the image to one platform.', value),
      range: platform.range,
      names,
      fix: () => withoutFlag(stage, platform),
      alternatives: () => [buildPlatform(platform)],
    });
  },
});

function isConstant(stage: Stage, text: string, value: string, escape: string): boolean {
  if (variablesIn(text, { escape, quotes: true }).length > 0) return false;
  const platform = parsePlatform(value);
  if (platform === undefined) return false;
  const name = stage.name?.toLowerCase() ?? '';
  return !name.includes(platform.os) && !name.includes(platform.architecture);
}

function withoutFlag(stage: Stage, platform: Flag): Fix {
  return { kind: 'suggested', title: t('Remove --platform'), edits: [{ range: flagRange(stage, platform), text: '' }] };
}

/** The flag and the blanks behind it, as far as they stand on its line. */
function flagRange(stage: Stage, flag: Flag): Flag['range'] {
  const { text } = stage.from.file.source;
  let { end } = flag.range;
  while (text[end] === ' ' || text[end] === '\t') end++;
  return { start: flag.range.start, end };
}

function buildPlatform(platform: Flag): Fix {
  const range = platform.valueRange ?? platform.range;
  return { kind: 'suggested', title: t('Use $BUILDPLATFORM'), edits: [{ range, text: '$BUILDPLATFORM' }] };
}
