import assert from 'node:assert/strict';
import http2 from 'node:http2';
import type { AddressInfo } from 'node:net';
import { serveMessages, type StreamedAnswer } from '../../../../../src/engine/builder/buildkit/message-stream';

/** A message with its prefix. */
function framed(message: Buffer): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

describe('messages of one call', () => {
  let server: http2.Http2Server;
  let client: http2.ClientHttp2Session;
  let answer: StreamedAnswer;
  beforeEach(async () => {
    server = http2.createServer((request, response) => void serveMessages(request, response, (...call) => answer(...call)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    client = http2.connect(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
  });
  afterEach(() => {
    client.destroy();
    server.close();
  });

  /** Sends pieces, as they come on a network; gives the messages of the answer and its trailers. */
  async function call(pieces: readonly Buffer[], onData: (stream: http2.ClientHttp2Stream) => void = () => undefined): Promise<{ messages: readonly string[]; trailers: http2.IncomingHttpHeaders }> {
    const stream = client.request({ ':method': 'POST', ':path': '/x', 'content-type': 'application/grpc' });
    const chunks: Buffer[] = [];
    let trailers: http2.IncomingHttpHeaders = {};
    stream.on('trailers', (given) => (trailers = given as http2.IncomingHttpHeaders));
    stream.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      onData(stream);
    });
    const ended = new Promise<void>((resolve) => stream.once('close', resolve));
    stream.on('error', () => undefined);
    for (const piece of pieces) stream.write(piece);
    stream.end();
    await ended;
    const bytes = Buffer.concat(chunks);
    const messages: string[] = [];
    for (let at = 0; at + 5 <= bytes.length; at += 5 + bytes.readUInt32BE(at + 1)) messages.push(bytes.subarray(at + 5, at + 5 + bytes.readUInt32BE(at + 1)).toString());
    return { messages, trailers };
  }

  const echo: StreamedAnswer = async function* (_headers, messages) {
    for await (const message of messages) yield [Buffer.from('<'), message, Buffer.from('>')];
  };

  it('come whole, however they are cut', async () => {
    answer = echo;
    const bytes = Buffer.concat(['', 'a', 'bc', 'x'.repeat(20_000), 'ü'].map((text) => framed(Buffer.from(text))));
    for (const size of [1, 2, 3, 7, 1_000, bytes.length]) {
      // A byte at a time only where that is not many.
      const first = size < 100 ? bytes.subarray(0, 60) : Buffer.alloc(0);
      const pieces = [...Array.from({ length: Math.ceil(first.length / size) }, (_, index) => first.subarray(index * size, (index + 1) * size)), bytes.subarray(first.length)];
      const { messages, trailers } = await call(pieces);
      assert.deepEqual(messages.map((message) => message.length), [2, 3, 4, 20_002, 3]);
      assert.equal(trailers['grpc-status'], '0');
    }
  });

  it('are many, and large, with a reader that is slow', async () => {
    answer = async function* () {
      for (let number = 0; number < 5_000; number += 1) yield [Buffer.from(String(number))];
      for (let number = 0; number < 20; number += 1) yield await Promise.resolve([Buffer.from('a'), Buffer.alloc(200_000, 'x'), Buffer.from('b')]);
    };
    let paused = 0;
    const { messages } = await call([], (stream) => {
      if ((paused += 1) % 10 !== 0) return;
      stream.pause();
      setImmediate(() => stream.resume());
    });
    assert.equal(messages.length, 5_020);
    assert.equal(messages[4_999], '4999');
    assert.equal(messages[5_019], `a${'x'.repeat(200_000)}b`);
  });

  it('are not held back while others are awaited', async () => {
    let go: () => void = () => undefined;
    answer = async function* () {
      yield [Buffer.from('first')];
      await new Promise<void>((resolve) => (go = resolve));
      yield [Buffer.from('second')];
    };
    // The second one comes only because the first one was seen.
    const { messages } = await call([], () => go());
    assert.deepEqual(messages, ['first', 'second']);
  });

  it('end with what went wrong', async () => {
    answer = async function* () {
      yield await Promise.resolve([Buffer.from('one')]);
      throw new Error('no ü here\n');
    };
    const { messages, trailers } = await call([]);
    assert.deepEqual([messages, trailers['grpc-status'], decodeURIComponent(String(trailers['grpc-message']))], [['one'], '2', 'no ü here\n']);
  });

  it('are refused compressed, or without end', async () => {
    answer = echo;
    assert.equal((await call([Buffer.from([1, 0, 0, 0, 0])])).trailers['grpc-status'], '2');
    assert.equal((await call([Buffer.from([0, 255, 255, 255, 255])])).trailers['grpc-status'], '2');
  });

  it('stop when nobody waits for them', async () => {
    let ended = false;
    let gone = false;
    answer = async function* (_headers, _messages, isGone) {
      try {
        for (;;) yield await new Promise<Buffer[]>((resolve) => setImmediate(() => resolve([Buffer.alloc(1_000)])));
      } finally {
        ended = true;
        gone = isGone();
      }
    };
    await call([], (stream) => stream.close(http2.constants.NGHTTP2_CANCEL));
    while (!ended) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(gone, true);
  });
});
