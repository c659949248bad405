import { type LineStream, lineStreams } from './log-line';
import { compareTimes, type LogTime, millisecondsOf } from './log-stamp';

/** So many lines are remembered. */
const remembered = 16_384;
/** For so long before the last line the log is read once more, in milliseconds: stdout and stderr may overtake each other. */
const slack = 2_000;

/**
 * Which lines of a container's log were taken, so that it can be read on without loss and without doubles: engines tell from
 * which moment on (Podman 4 from which second on), and a line is known by its time and its stream.
 */
export class SeenLines {
  private readonly seconds = new Uint32Array(remembered);
  private readonly nanoseconds = new Uint32Array(remembered);
  private readonly streams = new Uint8Array(remembered);
  private count = 0;
  private first: LogTime | undefined;
  private last: LogTime = { seconds: 0, nanoseconds: 0 };
  /** Of what is read once more: how often each line was taken before. */
  private again: Map<string, number> | undefined;
  private since: LogTime | undefined;

  /** From when on it is to be read on, in milliseconds since 1970; undefined when nothing was taken yet. To be called before it is. */
  resume(): number | undefined {
    if (this.first === undefined) return undefined;
    const held = Math.min(this.count, remembered);
    const oldest = this.timeAt(this.count - held);
    const wanted = { seconds: Math.max(0, this.last.seconds - slack / 1_000), nanoseconds: this.last.nanoseconds };
    let since = compareTimes(wanted, this.first) > 0 ? wanted : this.first;
    // What is not remembered any more would come twice.
    if (this.count > remembered && compareTimes(oldest, since) > 0) since = oldest;
    this.since = since;
    this.again = new Map();
    for (let at = this.count - held; at < this.count; at++) {
      const time = this.timeAt(at);
      if (compareTimes(time, since) < 0) continue;
      const key = keyOf(time, this.streams[at % remembered] ?? 0);
      this.again.set(key, (this.again.get(key) ?? 0) + 1);
    }
    return millisecondsOf(since);
  }

  /** True for a line that was not taken before; it is from now on. */
  take(time: LogTime, stream: LineStream): boolean {
    const number = lineStreams.indexOf(stream);
    if (this.again && this.wasTaken(time, number)) return false;
    this.first ??= { seconds: time.seconds, nanoseconds: time.nanoseconds };
    if (compareTimes(time, this.last) > 0) this.last = { seconds: time.seconds, nanoseconds: time.nanoseconds };
    const at = this.count % remembered;
    this.seconds[at] = time.seconds;
    this.nanoseconds[at] = time.nanoseconds;
    this.streams[at] = number;
    this.count++;
    return true;
  }

  private wasTaken(time: LogTime, stream: number): boolean {
    if (this.since && compareTimes(time, this.since) < 0) return true;
    const key = keyOf(time, stream);
    const times = this.again?.get(key) ?? 0;
    if (times === 0) return false;
    if (times === 1) this.again?.delete(key);
    else this.again?.set(key, times - 1);
    if (this.again?.size === 0) this.again = undefined;
    return true;
  }

  private timeAt(index: number): LogTime {
    const at = index % remembered;
    return { seconds: this.seconds[at] ?? 0, nanoseconds: this.nanoseconds[at] ?? 0 };
  }
}

function keyOf({ seconds, nanoseconds }: LogTime, stream: number): string {
  return `${String(seconds)} ${String(nanoseconds)} ${String(stream)}`;
}
