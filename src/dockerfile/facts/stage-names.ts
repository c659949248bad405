import type { TextEdit } from '../edits';
import type { Instruction } from '../instruction';
import type { Dockerfile, Stage } from '../model';
import type { Range } from '../text';

/** A place that names a stage. */
export interface StageReference {
  readonly instruction: Instruction;
  readonly name: string;
  readonly range: Range;
}

const known = new WeakMap<Dockerfile, ReadonlyMap<string, readonly StageReference[]>>();

/** Every place that may name a stage (FROM, `COPY --from=` and `RUN --mount=…,from=`), by the name in lower case. */
function stageReferences(file: Dockerfile): ReadonlyMap<string, readonly StageReference[]> {
  const before = known.get(file);
  if (before !== undefined) return before;
  const found = new Map<string, StageReference[]>();
  for (const instruction of file.instructions) {
    for (const own of [instruction, instruction.trigger]) {
      if (own === undefined) continue;
      for (const reference of referencesOf(own)) {
        const name = reference.name.toLowerCase();
        const same = found.get(name);
        if (same === undefined) found.set(name, [reference]);
        else same.push(reference);
      }
    }
  }
  known.set(file, found);
  return found;
}

function referencesOf(instruction: Instruction): StageReference[] {
  if (instruction.name === 'FROM') {
    const { image } = instruction.from;
    return image === undefined ? [] : [{ instruction, name: image.value, range: image.range }];
  }
  if (instruction.name === 'COPY') {
    const { from } = instruction.copy;
    if (from?.flagValue === undefined || from.valueRange === undefined) return [];
    return [{ instruction, name: from.flagValue, range: unquoted(from.valueRange, from.text) }];
  }
  return instruction.name === 'RUN' ? mountsFrom(instruction) : [];
}

function unquoted(range: Range, text: string): Range {
  const quote = text.at(-1) ?? '';
  const opened = quote === '"' || quote === "'" ? text.indexOf(`=${quote}`) : -1;
  return opened >= 0 && opened + 1 < text.length - 1 ? { start: range.start + 1, end: range.end - 1 } : range;
}

const fromKey = /(?:^|,)\s*from=([^,"']*)/;

/** The `from=` of `--mount` flags. */
export function mountsFrom(run: Instruction): StageReference[] {
  return run.flags.flatMap((flag) => {
    if (flag.name.toLowerCase() !== 'mount' || flag.valueRange === undefined) return [];
    const value = flag.text.slice(flag.text.indexOf('=') + 1);
    const match = fromKey.exec(value);
    const name = match?.[1];
    if (match === null || name === undefined) return [];
    const start = flag.valueRange.start + match.index + match[0].length - name.length;
    return [{ instruction: run, name, range: { start, end: start + name.length } }];
  });
}

/** The places that mean that stage. */
export function referencesTo(file: Dockerfile, stage: Stage): StageReference[] {
  const name = stage.name?.toLowerCase();
  if (name === undefined) return [];
  const named = stageReferences(file).get(name) ?? [];
  return named.filter((reference) => file.findStage(reference.name, stagesBefore(file, reference.instruction)) === stage);
}

/** How many stages stand before that of the instruction; a stage cannot name itself or later ones. */
export function stagesBefore(file: Dockerfile, instruction: Instruction): number {
  return file.stageOf(instruction)?.index ?? 0;
}

/** Gives a stage another name, in its FROM and wherever it is named. */
export function renaming(file: Dockerfile, stage: Stage, to: string): TextEdit[] {
  const own = stage.from.from.stageName;
  if (own === undefined) return [];
  const ranges = [own.range, ...referencesTo(file, stage).map(({ range }) => range)];
  return ranges.flatMap((range) => (file.text.slice(range.start, range.end) === to ? [] : [{ range, text: to }]));
}

/** `name`, or `name-2`, `name-3` … where stages are called so already. */
export function freeStageName(file: Dockerfile, name: string): string {
  const taken = new Set(file.stages.map((stage) => stage.name?.toLowerCase()));
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name}-${number}`)) number++;
  return `${name}-${number}`;
}
