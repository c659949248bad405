import type { Range } from './text';

const atZero: readonly number[] = [0];

/**
 * A text that stands in several pieces in the file, as a continued instruction does once its continuation characters,
 * comment lines and blank lines are taken out, with the way back to the file.
 */
export class JoinedText {
  /**
   * @param text the pieces joined
   * @param starts where each piece begins in `text`, ascending, the first 0
   * @param origins where each piece begins in the file
   */
  constructor(
    readonly text: string,
    private readonly starts: readonly number[],
    private readonly origins: readonly number[],
  ) {}

  /** The pieces of `file` that the ranges name, joined without anything between. */
  static of(file: string, ranges: readonly Range[]): JoinedText {
    const [only] = ranges;
    if (ranges.length === 1 && only !== undefined) {
      return new JoinedText(file.slice(only.start, only.end), atZero, [only.start]);
    }
    const starts: number[] = [];
    const origins: number[] = [];
    let text = '';
    for (const range of ranges) {
      if (range.end <= range.start) continue;
      starts.push(text.length);
      origins.push(range.start);
      text += file.slice(range.start, range.end);
    }
    return starts.length === 0 ? new JoinedText('', [0], [ranges[0]?.start ?? 0]) : new JoinedText(text, starts, origins);
  }

  /** Where the character at the joined offset stands in the file. */
  offsetInFile(offset: number): number {
    const piece = this.pieceAt(offset);
    return (this.origins[piece] ?? 0) + offset - (this.starts[piece] ?? 0);
  }

  /** The range in the file from the first to the last character of a range of the joined text. */
  rangeInFile(range: Range): Range {
    if (range.end <= range.start) {
      const at = range.start > 0 ? this.offsetInFile(range.start - 1) + 1 : this.offsetInFile(0);
      return { start: at, end: at };
    }
    return { start: this.offsetInFile(range.start), end: this.offsetInFile(range.end - 1) + 1 };
  }

  /** A part of this text, still knowing its place in the file. */
  slice(start: number, end: number): JoinedText {
    if (this.starts.length === 1) {
      return new JoinedText(this.text.slice(start, end), atZero, [(this.origins[0] ?? 0) + start]);
    }
    const from = this.pieceAt(start);
    const to = this.pieceAt(Math.max(start, end - 1));
    const starts = [0];
    const origins = [this.offsetInFile(start)];
    for (let piece = from + 1; piece <= to; piece++) {
      starts.push((this.starts[piece] ?? 0) - start);
      origins.push(this.origins[piece] ?? 0);
    }
    return new JoinedText(this.text.slice(start, end), starts, origins);
  }

  /** This text followed by another. */
  concat(other: JoinedText): JoinedText {
    const length = this.text.length;
    return new JoinedText(
      this.text + other.text,
      [...this.starts, ...other.starts.map((start) => start + length)],
      [...this.origins, ...other.origins],
    );
  }

  private pieceAt(offset: number): number {
    if (this.starts.length === 1) return 0;
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
