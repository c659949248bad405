import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pack } from 'tar-stream';
import { ArchiveCheck } from '../../../../src/engine/images/archive-check';

async function archive(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const tar = pack();
  for (const [name, content] of Object.entries(files)) tar.entry({ name }, content);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function pass(bytes: Buffer, size: number): Promise<Buffer> {
  const parts = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
  const out: Buffer[] = [];
  await pipeline(Readable.from(parts), new ArchiveCheck('test', (missing) => new Error(missing.join())), async (stream) => {
    for await (const chunk of stream as AsyncIterable<Buffer>) out.push(chunk);
  });
  return Buffer.concat(out);
}

describe('engine/images/archive-check', () => {
  const digest = 'a'.repeat(64);
  const manifest = JSON.stringify([{ Config: 'blobs/sha256/config', Layers: [`blobs/sha256/${digest}`] }]);

  it('passes a whole archive through unchanged, however it is cut', async () => {
    const whole = await archive({ [`blobs/sha256/${digest}`]: 'x'.repeat(1300), 'manifest.json': manifest, 'blobs/sha256/config': '{}', empty: '' });
    for (const size of [1, 7, 512, 1000, whole.length]) assert.deepEqual(await pass(whole, size), whole);
  });

  it('names what is missing', async () => {
    const half = await archive({ 'manifest.json': manifest, 'blobs/sha256/config': '{}' });
    for (const size of [13, half.length]) await assert.rejects(pass(half, size), { message: `blobs/sha256/${digest}` });
  });

  it('leaves an archive of another kind alone', async () => {
    const other = await archive({ 'index.json': '{}' });
    assert.deepEqual(await pass(other, 100), other);
  });
});
