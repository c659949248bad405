import type { BaseImages } from './build-context';
import { Definitions } from './definitions';
import { expandedTexts } from './expanded-texts';
import { globalArguments, withDefaults } from './global-arguments';
import { expanded, variablesIn, type VariableReference } from './variables';
import type { Instruction } from '../instruction';
import type { KeyValue } from '../key-values';
import type { Dockerfile, Stage } from '../model';
import type { Range } from '../text';

/** A variable that an instruction uses without its being set. */
export interface UndefinedUse {
  readonly name: string;
  /** Each place; the name alone, without `$` and braces. */
  readonly ranges: readonly Range[];
}

/** The variables that one instruction uses without their being set. */
export interface UndefinedUses {
  readonly instruction: Instruction;
  readonly uses: readonly UndefinedUse[];
  /** Names known there, the latest first; not all where they are very many. */
  readonly options: readonly string[];
  /** False where the base image may set more: it is none whose variables are known. */
  readonly isComplete: boolean;
}

/** What was found by following ARG and ENV through the stages. */
export interface StageEnvironments {
  /** In the order of the instructions. */
  readonly undefinedUses: readonly UndefinedUses[];
  /** The path of a WORKDIR with its variables replaced; `undefined` where the base image may have a say in it. */
  workdirPath(workdir: Instruction): string | undefined;
  /**
   * What an ARG or ENV above the instruction, in its stage or one that the stage is built on, sets; `undefined` where
   * none does. The value is missing where it cannot be worked out, as that of an ARG without a default.
   */
  variable(name: string, instruction: Instruction): { readonly value: string | undefined } | undefined;
}

/** Images of distributions that set nothing but PATH. */
const plainImages =
  /^(?:docker\.io\/)?(?:library\/)?(?:alpine|almalinux|amazonlinux|archlinux|busybox|buildpack-deps|centos|clearlinux|debian|hello-world|mageia|opensuse\/(?:leap|tumbleweed)|oraclelinux|rockylinux(?:\/rockylinux)?|scratch|ubuntu)(?:[:@].*)?$/;

const mostOptions = 100;
const cache = new WeakMap<Dockerfile, { images: BaseImages | undefined; environments: StageEnvironments }>();

/** Follows ARG and ENV through all stages, as BuildKit does; once for each file. */
export function stageEnvironments(file: Dockerfile, images: BaseImages | undefined): StageEnvironments {
  const known = cache.get(file);
  if (known !== undefined && known.images === images) return known.environments;
  const environments = new EnvironmentReader(file, images).read();
  cache.set(file, { images, environments });
  return environments;
}

interface Entry {
  readonly name: string;
  readonly wasKnown: boolean;
  readonly before: string | undefined;
}

/** The variables known at one place; what a stage sets is taken back when all that is built on it has been read. */
class Environment {
  /** Names that have a value or are declared by ARG; the value is missing where it cannot be worked out. */
  readonly variables = new Map<string, string | undefined>();
  isComplete = true;
  private readonly log: Entry[] = [];

  set(name: string, value: string | undefined): void {
    this.log.push({ name, wasKnown: this.variables.has(name), before: this.variables.get(name) });
    this.variables.set(name, value);
  }

  get mark(): number {
    return this.log.length;
  }

  takeBack(mark: number): void {
    for (let entry = this.log.length > mark ? this.log.pop() : undefined; entry !== undefined;) {
      if (entry.wasKnown) this.variables.set(entry.name, entry.before);
      else this.variables.delete(entry.name);
      entry = this.log.length > mark ? this.log.pop() : undefined;
    }
  }

  /** The names set last, without copying all of very many. */
  get latest(): string[] {
    const names = new Set<string>();
    for (let at = this.log.length - 1; at >= 0 && names.size < mostOptions; at--) {
      const name = this.log[at]?.name;
      if (name !== undefined) names.add(name);
    }
    return [...names];
  }
}

class EnvironmentReader {
  private readonly environment = new Environment();
  private readonly workdirs = new Map<Instruction, string>();
  private readonly found: UndefinedUses[] = [];
  private readonly definitions: Definitions;

  constructor(
    private readonly file: Dockerfile,
    private readonly images: BaseImages | undefined,
  ) {
    this.definitions = new Definitions(file);
  }

