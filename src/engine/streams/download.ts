import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { exceeded } from '../../core/limit-exceeded';
import { limits } from '../../core/limits';

/** The answer to a `GET`; an unfinished body ends in an error with the code `ECONNRESET`. */
export interface Download {
  readonly status: number;
  readonly body: Readable;
}

const readBytes = 256 << 10;
const pieceBytes = 1 << 20;
/** A slow engine's bytes are passed on after so many milliseconds, though they fill no piece. */
const patience = 50;

/**
 * `GET` for archives of many megabytes, on a connection of its own. Not through Node's client: that hands a body on in the
 * pieces in which an engine writes it (32 kB), and takes longer for 20,000 of them than the engine does. HTTP/1.1 framing:
 * RFC 9112, sections 6 and 7.
 */
export function dialDownload(options: {
  readonly socketPath: string;
  /** Who answers, for errors. */
  readonly address: string;
  readonly path: string;
  readonly signal?: AbortSignal | undefined;
  /** Called with the connection at once. */
  readonly onSocket?: (socket: Socket) => void;
  /** With which error the body ends when the signal says so, if not as cancelled. */
  readonly abortError?: () => Error | undefined;
}): Promise<Download> {
  return new Promise((resolve, reject) => {
    const { socketPath, path, signal } = options;
    const body = new DownloadBody(options.address, resolve);
    const socket = connect({
      path: socketPath,
      onread: {
        buffer: Buffer.allocUnsafe(readBytes),
        callback: (length, buffer) => body.receive(Buffer.from(buffer.buffer, buffer.byteOffset, length)),
      },
    });
    options.onSocket?.(socket);
    body.attach(socket, reject);
    socket.once('connect', () => socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`));
    const abort = (): void =>
      void body.destroy(options.abortError?.() ?? Object.assign(new Error('aborted'), { name: 'AbortError', code: 'ABORT_ERR' }));
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
    body.once('close', () => signal?.removeEventListener('abort', abort));
  });
}

/** Where in the answer the next byte belongs. `left` counts bytes; endless for a body that ends with the connection. */
type Place =
  | { readonly kind: 'head' | 'sizeLine' | 'chunkEnd' | 'trailers' | 'done' }
  | { readonly kind: 'content'; left: number; readonly chunked: boolean };

class DownloadBody extends Readable {
  private socket: Socket | undefined;
  private place: Place = { kind: 'head' };
  /** What of a head or a line is there. */
  private line = '';
  /** Length of the head, with what comes before it, or of the line between two pieces, or of the trailers. */
  private headLength = 0;
  private piece = Buffer.allocUnsafe(pieceBytes);
  private filled = 0;
  private timer: NodeJS.Timeout | undefined;
  private answered = false;

  constructor(
    private readonly from: string,
    private readonly answer: (download: Download) => void,
  ) {
    super({ highWaterMark: 2 * pieceBytes });
  }

  attach(socket: Socket, refuse: (error: Error) => void): void {
    this.socket = socket;
    this.once('error', (error) => {
      if (!this.answered) refuse(error);
    });
    socket.once('error', (error) => this.destroy(error));
    socket.once('end', () => this.ended());
    socket.once('close', () => this.ended());
  }

  /** The next bytes of the connection; false asks for no more until {@link _read}. The buffer is used again afterwards. */
  receive(bytes: Buffer): boolean {
    let hungry = true;
    for (let offset = 0; offset < bytes.length && this.place.kind !== 'done' && !this.destroyed;) {
      const { place } = this;
      if (place.kind === 'content') {
        const length = Math.min(place.left, bytes.length - offset, pieceBytes - this.filled);
        bytes.copy(this.piece, this.filled, offset, offset + length);
        this.filled += length;
        offset += length;
        place.left -= length;
        if (this.filled === pieceBytes) hungry = this.passOn();
        if (place.left === 0) this.contentEnded(place.chunked);
      } else offset = this.takeLine(bytes, offset);
    }
    if (this.filled > 0) this.timer ??= setTimeout(() => this.passOn(), patience);
    return hungry;
  }

  override _read(): void {
    this.socket?.resume();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.timer);
    this.socket?.destroy();
    done(error);
  }

  private passOn(): boolean {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.filled === 0 || this.destroyed) return true;
    const ready = this.piece.subarray(0, this.filled);
    this.piece = Buffer.allocUnsafe(pieceBytes);
    this.filled = 0;
    return this.push(ready);
  }

  /** Takes up to the end of a line, of the head up to its empty line; gives where it stopped. */
  private takeLine(bytes: Buffer, start: number): number {
    const newline = bytes.indexOf(10, start);
    const end = newline < 0 ? bytes.length : newline + 1;
    this.line += bytes.toString('latin1', start, end);
    this.headLength += end - start;
    if (this.headLength > limits.head.most) this.destroy(exceeded('head', this.from));
    else if (newline >= 0) this.lineEnded();
    return end;
  }

  private lineEnded(): void {
    const { place, line } = this;
    if (place.kind === 'head') {
      if (line.endsWith('\r\n\r\n')) this.headEnded(line);
      return;
    }
    this.line = '';
    if (place.kind === 'chunkEnd') this.place = { kind: 'sizeLine' };
    else if (place.kind === 'trailers') {
      if (line === '\r\n') this.finish();
    } else {
      const size = /^[0-9a-f]{1,12}(?=[;\s])/i.exec(line)?.[0];
      if (size === undefined) this.refuse();
      else if (Number.parseInt(size, 16) === 0) this.place = { kind: 'trailers' };
      else {
        this.place = { kind: 'content', left: Number.parseInt(size, 16), chunked: true };
        this.headLength = 0;
      }
    }
  }

  private headEnded(head: string): void {
    this.line = '';
    const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1]);
    if (!Number.isInteger(status)) {
      this.refuse();
      return;
    }
    // What comes before the answer itself.
    if (status < 200) return;
    const length = /^content-length:[ \t]*(\d+)/im.exec(head)?.[1];
    if (/^transfer-encoding:.*chunked/im.test(head)) this.place = { kind: 'sizeLine' };
    else this.place = { kind: 'content', left: length === undefined ? Infinity : Number(length), chunked: false };
    this.answered = true;
    this.headLength = 0;
    this.answer({ status, body: this });
    if (this.place.kind === 'content' && this.place.left === 0) this.finish();
  }

  private contentEnded(chunked: boolean): void {
    if (chunked) this.place = { kind: 'chunkEnd' };
    else this.finish();
  }

  private finish(): void {
    this.place = { kind: 'done' };
    this.passOn();
    this.push(null);
    this.socket?.destroy();
  }

  private ended(): void {
    const { place } = this;
    if (place.kind === 'done') return;
    if (place.kind === 'content' && place.left === Infinity) this.finish();
    else this.destroy(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }));
  }

  private refuse(): void {
    this.destroy(Object.assign(new Error('This is no answer of an engine.'), { code: 'HPE_INVALID_CONSTANT' }));
  }
}
