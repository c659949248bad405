import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';

/** Before each message: whether it is compressed, and its length (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md). */
const prefixLength = 5;
/** In bytes; a builder asks by numbers, which are short. */
const longestMessage = 1 << 20;
/** In bytes; so much is written at once. */
const flushed = 1 << 16;
/** In bytes; the next message waits while more is on its way. */
const mostUnderWay = 1 << 20;

/** In bytes; what is longer is not copied into one piece with its neighbours. */
const large = 1 << 13;

/** A message in parts, which are sent one after the other as they are. */
export type MessageParts = readonly Uint8Array[];

/** The messages of an answer. `isGone` says that whoever asked does not wait for it any more. */
export type StreamedAnswer = (
  rawHeaders: readonly string[],
  messages: AsyncIterable<Uint8Array>,
  isGone: () => boolean,
) => AsyncIterable<MessageParts>;

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
    writer.flush();
    response.addTrailers({ 'grpc-status': '0' });
  } catch (error) {
    writer.flush();
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
  /** In bytes; was handed over, and has not gone. */
  private underWay = 0;
  private wake: (() => void) | undefined;

  constructor(private readonly response: Http2ServerResponse) {
    response.stream.once('close', () => this.wake?.());
  }

  /** Resolves when there is room for the next. */
  async write(message: MessageParts): Promise<void> {
    const length = message.reduce((sum, part) => sum + part.length, 0);
    const prefix = Buffer.alloc(prefixLength);
    prefix.writeUInt32BE(length, 1);
    this.parts.push(prefix, ...message);
    this.length += prefixLength + length;
    if (this.length >= flushed) {
      this.flush();
      while (this.underWay > mostUnderWay && !this.response.stream.destroyed) await new Promise<void>((resolve) => (this.wake = resolve));
    } else if (!this.scheduled) {
      this.scheduled = true;
      // Nothing waits for more than what comes in this turn.
      setImmediate(() => {
        this.scheduled = false;
        this.flush();
      });
    }
  }

  /** Hands over what waits. */
  flush(): void {
    const { stream } = this.response;
    if (this.length === 0 || stream.destroyed) return;
    const pieces = joined(this.parts);
    this.parts = [];
    this.length = 0;
    stream.cork();
    for (const piece of pieces) {
      this.underWay += piece.length;
      this.response.write(piece, () => {
        this.underWay -= piece.length;
        this.wake?.();
      });
    }
    stream.uncork();
  }
}

/** The same bytes, neighbours that are short as one. */
function joined(parts: readonly Uint8Array[]): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let short: Uint8Array[] = [];
  const join = (): void => {
    if (short.length > 0) pieces.push(Buffer.concat(short));
    short = [];
  };
  for (const part of parts) {
    if (part.length < large) short.push(part);
    else {
      join();
      pieces.push(part);
    }
  }
  join();
  return pieces;
}
