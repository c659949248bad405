/** A piece of a text: offsets in UTF-16 code units, `end` exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A place in a text, both counted from zero, `character` in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Whether the two ranges share a character, or an empty one lies inside or at an edge of the other. */
export function touches(a: Range, b: Range): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/**
 * A text and where its lines begin. A line ends with `\n`, as in the builder; a `\r` before it belongs to the line end
 * and a lone `\r` is an ordinary blank.
 */
export class SourceText {
  readonly lineStarts: readonly number[];

  constructor(readonly text: string) {
    const starts = [0];
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.lineStarts = starts;
  }

  get lineCount(): number {
    return this.lineStarts.length;
  }

  /** The line end that the file uses: that of its first line, `\n` where there is none. */
  get lineEnd(): '\n' | '\r\n' {
    const second = this.lineStarts[1];
    return second !== undefined && second >= 2 && this.text.charCodeAt(second - 2) === 13 ? '\r\n' : '\n';
  }

  /** The zero-based line that holds the offset; offsets outside the text belong to the first or last line. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  positionAt(offset: number): Position {
    const line = this.lineAt(offset);
    return { line, character: Math.max(0, offset - this.lineStart(line)) };
  }

  /** The offset where the line begins; past the last line, the end of the text. */
  lineStart(line: number): number {
    return this.lineStarts[line] ?? (line < 0 ? 0 : this.text.length);
  }

  /** The line without its line end. */
  lineRange(line: number): Range {
    const start = this.lineStart(line);
    const next = this.lineStarts[line + 1];
    let end = next === undefined ? this.text.length : next - 1;
    while (end > start && this.text.charCodeAt(end - 1) === 13) end--;
    return { start, end };
  }

  /** From the beginning of the first line to the beginning of the line after the last: what deleting them removes. */
  linesRange(first: number, last: number): Range {
    return { start: this.lineStart(first), end: this.lineStart(last + 1) };
  }
}
