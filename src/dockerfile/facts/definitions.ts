import type { Instruction } from '../instruction';
import type { Dockerfile, Stage } from '../model';

/** What an ARG or ENV sets. */
export interface Definition {
  /** Place of the instruction among those of the file. */
  readonly index: number;
  /** `undefined` where it cannot be worked out, as that of an ARG without a default. */
  readonly value: string | undefined;
}

/** Every ARG and ENV of the stages by name; looking one up costs little however many there are. */
export class Definitions {
  private readonly byStage = new Map<Stage, Map<string, Definition[]>>();
  private readonly atEnd = new Map<Stage, Map<string, Definition | undefined>>();

  constructor(private readonly file: Dockerfile) {}

  /** Definitions are added in the order of the file. */
  add({ index }: Instruction, stage: Stage, name: string, value: string | undefined): void {
    const names = this.byStage.get(stage) ?? new Map<string, Definition[]>();
    this.byStage.set(stage, names);
    const same = names.get(name);
    if (same === undefined) names.set(name, [{ index, value }]);
    else same.push({ index, value });
  }

  /** The last one above the instruction, in its stage or one that the stage is built on. */
  above(name: string, instruction: Instruction): Definition | undefined {
    const stage = this.file.stageOf(instruction);
    if (stage === undefined) return undefined;
    const own = this.byStage.get(stage)?.get(name) ?? [];
    let low = 0;
    let high = own.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((own[middle]?.index ?? 0) < instruction.index) low = middle + 1;
      else high = middle;
    }
    return own[low - 1] ?? this.inherited(name, stage.parent);
  }

  private inherited(name: string, from: Stage | undefined): Definition | undefined {
    const passed: Map<string, Definition | undefined>[] = [];
    let found: Definition | undefined;
    for (let stage = from; stage !== undefined; stage = stage.parent) {
      const known = this.atEnd.get(stage) ?? new Map<string, Definition | undefined>();
      this.atEnd.set(stage, known);
      found = known.get(name) ?? this.byStage.get(stage)?.get(name)?.at(-1);
      if (found !== undefined || known.has(name)) break;
      passed.push(known);
    }
    for (const known of passed) known.set(name, found);
    return found;
  }
}
