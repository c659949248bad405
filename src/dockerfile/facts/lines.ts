import type { TextEdit } from '../edits';
import type { Instruction } from '../instruction';
import type { Dockerfile } from '../model';

/** The edits that take an instruction away with its lines; comments above it and between its lines stay. */
export function deletion(file: Dockerfile, instruction: Instruction): TextEdit[] {
  const kept = new Set(instruction.innerComments.map(({ line }) => line));
  const edits: TextEdit[] = [];
  let first: number | undefined;
  for (let line = instruction.firstLine; line <= instruction.lastLine + 1; line++) {
    if (line <= instruction.lastLine && !kept.has(line)) {
      first ??= line;
    } else if (first !== undefined) {
      edits.push({ range: wholeLines(file, first, line - 1), text: '' });
      first = undefined;
    }
  }
  return edits;
}

/** The lines with one line end: their own, or that of the line before where they are the last of the file. */
export function wholeLines(file: Dockerfile, first: number, last: number): TextEdit['range'] {
  const { source } = file;
  const range = source.linesRange(first, last);
  if (first === 0 || last < source.lineCount - 1) return range;
  return { start: source.lineRange(first - 1).end, end: range.end };
}

/** Puts lines of their own in front of an instruction, behind the comments above it. */
export function linesBefore(file: Dockerfile, instruction: Instruction, text: string): TextEdit {
  const start = file.source.lineStart(instruction.firstLine);
  return { range: { start, end: start }, text: indentOf(file, instruction) + text + file.source.lineEnd };
}

/** Puts lines of their own behind an instruction. */
export function linesAfter(file: Dockerfile, instruction: Instruction, text: string): TextEdit {
  const { source } = file;
  const last = source.lineAt(Math.max(instruction.range.start, instruction.range.end - 1));
  const at = source.lineRange(last).end;
  return { range: { start: at, end: at }, text: source.lineEnd + indentOf(file, instruction) + text };
}

/** The blanks in front of an instruction. */
export function indentOf(file: Dockerfile, instruction: Instruction): string {
  const start = file.source.lineStart(instruction.firstLine);
  return file.text.slice(start, instruction.keywordRange.start).replace('\ufeff', '');
}

/** `word` in lower case where the keyword is written so, else in upper case. */
export function casedLike(keyword: string, word: string): string {
  return keyword === keyword.toLowerCase() ? word.toLowerCase() : word.toUpperCase();
}
