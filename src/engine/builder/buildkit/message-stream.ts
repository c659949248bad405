import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { setImmediate } from 'node:timers/promises';

/** Before each message: whether it is compressed, and its length (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md). */
const prefixLength = 5;
/** In bytes; a builder asks by numbers, which are short. */
const longestMessage = 1 << 20;
/** In bytes; so much is written at once. */
const flushed = 1 << 16;

/** The messages of an answer. `isGone` says that whoever asked does not wait for it any more. */
export type StreamedAnswer = (
  rawHeaders: readonly string[],
  messages: AsyncIterable<Uint8Array>,
  isGone: () => boolean,
) => AsyncIterable<Uint8Array>;

/**
 * A call of gRPC with messages in both directions, for which the library's way is too dear: it writes each message by
 * itself, and a build tells of ten thousands of files. What is ready at the same time is written together.
 */
export async function serveMessages(request: Http2ServerRequest, response: Http2ServerResponse, answer: StreamedAnswer): Promise<void> {
  const isGone = (): boolean => request.aborted || response.stream.destroyed;
  const writer = new MessageWriter(response);
  response.writeHead(200, { 'content-type': 'application/grpc' });
  try {
    for await (const message of answer(request.rawHeaders, messagesOf(request), isGone)) {
      if (isGone()) return;
      await writer.write(message);
    }
    await writer.flush();
    response.addTrailers({ 'grpc-status': '0' });
  } catch (error) {
    await writer.flush();
    response.addTrailers({
      'grpc-status': '2',
      'grpc-message': encodeURIComponent(error instanceof Error ? error.message : String(error)),
    });
  }
  response.end();
}

async function* messagesOf(request: Http2ServerRequest): AsyncGenerator<Uint8Array> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of request as AsyncIterable<Buffer>) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    while (bytes.length - at >= prefixLength) {
      if (bytes[at] !== 0) throw new Error('a compressed message');
      const length = bytes.readUInt32BE(at + 1);
      if (length > longestMessage) throw new Error(`a message of ${String(length)} bytes`);
      if (bytes.length - at < prefixLength + length) break;
      yield bytes.subarray(at + prefixLength, at + prefixLength + length);
      at += prefixLength + length;
    }
    rest = bytes.subarray(at);
  }
}

class MessageWriter {
  private parts: Uint8Array[] = [];
  private length = 0;
  private scheduled = false;
  private full: Promise<void> | undefined;

  constructor(private readonly response: Http2ServerResponse) {}

  /** Resolves when there is room for the next. */
  async write(message: Uint8Array): Promise<void> {
    const prefix = Buffer.alloc(prefixLength);
    prefix.writeUInt32BE(message.length, 1);
    this.parts.push(prefix, message);
    this.length += prefixLength + message.length;
    if (this.length >= flushed) await this.flush();
    else if (!this.scheduled) {
      this.scheduled = true;
      // Nothing waits for more than what comes in this turn.
      void setImmediate().then(() => {
        this.scheduled = false;
        return this.flush();
      });
    }
  }

  /** Hands over what waits; resolves when there is room again. */
  async flush(): Promise<void> {
    while (this.full) await this.full;
    if (this.length === 0 || this.response.stream.destroyed) return;
    const bytes = Buffer.concat(this.parts, this.length);
    this.parts = [];
    this.length = 0;
    if (this.response.write(bytes)) return;
    this.full = this.drained();
    await this.full;
    this.full = undefined;
  }

  private drained(): Promise<void> {
    const { stream } = this.response;
    return new Promise((resolve) => {
      const done = (): void => {
        stream.off('drain', done);
        stream.off('close', done);
        resolve();
      };
      stream.once('drain', done);
      stream.once('close', done);
    });
  }
}