  /** Reads each stage behind the one that it is built on, and takes back what was set when its last child was read. */
  read(): StageEnvironments {
    const children = new Map<Stage | undefined, Stage[]>();
    for (const stage of this.file.stages) {
      const siblings = children.get(stage.parent);
      if (siblings === undefined) children.set(stage.parent, [stage]);
      else siblings.push(stage);
    }
    const open: (Stage | number)[] = [...(children.get(undefined) ?? [])].reverse();
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (typeof next === 'number') this.environment.takeBack(next);
      else {
        open.push(this.environment.mark);
        this.readStage(next);
        open.push(...[...(children.get(next) ?? [])].reverse());
      }
    }
    this.found.sort((a, b) => a.instruction.index - b.instruction.index);
    return {
      undefinedUses: this.found,
      workdirPath: (workdir) => this.workdirs.get(workdir),
      variable: (name, instruction) => this.definitions.above(name, instruction),
    };
  }

  /** @param text what the value was worked out of */
  private define(instruction: Instruction, name: string, value: string | undefined, text = ''): void {
    const { variables } = this.environment;
    const isOpen = variablesIn(text, { escape: this.file.escape, quotes: true }).some(
      (used) => variables.has(used.name) && variables.get(used.name) === undefined,
    );
    this.environment.set(name, value);
    const stage = this.file.stageOf(instruction);
    if (stage !== undefined) this.definitions.add(instruction, stage, name, isOpen ? undefined : value);
  }

  private readStage(stage: Stage): void {
    if (stage.parent === undefined) this.beginWith(stage.base);
    for (const instruction of stage.instructions) this.readInstruction(instruction);
  }

  private beginWith(base: string): void {
    const image = withDefaults(this.file, base) ?? base;
    const set = this.images?.environment(image);
    const { environment } = this;
    environment.isComplete = set !== undefined || plainImages.test(image);
    environment.set('PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin');
    for (const name of set ?? []) environment.set(name, undefined);
  }

  private readInstruction(instruction: Instruction): void {
    if (instruction.name === 'ARG') {
      for (const pair of instruction.keyValues.pairs) this.readArgument(instruction, pair);
      return;
    }
    this.add(instruction, this.usesIn(instruction));
    if (instruction.name === 'WORKDIR') {
      const path = this.valueOf(instruction.argumentsText.trim());
      if (path !== undefined) this.workdirs.set(instruction, path);
    } else if (instruction.name === 'ENV') {
      const { pairs } = instruction.keyValues;
      const values = pairs.map(({ valueText }) => this.valueOf(valueText ?? ''));
      for (const [index, { key, valueText }] of pairs.entries()) this.define(instruction, key, values[index], valueText);
    }
  }

  private readArgument(instruction: Instruction, { key, valueText, valueRange, range }: KeyValue): void {
    if (valueText === undefined) {
      const value = globalArguments(this.file).values.get(key);
      // Without a value it leaves what an ENV has set.
      if (value !== undefined || !this.environment.variables.has(key)) this.define(instruction, key, value);
      return;
    }
    this.add(instruction, placed(this.unknownIn(valueText, true), valueText, valueRange ?? range));
    this.define(instruction, key, this.valueOf(valueText), valueText);
  }

  private valueOf(text: string): string | undefined {
    const { variables, isComplete } = this.environment;
    return expanded(text, this.file.escape, (name) => variables.get(name), isComplete ? 'empty' : 'fail');
  }

  private unknownIn(text: string, quotes: boolean): VariableReference[] {
    const { variables } = this.environment;
    return variablesIn(text, { escape: this.file.escape, quotes }).filter(({ name }) => !variables.has(name));
  }

  private usesIn(instruction: Instruction): UndefinedUse[] {
    if (!instruction.joined.text.includes('$') && instruction.heredocs.length === 0) return [];
    return expandedTexts(instruction).flatMap(({ text, range, isHeredoc }) =>
      placed(this.unknownIn(text, isHeredoc !== true), text, range),
    );
  }

  private add(instruction: Instruction, uses: readonly UndefinedUse[]): void {
    if (uses.length === 0) return;
    const byName = new Map<string, Range[]>();
    for (const { name, ranges } of uses) {
      const same = byName.get(name);
      if (same === undefined) byName.set(name, [...ranges]);
      else same.push(...ranges);
    }
    const { latest, isComplete } = this.environment;
    const grouped = [...byName].map(([name, ranges]) => ({ name, ranges }));
    this.found.push({ instruction, uses: grouped, options: latest, isComplete });
  }
}

/** Puts references into the file; where the text stands on several lines, at the whole of it. */
function placed(references: readonly VariableReference[], text: string, range: Range): UndefinedUse[] {
  const isWhole = range.end - range.start === text.length;
  return references.map(({ name, nameStart, nameEnd }) => ({
    name,
    ranges: [isWhole ? { start: range.start + nameStart, end: range.start + nameEnd } : range],
  }));
}
