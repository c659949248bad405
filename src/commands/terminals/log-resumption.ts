import { GrowingBytes } from '../../core/growing-bytes';
import type { Engine } from '../../engine/engine';
import type { LogOptions } from '../../engine/containers/containers';

const lineFeed = 0x0a;
const longestTail = 64 * 1024;
/** So much of a log is read to find where it goes on: what was remembered of it is shorter. */
const longestSearch = 4 * longestTail;

/** From where a log is read on, in milliseconds since 1970, and how many of its first lines were shown before. */
export interface Resumption {
  readonly since: number;
  readonly shownLines: number;
}

/**
 * Where a log is read on. Docker takes fractions of a second, but the time of a line is when the engine has read it, which on
 * a busy machine is after the end of the process that wrote it. Podman 4 knows only whole seconds: it gives all lines of that
 * second once more. So the lines with which the text that was shown ends are left out.
 */
export class LogResumption {
  private readonly tail = new GrowingBytes();

  constructor(private readonly options: Pick<LogOptions, 'timestamps'>) {}

  /** To be told of everything that is shown. */
  remember(data: Uint8Array): void {
    this.tail.push(data.subarray(-longestTail));
    this.tail.keepLast(longestTail);
  }

  /** `at`, in milliseconds since 1970, is a moment before which all lines were shown. */
  async from(engine: Engine, container: string, at: number): Promise<Resumption> {
    const since = engine.information.kind === 'podman' ? Math.floor(at / 1000) * 1000 : at + 1;
    const shown = Buffer.from(this.tail.view()).toString('utf8').split('\n').slice(0, -1);
    const lines = await this.lines(engine, container, since, shown.length);
    return { since, shownLines: overlap(shown, lines) };
  }

  /** The whole lines that the log has now, as many as are wanted. */
  private async lines(engine: Engine, container: string, since: number, wanted: number): Promise<readonly string[]> {
    const stop = new AbortController();
    const lines: string[] = [];
    const decoder = new TextDecoder();
    let rest = '';
    let length = 0;
    try {
      for await (const { data } of await engine.containers.logs(container, {
        ...this.options,
        follow: false,
        since,
        signal: stop.signal,
      })) {
        const pieces = (rest + decoder.decode(data, { stream: true })).split('\n');
        rest = pieces.pop() ?? '';
        lines.push(...pieces);
        length += data.length;
        if (lines.length >= wanted || length > longestSearch) break;
      }
      return lines;
    } finally {
      stop.abort();
    }
  }
}

/** With how many of its first lines, at the most, a list goes on where another ends (the prefix function of Knuth, Morris and Pratt). */
function overlap(before: readonly string[], after: readonly string[]): number {
  const all: readonly (string | undefined)[] = [...after, undefined, ...before];
  const prefix = new Uint32Array(all.length);
  let length = 0;
  for (let index = 1; index < all.length; index += 1) {
    while (length > 0 && all[index] !== all[length]) length = prefix[length - 1] ?? 0;
    if (all[index] === all[length]) length += 1;
    prefix[index] = length;
  }
  return before.length === 0 ? 0 : length;
}

/** Leaves out the first lines of a text that comes in pieces. */
export class LinesLeftOut {
  constructor(private left: number) {}

  next(data: Uint8Array): Uint8Array {
    let begin = 0;
    while (this.left > 0) {
      const end = data.indexOf(lineFeed, begin);
      if (end < 0) return data.subarray(data.length);
      begin = end + 1;
      this.left -= 1;
    }
    return begin === 0 ? data : data.subarray(begin);
  }
}
