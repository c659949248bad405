import { tryParseReference } from '../../core/reference';
import { t } from '../../core/localize';
import { withDefaults } from '../facts/global-arguments';
import { variablesIn } from '../facts/variables';
import type { Dockerfile } from '../model';
import { defineRule, type Fix } from '../rule';
import type { InstructionWord } from '../words';

/** InvalidDefaultArgInFrom: FROM that names no image as long as nobody gives the arguments. */
export const invalidDefaultArg = defineRule({
  code: 'InvalidDefaultArgInFrom',
  name: 'invalid-default-arg',
  origin: 'buildkit',
  severity: 'warning',
  fixes: 'suggested',
  summary: 'With the defaults of its arguments a `FROM` names no valid image: give them useful defaults.',
  docs: `A file should build without any \`--build-arg\`. Give the \`ARG\` a default, or write one where it is used:
\`\${VERSION:-3.20}\`.`,
  examples: [
    {
      bad: 'ARG TAG\nFROM busybox:${TAG}\n',
      fixed: 'ARG TAG=latest\nFROM busybox:${TAG}\n',
    },
    { good: 'ARG TAG=1.36\nFROM busybox:${TAG}\n' },
    { good: 'ARG TAG\nFROM busybox:${TAG:-1.36}\n' },
  ],
  checkStage(stage, context) {
    const { image } = stage.from.from;
    if (image === undefined) return;
    const name = withDefaults(context.file, image.text);
    if (name === undefined || (name !== '' && tryParseReference(name) !== undefined && !isDigits(name))) return;
    context.report(stage.from, {
      message:
        name === '' ? t('{0} names no image: its arguments have no defaults.', image.value) : t('{0} is not a valid image name.', name),
      range: image.range,
      fix: () => defaultTag(image, context.file),
    });
  },
});

/** The builder takes 64 digits for an id, which is no name. */
function isDigits(name: string): boolean {
  return /^[0-9a-f]{64}$/.test(name);
}

/** A variable that is all of the tag can be `latest`. */
function defaultTag(image: InstructionWord, file: Dockerfile): Fix | undefined {
  const [reference, ...others] = variablesIn(image.text, { escape: file.escape, quotes: true });
  if (reference === undefined || others.length > 0) return undefined;
  if (image.text[reference.start - 1] !== ':' || reference.end !== image.text.length) return undefined;
  for (const instruction of file.preamble) {
    if (instruction.name !== 'ARG') continue;
    const pair = instruction.keyValues.pairs.find(({ key }) => key === reference.name);
    if (pair === undefined || pair.valueText !== undefined) continue;
    const { end } = pair.range;
    const edits = [{ range: { start: end, end }, text: '=latest' }];
    return { kind: 'suggested', title: t('Set the default of {0} to latest', pair.key), edits };
  }
  return undefined;
}
