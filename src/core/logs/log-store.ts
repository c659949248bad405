import { type LevelledLine, type LineFacts, type LineStream, lineStreams, type LogLine } from './log-line';
import { type LogLevel, levelOf, logLevels } from './log-levels';
import { LogSegment } from './log-segment';
import type { LogTime } from './log-stamp';
import { plainAnsiLine } from '../ansi-spans';

/** Text that one segment holds. */
const segmentBytes = 256 << 10;
/** So many lines of the last segment go into the next one, where lines of several containers come late. */
const movedLines = 128;
/** What a log may take of memory, in bytes, before its oldest lines are let go of. */
export const mostBytes = 112 << 20;

/**
 * The lines of one or several logs, in the order of their times, compact: about 20 bytes for each besides its text. Each line has
 * a number that stays, but for lines that come late and are put between others. When there are too many the oldest go.
 */
export class LogStore {
  private segments: LogSegment[] = [];
  private sealedBytes = 0;
  /** Number of the oldest line that is there. */
  first = 0;
  /** The number that the next line gets. */
  end = 0;
  /** The lowest number whose line is another one than before the last {@link takeChanged}. */
  private changedFrom = Infinity;

  constructor(private readonly options: { readonly several: boolean; readonly mostBytes?: number } = { several: false }) {}

  /** Takes a line of a source: of several sources where its time belongs, since only lines of one come in their order. */
  add(line: LogLine, source: number): void {
    const { bytes, isCut } = line;
    const last = this.openSegment(bytes.length);
    const { seconds, nanoseconds } = line;
    const kept = { seconds, nanoseconds, bytes, source, stream: lineStreams.indexOf(line.stream), isCut };
    const at = last.base + last.insert(kept, this.options.several);
    if (at < this.end) this.changedFrom = Math.min(this.changedFrom, at);
    this.end++;
  }

  /** The time of the newest line. */
  get lastTime(): LogTime | undefined {
    return this.end > this.first ? this.timeOf(this.end - 1) : undefined;
  }

  /** From which number on lines are others since this was asked last; Infinity where all are what they were. */
  takeChanged(): number {
    const changed = this.changedFrom;
    this.changedFrom = Infinity;
    return changed;
  }

  get size(): number {
    return this.sealedBytes + (this.segments.at(-1)?.size ?? 0);
  }

  textOf(number: number): string {
    const [segment, at] = this.placeOf(number);
    return segment.textAt(at);
  }

  bytesOf(number: number): Uint8Array {
    const [segment, at] = this.placeOf(number);
    return segment.bytesAt(at);
  }

  timeOf(number: number): LogTime {
    const [segment, at] = this.placeOf(number);
    return { seconds: segment.seconds[at] ?? 0, nanoseconds: segment.nanoseconds[at] ?? 0 };
  }

  /** What is known of a line without its text. */
  factsOf(number: number): LineFacts {
    const [segment, at] = this.placeOf(number);
    const kind = segment.kinds[at] ?? 0;
    return { source: segment.sources[at] ?? 0, stream: streamOf(kind), isCut: kind > 3 };
  }

  levelOf(number: number): LogLevel {
    const [segment, at] = this.placeOf(number);
    return levelAt(segment, at, () => plainText(segment.textAt(at)));
  }

  /** Calls with each line from a number on, in order, until that gives false; gives the number of the first that was not looked at. */
  visit(from: number, look: (number: number, line: LevelledLine) => boolean): number {
    let number = Math.max(from, this.first);
    while (number < this.end) {
      const [segment] = this.placeOf(number);
      segment.open();
      const stop = segment.base + segment.count;
      let goesOn = true;
      while (goesOn && number < stop) {
        const at = number - segment.base;
        goesOn = look(number, new LineAt(segment, at));
        number++;
      }
      segment.close();
      if (!goesOn) break;
    }
    return number;
  }

  private openSegment(length: number): LogSegment {
    const last = this.segments.at(-1);
    if (last?.hasRoomFor(length) === true) return last;
    const made = new LogSegment(this.end, Math.max(segmentBytes, length));
    if (last) {
      const moved = this.options.several ? last.takeLast(movedLines) : [];
      last.seal();
      made.base = last.base + last.count;
      for (const line of moved) if (made.hasRoomFor(line.bytes.length)) made.insert(line, true);
      this.sealedBytes += last.size;
    }
    this.segments.push(made);
    this.dropOldest();
    return made;
  }

  private dropOldest(): void {
    const most = this.options.mostBytes ?? mostBytes;
    while (this.sealedBytes > most && this.segments.length > 1) {
      const [oldest] = this.segments.splice(0, 1);
      this.sealedBytes -= oldest?.size ?? 0;
      this.first = this.segments[0]?.base ?? this.end;
    }
  }

  private placeOf(number: number): readonly [LogSegment, number] {
    let low = 0;
    let high = this.segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.segments[middle]?.base ?? 0) <= number) low = middle;
      else high = middle - 1;
    }
    const segment = this.segments[low];
    if (!segment || number < segment.base || number >= segment.base + segment.count) throw new RangeError(`no line ${String(number)}`);
    return [segment, number - segment.base];
  }
}

/** A line as {@link LogStore.visit} shows it: its text is made when it is asked for. */
class LineAt implements LevelledLine {
  private known: string | undefined;

  constructor(
    private readonly segment: LogSegment,
    private readonly at: number,
  ) {}

  get source(): number {
    return this.segment.sources[this.at] ?? 0;
  }

  get stream(): LineStream {
    return streamOf(this.segment.kinds[this.at] ?? 0);
  }

  get isCut(): boolean {
    return (this.segment.kinds[this.at] ?? 0) > 3;
  }

  get text(): string {
    return (this.known ??= plainText(this.segment.textAt(this.at)));
  }

  get level(): LogLevel {
    return levelAt(this.segment, this.at, () => this.text);
  }
}

function streamOf(kind: number): LineStream {
  return lineStreams[kind & 3] ?? 'stdout';
}

/** Found once and kept. */
function levelAt(segment: LogSegment, at: number, text: () => string): LogLevel {
  const known = segment.levels[at] ?? 0;
  if (known > 0) return logLevels[known - 1] ?? 'none';
  const level = streamOf(segment.kinds[at] ?? 0) === 'seam' ? 'none' : levelOf(text());
  segment.levels[at] = logLevels.indexOf(level) + 1;
  return level;
}

/** Without colours and what else a terminal obeys. */
export function plainText(text: string): string {
  return text.includes('\u001b') || text.includes('\r') ? plainAnsiLine(text) : text;
}
