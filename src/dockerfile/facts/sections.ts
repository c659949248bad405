import type { Instruction } from '../instruction';
import type { Dockerfile } from '../model';

const known = new WeakMap<Dockerfile, readonly Section[]>();

/** Instructions that follow each other in one stage, or what stands before the first FROM. */
export interface Section {
  /** Place among the sections; what stands before the first FROM comes first where there is any. */
  readonly index: number;
  readonly instructions: readonly Instruction[];
  /** What ONBUILD keeps for a later build. */
  readonly triggers: readonly Instruction[];
}

/** The stages of a file, and before them what stands before the first FROM, where anything does. */
export function sectionsOf(file: Dockerfile): readonly Section[] {
  const before = known.get(file);
  if (before !== undefined) return before;
  const lists = file.stages.map(({ instructions }): readonly Instruction[] => instructions);
  if (file.preamble.length > 0) lists.unshift(file.preamble);
  const sections = lists.map((instructions, index) => ({
    index,
    instructions,
    triggers: instructions.flatMap(({ trigger }) => (trigger === undefined ? [] : [trigger])),
  }));
  known.set(file, sections);
  return sections;
}
