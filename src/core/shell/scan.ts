import { t } from '../localize';
import type { ShellDialect } from './dialect';
import type { FolderEntry } from './patterns';

/** A word of a command line with its place in the text, in UTF-16 units. */
export interface LineWord {
  readonly text: string;
  readonly offset: number;
  readonly length: number;
}

/** What is wrong with a line, translated, and where. */
export class LineProblem extends Error {
  constructor(
    readonly reason: string,
    readonly offset: number,
    readonly length: number,
    /** The command that does what the line asks for; its title is translated. */
    readonly instead?: { readonly title: string; readonly command: string },
  ) {
    super(reason);
    this.name = 'LineProblem';
  }
}

/** What stands for the shell's surroundings. Nothing is expanded that is not given. */
export interface ShellSurroundings {
  /** For `~` and `$HOME`. */
  readonly home?: string;
  /** For `$(pwd)` and `$PWD`. */
  readonly workingDirectory?: string;
  /** For `$NAME` and `${NAME}`. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
  /** For `$USER` and `$(whoami)`. */
  readonly userName?: string;
  /** For `$UID` and `$(id -u)`; absent on Windows. */
  readonly userId?: number;
  /** For `$(id -g)`; absent on Windows. */
  readonly groupId?: number;
  /** For `$(hostname)`. */
  readonly hostName?: string;
  /** For `$$`. */
  readonly processId?: number;
  /** For file patterns: what is in a folder, `undefined` when it cannot be read. The path is absolute. */
  readonly readFolder?: (path: string) => readonly FolderEntry[] | undefined;
  /** `literal` on Windows, where a backslash separates folders; otherwise it quotes, as in a POSIX shell. */
  readonly backslash?: 'quotes' | 'literal';
  /** How lines are written; by what stands in them without it. */
  readonly dialect?: ShellDialect;
  /** Where the end of a line parts words and not commands: in a field that takes words. */
  readonly newline?: 'blank';
  /** The only command that a line may be; `docker run` without it. That of a build may read a file: `docker build - < Dockerfile`. */
  readonly only?: OnlyCommand;
}

/** What lines are read for. */
export type OnlyCommand = 'docker run' | 'docker build';

/** Substitutions and quotes in each other are read to this depth. */
const deepest = 40;

/**
 * The index behind the piece of a word that begins at `index`: a quoted part, a substitution, or one character. Throws
 * {@link LineProblem} when it is not closed.
 */
export function skipPiece(line: string, index: number, surroundings: ShellSurroundings, depth = 0): number {
  if (depth > deepest) throw new LineProblem(t('This is nested too deeply.'), index, 1);
  const character = line[index] ?? '';
  if (character === "'") return closing(line, index, "'", index + 1);
  if (character === '"') return skipDouble(line, index, surroundings, depth);
  if (character === '`') return skipEscaped(line, index, index + 1, '`');
  if (character === '\\' && surroundings.backslash !== 'literal')
    return Math.min(line.length, index + (line.startsWith('\r\n', index + 1) ? 3 : 2));
  if (character !== '$') return index + 1;
  switch (line[index + 1]) {
    case "'":
      return skipEscaped(line, index, index + 2, "'");
    case '"':
      return skipDouble(line, index + 1, surroundings, depth);
    case '{':
      return skipNested(line, index, '}', surroundings, depth);
    case '(':
      return skipNested(line, index, ')', surroundings, depth);
    default:
      return index + (/^\$(?:[A-Za-z_]\w*|[\d$?!#@*_-])/.exec(line.slice(index, index + longestName))?.[0].length ?? 1);
  }
}

/** Longer names of variables are cut. */
const longestName = 500;

/** The index behind the double quote that closes the one at `index`. */
function skipDouble(line: string, index: number, surroundings: ShellSurroundings, depth: number): number {
  for (let next = index + 1; next < line.length;) {
    const character = line[next] ?? '';
    if (character === '"') return next + 1;
    if (surroundings.backslash === 'literal' && character === '\\' && line[next + 1] === '"' && isQuoteIn(line, index, next)) {
      next += 2;
      continue;
    }
    // In here a single quote is a character like others, and so is the dollar before one.
    const special = character === '\\' || character === '`' || (character === '$' && /[{(]/.test(line[next + 1] ?? ''));
    next = special ? skipPiece(line, next, surroundings, depth + 1) : next + 1;
  }
  throw new LineProblem(t('This quote is not closed.'), index, 1);
}

/** What begins like a path of Windows, in which a backslash before a quote is the last of the path. */
const path = /^(?:[\w.-]+=)?(?:[A-Za-z]:|\.{1,2}|~|[$%]\w+%?|\$\{\w+\}|\$\(\w+\))?\\(?!")/;

/** Whether a quote behind a backslash belongs to the text, as in `"{\"a\": 1}"`: another one must close that. */
function isQuoteIn(line: string, start: number, backslash: number): boolean {
  return !path.test(line.slice(start + 1, start + 1 + longestName)) && line.includes('"', backslash + 2);
}

function skipNested(line: string, index: number, end: '}' | ')', surroundings: ShellSurroundings, depth: number): number {
  let open = 0;
  for (let next = index + 2; next < line.length;) {
    const character = line[next] ?? '';
    if (character === end && open === 0) return next + 1;
    if (end === ')' && character === '(') open += 1;
    if (end === ')' && character === ')') open -= 1;
    next = skipPiece(line, next, surroundings, depth + 1);
  }
  throw new LineProblem(t('"{0}" is not closed.', line.slice(index, index + 2)), index, 2);
}

function skipEscaped(line: string, start: number, from: number, end: string): number {
  for (let next = from; next < line.length; next += line[next] === '\\' ? 2 : 1) {
    if (line[next] === end) return next + 1;
  }
  throw new LineProblem(end === '`' ? t('"{0}" is not closed.', end) : t('This quote is not closed.'), start, 1);
}

function closing(line: string, start: number, end: string, from: number): number {
  const found = line.indexOf(end, from);
  if (found < 0) throw new LineProblem(t('This quote is not closed.'), start, 1);
  return found + 1;
}
