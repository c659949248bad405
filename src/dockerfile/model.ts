import type { Comment, Directive } from './comment';
import type { Instruction, InstructionFile } from './instruction';
import type { Pragma } from './pragma';
import type { SourceText } from './text';

/** A FROM and everything up to the next. */
export class Stage {
  readonly instructions: Instruction[] = [];

  constructor(
    /** Counted from zero, as `COPY --from=0` does. */
    readonly index: number,
    readonly from: Instruction,
    /** The earlier stage that FROM names. */
    readonly parent: Stage | undefined,
  ) {}

  /** As written behind AS; names are compared without regard to case. */
  get name(): string | undefined {
    return this.from.from.stageName?.value;
  }

  /** The image or stage name behind FROM, `''` where it is missing. */
  get base(): string {
    return this.from.from.image?.value ?? '';
  }

  /** The stage's instructions of that name, without triggers. */
  named(name: string): Instruction[] {
    return this.instructions.filter((instruction) => instruction.name === name);
  }
}

/** A Dockerfile as the builder reads it. */
export class Dockerfile implements InstructionFile {
  /** All comment lines in order, directives left out, those between continued lines included. */
  readonly comments: Comment[] = [];
  readonly directives: Directive[] = [];
  /** Comments that speak to a linter, in order. */
  readonly pragmas: Pragma[] = [];
  readonly instructions: Instruction[] = [];
  /** What stands before the first FROM: ARG, or what does not belong there. */
  readonly preamble: Instruction[] = [];
  readonly stages: Stage[] = [];
  escape: '\\' | '`' = '\\';

  constructor(readonly source: SourceText) {}

  get text(): string {
    return this.source.text;
  }

  /** The stage in which the instruction or its trigger stands; `undefined` before the first FROM. */
  stageOf(instruction: Instruction): Stage | undefined {
    let low = 0;
    let high = this.stages.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.stages[middle]?.from.index ?? 0) <= instruction.index) low = middle + 1;
      else high = middle;
    }
    return this.stages[low - 1];
  }

  /** The last stage before `before` (an index) of that name or number. */
  findStage(nameOrIndex: string, before: number = this.stages.length): Stage | undefined {
    const known = this.byName.get(nameOrIndex.toLowerCase());
    const named = known?.findLast((stage) => stage.index < before);
    if (named !== undefined) return named;
    if (!/^\d+$/.test(nameOrIndex)) return undefined;
    const index = Number(nameOrIndex);
    return index < before ? this.stages[index] : undefined;
  }

  /** Adds a stage; only the parser calls it. */
  addStage(from: Instruction): Stage {
    const base = from.from.image?.value.toLowerCase();
    const parent = base === undefined ? undefined : this.byName.get(base)?.at(-1);
    const stage = new Stage(this.stages.length, from, parent);
    this.stages.push(stage);
    const name = stage.name?.toLowerCase();
    if (name !== undefined) {
      const same = this.byName.get(name);
      if (same === undefined) this.byName.set(name, [stage]);
      else same.push(stage);
    }
    return stage;
  }

  private readonly byName = new Map<string, Stage[]>();
}
