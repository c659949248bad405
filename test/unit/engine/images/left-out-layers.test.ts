import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { extract, pack } from 'tar-stream';
import { archivedLayerNames, withoutContents } from '../../../../src/engine/images/left-out-layers';

const hex = (digit: string): string => digit.repeat(64);

/** An archive with one file for each name. */
async function archive(files: Readonly<Record<string, Buffer | string>>, pax?: Record<string, string>): Promise<Buffer> {
  const tar = pack();
  for (const [name, content] of Object.entries(files)) tar.entry({ name, mtime: new Date(0), ...(pax && { pax }) }, content);
  tar.finalize();
  return buffer(tar);
}

/** What is in an archive, by name; a checksum that is wrong throws. */
async function contents(tar: Buffer): Promise<Readonly<Record<string, number>>> {
  const found: Record<string, number> = {};
  const reader = extract();
  Readable.from([tar]).pipe(reader);
  for await (const entry of reader) found[entry.header.name] = (await buffer(entry)).length;
  return found;
}

describe('engine/images/left-out-layers', () => {
  const files = { 'a/': '', 'blobs/sha256/x': Buffer.alloc(2000, 1), b: 'b', [`${hex('1')}.tar`]: Buffer.alloc(512, 2), c: Buffer.alloc(1024, 3), manifest: '[]' };
  const names = new Set(['blobs/sha256/x', `${hex('1')}.tar`, 'nowhere']);

  for (const size of [1, 7, 511, 512, 513, 1000, 100_000]) {
    it(`empties entries that come in pieces of ${size} bytes`, async () => {
      const whole = await archive(files);
      const pieces = Array.from({ length: Math.ceil(whole.length / size) }, (_, index) => whole.subarray(index * size, (index + 1) * size));
      const changed = await buffer(Readable.from(pieces).pipe(withoutContents(names)));
      assert.deepEqual(await contents(changed), { 'a/': 0, 'blobs/sha256/x': 0, b: 1, [`${hex('1')}.tar`]: 0, c: 1024, manifest: 2 });
      assert.equal(changed.length, whole.length - 2048 - 512);
    });
  }

  it('leaves everything else as it is, byte for byte', async () => {
    const whole = await archive(files);
    assert.deepEqual(await buffer(Readable.from([whole]).pipe(withoutContents(new Set(['other'])))), whole);
    for (const odd of [Buffer.alloc(0), Buffer.from('no archive'), Buffer.alloc(700, 255), whole.subarray(0, 700)])
      assert.deepEqual(await buffer(Readable.from([odd]).pipe(withoutContents(new Set(['other'])))), odd);
  });

  it('changes nothing behind a header that may say another size', async () => {
    const whole = await archive({ 'blobs/sha256/x': 'content' }, { comment: 'x' });
    assert.deepEqual(await buffer(Readable.from([whole]).pipe(withoutContents(names))), whole);
  });

  it('knows the names that engines give to layers', () => {
    // What Docker 20.10 and Podman 4.3 wrote for an image of these two layers.
    const [first, second] = ['sha256:d7448be874f4defd28ff88ceee64c84f3b03e16fbb6fe2cf682a2f0c75a7a834', 'sha256:db385e436172bfd3171a7b2c5b28082456fa09cfe32e0e2399a32a125c51a2d4'];
    const known = archivedLayerNames([first, second]);
    assert.ok(known.has('cbcb054e8cdcd6b135388c423e6e6e185e33710e139c575c574545c9de426f47/layer.tar'));
    assert.ok(known.has(`${(second).slice(7)}.tar`) && known.has(`blobs/sha256/${(first).slice(7)}`));
    assert.equal(known.size, 6);
    assert.equal(archivedLayerNames([]).size, 0);
  });
});
