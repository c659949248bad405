import { familiarReference, tryParseReference, withDefaultTag } from '../../core/reference';
import { withDefaults } from '../facts/global-arguments';
import type { Instruction } from '../instruction';
import type { Dockerfile } from '../model';
import type { Range } from '../text';
import { bestFit } from './loosely';

interface NamedImage {
  readonly instruction: Instruction;
  readonly range: Range;
  /** As written, with the defaults of arguments. */
  readonly text: string;
}

/** The word by which an image is asked for that a builder could not get; undefined where the failure is about none. */
export function imageNamed(file: Dockerfile, step: string, detail: string): NamedImage | undefined {
  const said =
    /^\[internal\] load metadata for (\S+)$/.exec(step)?.[1] ??
    /(?:^|\] )FROM (\S+)$/.exec(step)?.[1] ??
    /failed to parse stage name "([^"]+)"/.exec(detail)?.[1] ??
    /^base name \((\S+)\) should not be blank/.exec(detail)?.[1] ??
    /failed to resolve (?:reference|source metadata for) "?([^\s":]+(?::[^\s":]+)*)"?/.exec(detail)?.[1];
  if (said === undefined) return undefined;
  const images = imagesOf(file);
  const same = images.filter(({ range }) => file.text.slice(range.start, range.end) === said);
  if (same.length > 0) return same[0];
  const full = fullName(said);
  return images.find(({ text }) => fullName(text) === full) ?? bestFit(full, images, ({ text }) => text);
}

function fullName(text: string): string {
  const plain = text.replace(/@sha256:[0-9a-f]{64}$/, '');
  const reference = tryParseReference(plain);
  return reference ? familiarReference(withDefaultTag(reference)) : plain;
}

/** All words that name an image and no stage, in order. */
function imagesOf(file: Dockerfile): readonly NamedImage[] {
  return file.instructions.flatMap((instruction) => {
    const { name } = instruction;
    const before = file.stageOf(instruction)?.index;
    const isStage = (text: string): boolean => file.findStage(text, before) !== undefined;
    if (name === 'FROM') {
      const { image } = instruction.from;
      if (!image || image.value === 'scratch' || isStage(image.value)) return [];
      return [{ instruction, range: image.range, text: withDefaults(file, image.text) || image.text }];
    }
    const flags = name === 'COPY' || name === 'RUN' ? instruction.flags : [];
    return flags.flatMap((flag) => {
      const value = flag.flagValue ?? '';
      const from =
        flag.name === 'mount'
          ? value
              .split(',')
              .find((part) => part.startsWith('from='))
              ?.slice('from='.length)
          : flag.name === 'from'
            ? value
            : undefined;
      if (from === undefined || isStage(from)) return [];
      return [{ instruction, range: flag.name === 'mount' ? flag.range : (flag.valueRange ?? flag.range), text: from }];
    });
  });
}
