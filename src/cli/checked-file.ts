import type { Finding } from '../dockerfile/finding';
import type { SourceText } from '../dockerfile/text';

/** A file and what was found in it. */
export interface CheckedFile {
  /** As it is called in the output. */
  readonly file: string;
  readonly source: SourceText;
  readonly findings: readonly Finding[];
}

/** An exact place; everything counts from 1, columns in UTF-16 code units, the end is exclusive. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Where the finding's range stands. */
export function placeOf({ source }: CheckedFile, { range }: Finding): Place {
  const start = source.positionAt(range.start);
  const end = source.positionAt(range.end);
  // A byte order mark is no column: no editor shows it.
  const mark = source.text.startsWith('\ufeff') ? 1 : 0;
  const column = ({ line, character }: typeof start): number => character + 1 - (line === 0 ? Math.min(mark, character) : 0);
  return { line: start.line + 1, column: column(start), endLine: end.line + 1, endColumn: column(end) };
}
