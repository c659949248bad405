import type { Command } from 'unbash';
import type { Range } from '../text';

/** A word of a shell command. `start` and `end` are offsets in the script's text. */
export interface ShellWord extends Range {
  /** As written. */
  readonly text: string;
  /** Without quotes; expansions such as `$VERSION` stand in it as written. */
  readonly value: string;
  /** Whether no expansion stands in it, so that `value` is what the program gets (globs and `~` aside). */
  readonly isStatic: boolean;
}

/** `NAME=value` in front of a command, or as an argument of `export` and its kin. */
export interface ShellAssignment extends Range {
  readonly name: string;
  readonly text: string;
}

/** `> file`, `2>&1`, `<<EOF`. */
export interface ShellRedirect extends Range {
  readonly operator: string;
  readonly target: ShellWord | undefined;
}

/** What stands between a command and its neighbour in the same list. `''`: nothing, it is the first or last. */
export type ShellOperator = '' | '&&' | '||' | ';' | '&' | '|' | '|&';

/** Where a command stands. */
export interface ShellPlace {
  /** 0: in the outermost list or pipeline; more: in that many groups, compound commands or substitutions. */
  readonly depth: number;
  /** Inside `$( )`, backticks or `<( )`. */
  readonly substituted: boolean;
  /** Inside a here-document that a shell reads. */
  readonly inHeredoc: boolean;
  readonly before: ShellOperator;
  readonly after: ShellOperator;
  /** Behind `!`. */
  readonly negated: boolean;
  /** Numbers the outermost statement that it belongs to, from 0. */
  readonly statement: number;
}

/** A simple command: a program, builtin or function with its arguments. Offsets are in the script's text. */
export class ShellCommand implements Range {
  constructor(
    readonly start: number,
    readonly end: number,
    readonly nameWord: ShellWord | undefined,
    /** All words behind the name in order, assignments (`export A=b`) among them. */
    readonly words: readonly ShellWord[],
    readonly assignments: readonly ShellAssignment[],
    readonly redirects: readonly ShellRedirect[],
    readonly place: ShellPlace,
    readonly node: Command,
  ) {}

  /** The program as written, without quotes; `''` where there is none or it is known only at run time. */
  get name(): string {
    return this.nameWord?.isStatic === true ? this.nameWord.value : '';
  }

  /**
   * Whether one of the flags is given. One letter means a short flag, also in a cluster (`-xzf`); more mean a long one,
   * with one dash or two, with or without `=value`.
   */
  hasFlag(...names: readonly string[]): boolean {
    return this.flagWord(...names) !== undefined;
  }

  /** The word in which one of the flags is given; see {@link hasFlag}. */
  flagWord(...names: readonly string[]): ShellWord | undefined {
    return this.words.find((word) => names.some((name) => givesFlag(word.value, name)));
  }

  /** The value of a flag: behind `=`, stuck to a short flag, or the next word. */
  flagValue(...names: readonly string[]): string | undefined {
    for (const [index, { value }] of this.words.entries()) {
      for (const name of names) {
        if (!givesFlag(value, name)) continue;
        if (name.length > 1) {
          const equals = value.indexOf('=');
          return equals === -1 ? this.words[index + 1]?.value : value.slice(equals + 1);
        }
        const rest = value.slice(value.indexOf(name) + 1);
        return rest === '' ? this.words[index + 1]?.value : rest.replace(/^=/, '');
      }
    }
    return undefined;
  }

  /** The words that are no flags. The word behind a flag named in `withValue` belongs to the flag. */
  operands(...withValue: readonly string[]): readonly ShellWord[] {
    if (!this.words.some(({ value }) => value.startsWith('-'))) return this.words;
    // Several rules ask the same of a command, and the command stays when the file is edited elsewhere.
    const key = withValue.join(' ');
    this.foundOperands ??= new Map();
    let found = this.foundOperands.get(key);
    if (found === undefined) {
      found = this.findOperands(withValue);
      this.foundOperands.set(key, found);
    }
    return found;
  }

  private foundOperands: Map<string, readonly ShellWord[]> | undefined;

  private findOperands(withValue: readonly string[]): readonly ShellWord[] {
    const found: ShellWord[] = [];
    for (let index = 0; index < this.words.length; index++) {
      const word = this.words[index];
      if (word === undefined) break;
      const { value } = word;
      if (value === '--') return [...found, ...this.words.slice(index + 1)];
      if (!value.startsWith('-') || value === '-') found.push(word);
      else if (!value.includes('=') && withValue.some((name) => endsWithFlag(value, name))) index++;
    }
    return found;
  }
}

function givesFlag(value: string, name: string): boolean {
  if (!value.startsWith('-')) return false;
  if (name.length === 1) return !value.startsWith('--') && value.includes(name, 1);
  const long = value.slice(value.startsWith('--') ? 2 : 1);
  return long === name || long.startsWith(`${name}=`);
}

function endsWithFlag(value: string, name: string): boolean {
  return name.length === 1 ? !value.startsWith('--') && value.endsWith(name) : givesFlag(value, name);
}
