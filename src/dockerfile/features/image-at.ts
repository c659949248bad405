import { withDefaults } from '../facts/global-arguments';
import { mountsFrom, stagesBefore } from '../facts/stage-names';
import type { Dockerfile } from '../model';
import type { Range } from '../text';
import { instructionAt } from './cursor';

/** An image that the file names. */
export interface NamedImage {
  /** Variables replaced by their defaults. */
  readonly reference: string;
  /** The name in the file, without quotes. */
  readonly range: Range;
  /** As written in FROM's `--platform`; missing where it holds a variable. */
  readonly platform: string | undefined;
}

/** The image whose name stands at the offset: in FROM, `COPY --from` or `RUN --mount=…,from=`; no stage, not `scratch`. */
export function imageAt(file: Dockerfile, offset: number): NamedImage | undefined {
  const outer = instructionAt(file, file.source.lineAt(offset));
  const instruction = outer?.trigger ?? outer;
  if (instruction === undefined) return undefined;
  const found = namesIn(instruction).find(({ range }) => range.start <= offset && offset <= range.end);
  if (found === undefined) return undefined;
  const isFrom = instruction.name === 'FROM';
  const stage = isFrom
    ? file.stages.find(({ from }) => from === instruction)?.parent
    : file.findStage(found.name, stagesBefore(file, instruction));
  const reference = withDefaults(file, found.name);
  if (stage !== undefined || reference === undefined || reference === '' || reference === 'scratch') return undefined;
  const platform = isFrom ? instruction.flag('platform')?.flagValue : undefined;
  return { reference, range: found.range, platform: platform?.includes('$') === true || platform === '' ? undefined : platform };
}

function namesIn(instruction: NonNullable<ReturnType<typeof instructionAt>>): readonly { readonly name: string; readonly range: Range }[] {
  if (instruction.name === 'FROM') {
    const { image } = instruction.from;
    return image === undefined ? [] : [{ name: image.value, range: image.range }];
  }
  if (instruction.name === 'COPY') {
    const flag = instruction.flag('from');
    return flag?.flagValue === undefined || flag.valueRange === undefined ? [] : [{ name: flag.flagValue, range: flag.valueRange }];
  }
  return instruction.name === 'RUN' ? mountsFrom(instruction) : [];
}
