import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { streamPair } from '../../../../src/engine/streams/stream-pair';

/** Everything up to the end; unlike the consumers of Node it leaves the other direction open. */
async function text(stream: Readable): Promise<string> {
  let all = '';
  stream.on('data', (chunk: Buffer) => (all += chunk.toString()));
  await once(stream, 'end');
  return all;
}

describe('engine/streams/stream-pair', () => {
  it('carries both ways, and ends each way on its own', async () => {
    const { outer, inner } = streamPair();
    outer.end('question');
    assert.equal(await text(inner), 'question');
    inner.write('ans');
    inner.end('wer');
    assert.equal(await text(outer), 'answer');
    assert.deepEqual([outer.bytesRead, outer.bytesWritten, inner.bytesRead, inner.bytesWritten], [6, 8, 8, 6]);
  });

  it('takes no more than the reader has room for', async () => {
    const { outer, inner } = streamPair();
    const piece = Buffer.alloc(64 * 1024, 1);
    let written = 0;
    while (outer.write(piece)) written += 1;
    assert.ok(written < 4, String(written));
    let drained = 0;
    outer.once('drain', () => drained++);
    await new Promise((resolve) => setImmediate(resolve));
    for (let turn = 0; turn < 100 && drained === 0; turn += 1) {
      inner.read();
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal(drained, 1);
  });

  it('loses nothing and mixes nothing up', async () => {
    const { outer, inner } = streamPair();
    const pieces = Array.from({ length: 3_000 }, (_, index) => Buffer.alloc((index * 7_919) % 5_000, index % 251));
    void (async () => {
      for (const piece of pieces) if (!outer.write(piece)) await once(outer, 'drain');
      outer.end();
    })();
    assert.ok((await buffer(inner)).equals(Buffer.concat(pieces)));
  });

  it('reads an end where the inner end is gone, and what came before', async () => {
    const { outer, inner } = streamPair();
    inner.write('last');
    inner.destroy();
    assert.equal(await text(outer), 'last');
    const failed = once(outer, 'error');
    outer.write('x');
    const [error] = (await failed) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'EPIPE');
  });

  it('closes the inner end with the outer one, also while it waits for room', async () => {
    const { outer, inner } = streamPair();
    while (inner.write(Buffer.alloc(64 * 1024)));
    inner.on('error', () => undefined);
    outer.destroy();
    await once(inner, 'close');
    assert.ok(inner.destroyed);
  });
});
