import type { Heredoc } from '../heredoc';
import type { Instruction } from '../instruction';
import type { JoinedText } from '../joined-text';
import type { Dockerfile } from '../model';
import type { Range } from '../text';
import { isBlank } from '../words';

/** Where somebody types in a Dockerfile, whatever stands behind it. */
export interface Cursor {
  readonly file: Dockerfile;
  readonly offset: number;
  /** The instruction, or the trigger of an ONBUILD. */
  readonly instruction: Instruction;
  /** The instruction up to the cursor, continuations and comment lines taken out. */
  readonly before: JoinedText;
  /** The rest of the instruction. */
  readonly after: string;
  /** Whether a word begins at the cursor: there is a blank in front of it. */
  readonly atNewWord: boolean;
  /** The here-document in whose body the cursor stands. */
  readonly heredoc: Heredoc | undefined;
}

/** The instruction at an offset, behind its keyword; `undefined` in keywords, comments and between instructions. */
export function cursorAt(file: Dockerfile, offset: number): Cursor | undefined {
  if (offset < 0 || offset > file.text.length) return undefined;
  const line = file.source.lineAt(offset);
  const outer = instructionAt(file, line);
  if (outer === undefined || outer.innerComments.some((comment) => comment.line === line)) return undefined;
  return cursorIn(file, outer.trigger ?? outer, offset) ?? cursorIn(file, outer, offset);
}

function cursorIn(file: Dockerfile, instruction: Instruction, offset: number): Cursor | undefined {
  const { joined, heredocs } = instruction;
  const heredoc = heredocs.find(({ bodyRange }) => bodyRange.start <= offset && offset < bodyRange.end);
  if (heredoc === undefined && heredocs.some(({ terminatorRange: { start, end } }) => start <= offset && offset <= end)) return undefined;
  const length = lengthBefore(joined, offset);
  const keywordEnd = instruction.keyword.length;
  if (length < keywordEnd || length === 0) return undefined;
  const gap = file.text.slice(joined.offsetInFile(length - 1) + 1, offset);
  const atNewWord = isBlank(joined.text[length - 1]) || hasBlank(gap, file.escape);
  if (length === keywordEnd && !atNewWord) return undefined;
  return { file, offset, instruction, before: joined.slice(0, length), after: joined.text.slice(length), atNewWord, heredoc };
}

/** Whether something else than continued line ends stands there. */
function hasBlank(gap: string, escape: string): boolean {
  return gap !== '' && /\s/.test(gap.replace(escape === '`' ? /`[ \t]*\r?\n/g : /\\[ \t]*\r?\n/g, ''));
}

/** The instruction that has the line. */
export function instructionAt(file: Dockerfile, line: number): Instruction | undefined {
  const { instructions } = file;
  let low = 0;
  let high = instructions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instructions[middle]?.firstLine ?? 0) <= line) low = middle + 1;
    else high = middle;
  }
  const found = instructions[low - 1];
  return found !== undefined && line <= found.lastLine ? found : undefined;
}

/** How many characters of the joined text stand before the offset in the file. */
function lengthBefore(joined: JoinedText, offset: number): number {
  let low = 0;
  let high = joined.text.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (joined.offsetInFile(middle) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The text to replace: what was typed before the cursor and the characters behind it that belong to it, on one line.
 * `undefined` where what was typed does not stand in one piece.
 */
export function replacedRange({ file, offset }: Cursor, typed: string, rest: RegExp): Range | undefined {
  const start = offset - typed.length;
  if (start < 0 || file.text.slice(start, offset) !== typed || typed.includes('\n')) return undefined;
  const { end: lineEnd } = file.source.lineRange(file.source.lineAt(offset));
  const found = rest.exec(file.text.slice(offset, lineEnd))?.[0] ?? '';
  const isContinuation = found.endsWith(file.escape) && file.text.slice(offset + found.length, lineEnd).trim() === '';
  return { start, end: offset + found.length - (isContinuation ? 1 : 0) };
}
