import type { LogTime } from './log-stamp';

const firstLines = 1_024;

/** What is known of each line besides its text takes so many bytes. */
export const bytesOfLine = 4 + 4 + 4 + 4 + 2 + 1 + 1;

/** A line as a segment keeps it: its stream as a number, and 0 for a level that nobody asked for. */
export interface KeptLine extends LogTime {
  readonly bytes: Uint8Array;
  readonly source: number;
  readonly stream: number;
  readonly isCut: boolean;
}

/** Some thousand lines of a log, in plain arrays: a million objects would take three times as much. */
export class LogSegment {
  count = 0;
  /** For each line the level that was found, and one more; 0 before somebody asked. */
  levels = new Uint8Array(firstLines);
  sources = new Uint16Array(firstLines);
  /** The stream, and 4 for a line that is cut. */
  kinds = new Uint8Array(firstLines);
  seconds = new Uint32Array(firstLines);
  nanoseconds = new Uint32Array(firstLines);
  private starts = new Uint32Array(firstLines);
  private lengths = new Uint32Array(firstLines);
  private bytes: Uint8Array;
  private used = 0;
  private whole: string | undefined;

  /** `base` is the number of its first line among all of the log. */
  constructor(
    public base: number,
    capacity: number,
  ) {
    this.bytes = new Uint8Array(capacity);
  }

  /** Bytes that it takes. */
  get size(): number {
    return this.used + this.count * bytesOfLine;
  }

  hasRoomFor(length: number): boolean {
    return this.used + length <= this.bytes.length;
  }

  /** Takes a line at its end or, `byTime`, where its time belongs, behind all that are not later; gives its place. */
  insert(line: KeptLine, byTime: boolean): number {
    if (this.count === this.starts.length) this.resize(this.count * 2);
    let at = this.count;
    while (byTime && at > 0 && this.isLater(at - 1, line)) at--;
    if (at < this.count) {
      for (const column of this.columns()) column.copyWithin(at + 1, at, this.count);
    }
    this.bytes.set(line.bytes, this.used);
    this.starts[at] = this.used;
    this.lengths[at] = line.bytes.length;
    this.used += line.bytes.length;
    this.seconds[at] = line.seconds;
    this.nanoseconds[at] = line.nanoseconds;
    this.sources[at] = line.source;
    this.kinds[at] = line.stream | (line.isCut ? 4 : 0);
    this.levels[at] = 0;
    this.count++;
    this.whole = undefined;
    return at;
  }

  /** Takes the last lines away and gives them, in their order; their bytes are copies. */
  takeLast(count: number): readonly KeptLine[] {
    const from = Math.max(0, this.count - count);
    const taken: KeptLine[] = [];
    for (let at = from; at < this.count; at++) {
      const kind = this.kinds[at] ?? 0;
      taken.push({
        seconds: this.seconds[at] ?? 0,
        nanoseconds: this.nanoseconds[at] ?? 0,
        bytes: this.bytesAt(at).slice(),
        source: this.sources[at] ?? 0,
        stream: kind & 3,
        isCut: kind > 3,
      });
    }
    this.count = from;
    return taken;
  }

  /** Nothing is inserted any more: what was taken in reserve is given back. */
  seal(): void {
    this.resize(this.count);
    this.bytes = this.bytes.slice(0, this.used);
  }

  bytesAt(at: number): Uint8Array {
    const start = this.starts[at] ?? 0;
    return this.bytes.subarray(start, start + (this.lengths[at] ?? 0));
  }

  /** The text of a line; for all of the segment in turn this is much faster after {@link open}. */
  textAt(at: number): string {
    const start = this.starts[at] ?? 0;
    const length = this.lengths[at] ?? 0;
    return this.whole === undefined ? decoder.decode(this.bytes.subarray(start, start + length)) : this.whole.slice(start, start + length);
  }

  /** Decodes it at once, where each byte is a character. */
  open(): void {
    const text = decoder.decode(this.bytes.subarray(0, this.used));
    if (text.length === this.used) this.whole = text;
  }

  close(): void {
    this.whole = undefined;
  }

  private isLater(at: number, { seconds, nanoseconds }: LogTime): boolean {
    const own = this.seconds[at] ?? 0;
    return own > seconds || (own === seconds && (this.nanoseconds[at] ?? 0) > nanoseconds);
  }

  private columns(): readonly (Uint8Array | Uint16Array | Uint32Array)[] {
    return [this.starts, this.lengths, this.seconds, this.nanoseconds, this.sources, this.kinds, this.levels];
  }

  private resize(length: number): void {
    const with32 = (old: Uint32Array): Uint32Array<ArrayBuffer> => {
      const made = new Uint32Array(length);
      made.set(old.subarray(0, length));
      return made;
    };
    const with8 = (old: Uint8Array): Uint8Array<ArrayBuffer> => {
      const made = new Uint8Array(length);
      made.set(old.subarray(0, length));
      return made;
    };
    this.starts = with32(this.starts);
    this.lengths = with32(this.lengths);
    this.seconds = with32(this.seconds);
    this.nanoseconds = with32(this.nanoseconds);
    this.kinds = with8(this.kinds);
    this.levels = with8(this.levels);
    const sources = new Uint16Array(length);
    sources.set(this.sources.subarray(0, length));
    this.sources = sources;
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
