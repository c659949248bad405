import { TerminalText } from '../../core/terminal-text';

const carriageReturn = 0x0d;
const lineFeed = 0x0a;

/**
 * Makes text of programs without a terminal fit for one: a line feed alone becomes carriage return and line feed, and
 * what would do more than be seen is left out.
 */
export class TerminalLines {
  private readonly text = new TerminalText();
  private last = lineFeed;

  /** True when the next byte begins a line. */
  get atLineStart(): boolean {
    return this.last === lineFeed;
  }

  /** The next piece of the text; pieces may end anywhere. */
  convert(piece: Uint8Array): Uint8Array {
    const chunk = this.text.convert(piece);
    const result: Uint8Array[] = [];
    let begin = 0;
    const separator = Uint8Array.of(carriageReturn);
    for (let index = chunk.indexOf(lineFeed); index >= 0; index = chunk.indexOf(lineFeed, index + 1)) {
      const before = index > 0 ? (chunk[index - 1] ?? 0) : this.last;
      if (before === carriageReturn) continue;
      result.push(chunk.subarray(begin, index), separator);
      begin = index;
    }
    this.last = chunk.at(-1) ?? this.last;
    if (begin === 0 && result.length === 0) return chunk;
    result.push(chunk.subarray(begin));
    return Buffer.concat(result);
  }
}
