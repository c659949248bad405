import { Duplex } from 'node:stream';

/** A stream that knows how much went through it, as a socket does. */
export interface CountedStream extends Duplex {
  readonly bytesRead: number;
  readonly bytesWritten: number;
}

/**
 * Two ends of a connection inside this process: what is written to one is read from the other. Each direction ends on its own,
 * also on Windows, whose pipes cannot do that. When one end is destroyed the other reads an end, as behind a socket that was
 * closed; `inner` closes then, so that whoever serves it hears of it.
 */
export function streamPair(): { readonly outer: CountedStream; readonly inner: CountedStream } {
  const outer = new PairedStream(false);
  const inner = new PairedStream(true);
  outer.join(inner);
  inner.join(outer);
  return { outer, inner };
}

class PairedStream extends Duplex implements CountedStream {
  bytesRead = 0;
  bytesWritten = 0;
  private other: PairedStream | undefined;
  /** Tells the other end that there is room again. */
  private taken: (() => void) | undefined;
  private ended = false;

  constructor(private readonly closesWithOther: boolean) {
    super({ allowHalfOpen: true });
  }

  join(other: PairedStream): void {
    this.other = other;
  }

  override _read(): void {
    const { taken } = this;
    this.taken = undefined;
    taken?.();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const { other } = this;
    if (!other || other.destroyed) {
      done(Object.assign(new Error('the other end is closed'), { code: 'EPIPE' }));
      return;
    }
    this.bytesWritten += chunk.length;
    other.receive(chunk, done);
  }

  override _final(done: () => void): void {
    this.other?.receiveEnd();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    // A writer that waits for room would wait for ever.
    this._read();
    this.other?.left();
    done(error);
  }

  private receive(chunk: Buffer, done: () => void): void {
    this.bytesRead += chunk.length;
    if (chunk.length === 0 || this.push(chunk)) done();
    else this.taken = done;
  }

  private receiveEnd(): void {
    if (this.ended || this.destroyed) return;
    this.ended = true;
    this.push(null);
  }

  private left(): void {
    if (this.closesWithOther) this.destroy();
    else this.receiveEnd();
  }
}
