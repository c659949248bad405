import type { Instruction } from '../instruction';
import type { Dockerfile } from '../model';
import type { Range } from '../text';
import { withoutTrailing } from '../../core/trailing';

/** The text of a line, without the blanks around it. */
export function wholeLine(file: Dockerfile, line: number): Range {
  const { start, end } = file.source.lineRange(line);
  const text = file.text.slice(start, end);
  const trimmed = text.trim();
  const indent = text.length - text.trimStart().length;
  return { start: start + indent, end: start + indent + trimmed.length };
}

/** The first line of an instruction, without what continues it. */
export function firstLineOf(file: Dockerfile, instruction: Instruction): Range {
  return onFirstLine(file, instruction.range);
}

/** So much of a range as is on its first line, without what continues it. */
export function onFirstLine(file: Dockerfile, { start, end }: Range): Range {
  const lineEnd = file.source.lineRange(file.source.lineAt(start)).end;
  if (end <= lineEnd) return { start, end };
  const text = withoutTrailing(file.text.slice(start, lineEnd).trimEnd(), file.escape).trimEnd();
  return { start, end: start + Math.max(1, text.length) };
}
