import { GrowingBytes } from '../growing-bytes';
import { type LineStream, type LogLine, longestLine } from './log-line';
import { type LogStamp, type LogTime, readStamp } from './log-stamp';

const lineFeed = 10;
const carriageReturn = 13;
/** Engines keep longer lines in pieces of this length, and put a time before each (moby, `daemon/logger/copier.go`). */
const enginePiece = 16_384;
/** A time may come in two pieces. */
const longestStamp = 40;

/**
 * Makes lines of one stream of a log that was asked for with times, however the pieces are cut. Source of the form:
 * `docker logs --timestamps`, and the pieces of long lines that an engine glues together with a time in the midst.
 */
export class LogSplitter {
  /** The beginning of a line whose end has not come. */
  private readonly held = new GrowingBytes();
  private isCut = false;
  private last: LogTime = { seconds: 0, nanoseconds: 0 };

  constructor(private readonly stream: LineStream) {}

  /** The next piece; `take` gets each line that is whole with it. */
  push(given: Uint8Array, take: (line: LogLine) => void): void {
    // Parts of a Buffer of Node are Buffers, which are dearer.
    const piece = new Uint8Array(given.buffer, given.byteOffset, given.byteLength);
    let at = 0;
    for (;;) {
      const end = piece.indexOf(lineFeed, at);
      if (end < 0) break;
      if (this.held.length === 0) this.line(piece, at, end, take);
      else {
        this.hold(piece.subarray(at, end));
        this.flush(take);
      }
      at = end + 1;
    }
    if (at < piece.length) this.hold(piece.subarray(at));
  }

  /** Nothing more comes: what is there is a line, too. */
  flush(take: (line: LogLine) => void): void {
    if (this.held.length === 0) return;
    const bytes = this.held.view();
    this.line(bytes, 0, bytes.length, take);
    this.held.clear();
    this.isCut = false;
  }

  private hold(piece: Uint8Array): void {
    // The times within a long line are taken out at its end.
    const room = longestLine + 8 * longestStamp - this.held.length;
    if (piece.length > room) this.isCut = true;
    if (room > 0) this.held.push(piece.subarray(0, room));
  }

  private line(bytes: Uint8Array, begin: number, end: number, take: (line: LogLine) => void): void {
    const stamp = readStamp(bytes, begin, end);
    if (stamp) this.last = stamp;
    const from = begin + (stamp?.length ?? 0);
    let until = end;
    while (until > from && bytes[until - 1] === carriageReturn) until--;
    let text = bytes.subarray(from, until);
    if (stamp && text.length > enginePiece) text = withoutInnerStamps(text);
    const isCut = this.isCut || text.length > longestLine;
    if (text.length > longestLine) text = text.subarray(0, longestLine);
    take({ seconds: this.last.seconds, nanoseconds: this.last.nanoseconds, stream: this.stream, bytes: text, isCut });
  }
}

/** A line that an engine kept in pieces, as it was written. */
function withoutInnerStamps(text: Uint8Array): Uint8Array {
  const whole = new GrowingBytes();
  let at = 0;
  while (at < text.length) {
    const stamp: LogStamp | undefined = at === 0 ? undefined : readStamp(text, at, text.length);
    // What begins with no time after a whole piece was no piece of an engine.
    if (at > 0 && !stamp) {
      whole.push(text.subarray(at));
      break;
    }
    const from = at + (stamp?.length ?? 0);
    whole.push(text.subarray(from, from + enginePiece));
    at = from + enginePiece;
  }
  return whole.view();
}
