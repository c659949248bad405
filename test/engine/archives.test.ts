import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { imageArchive, tarOf } from '../../scripts/environment/images';
import type { SlipwayError } from '../../src/core/errors';
import type { ProgressReport } from '../../src/core/progress';
import type { Engine } from '../../src/engine/engine';
import { failsWith, loadFileImage, openRegistry, pushCompressed, testEngine, unique } from './support';

async function read(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('engine: archives', () => {
  let engine: Engine;
  const made: string[] = [];

  before(async () => {
    engine = await testEngine();
  });

  after(async () => {
    for (const name of made) await engine.images.remove(name).catch(() => undefined);
    engine.dispose();
  });

  it('saves several images into one archive and loads them again', async () => {
    const first = await loadFileImage(engine, `${unique('slipway-save')}:1`, 200_000);
    const second = await loadFileImage(engine, `${unique('slipway-save')}:2`, 300_000);
    made.push(first, second);
    const estimate = await engine.images.estimateArchive([first, second, first]);
    const { stream } = await engine.images.save([first, second]);
    const archive = await read(stream);
    assert.ok(archive.length > 500_000);
    assert.equal(estimate.images, 2);
    assert.ok(Math.abs(estimate.bytes - archive.length) < 60_000, `${estimate.bytes} of ${archive.length}`);
    await engine.images.remove(first);
    await engine.images.remove(second);
    const loaded = await engine.images.load(Readable.from([archive]), {});
    assert.deepEqual([...loaded].sort(), [first, second].sort());
    await engine.images.inspect(first);
    await engine.images.inspect(second);
  });

  it('counts the bytes sent while it loads, also of a compressed archive', async () => {
    const reference = `${unique('slipway-load')}:1`;
    const archive = gzipSync(await imageArchive({ reference, layers: [[{ path: 'big', size: 3_000_000 }]] }));
    const reports: ProgressReport[] = [];
    const pieces = Readable.from([archive.subarray(0, 1_000_000), archive.subarray(1_000_000)]);
    const loaded = await engine.images.load(pieces, { onProgress: (report) => reports.push(report) });
    made.push(...loaded);
    assert.equal(loaded.length, 1);
    assert.ok(reports.length > 0);
    assert.ok(reports.every((report) => report.current !== undefined));
  });

  it('says that an image is not there before it gives a stream', async () => {
    await failsWith(engine.images.save([`${unique('nowhere')}:1`]), 'notFound');
  });

  it('fails for what is no archive and for one that is cut off', async () => {
    const cut = (await imageArchive({ reference: `${unique('slipway-cut')}:1`, layers: [[{ path: 'x', size: 500_000 }]] })).subarray(0, 300_000);
    for (const bytes of [Buffer.from('this is no archive'.repeat(100)), cut]) {
      const error = await engine.images.load(Readable.from([bytes]), {}).then(() => undefined, (reason: unknown) => reason);
      assert.match(String(error), /engineFailed|notFound/, String(error));
    }
  });

  it('tells a file that cannot be read', async () => {
    const details = await failsWith(engine.images.load(createReadStream('/nowhere/at.tar'), {}), 'fileFailed');
    assert.equal(details.code, 'ENOENT');
    assert.equal(details.file, '/nowhere/at.tar');
  });

  it('does not give half an image for a whole one', async function () {
    if (!engine.information.containerdStore) this.skip();
    const files = [{ path: unique('layer'), size: 300_000 }];
    const loaded = `${unique('slipway-half')}:1`;
    made.push(loaded);
    await engine.images.load(Readable.from([await imageArchive({ reference: loaded, layers: [files] })]), {});
    // The same layer, compressed, so that it has another digest there.
    const compressed = await pushCompressed(openRegistry(), unique('half'), await tarOf(files));
    made.push(compressed);
    await engine.images.pull(compressed, {});
    const { stream } = await engine.images.save([compressed]);
    const saved = await read(stream).then(
      (bytes) => (bytes.length > 300_000 ? 'whole' : 'half'),
      (error: unknown) => (error as SlipwayError).kind,
    );
    assert.match(saved, /^(?:whole|engineFailed)$/);
  });

  it('stops saving and loading at once when told', async () => {
    const image = await loadFileImage(engine, `${unique('slipway-stop')}:1`, 20_000_000);
    made.push(image);
    const saving = new AbortController();
    const { stream } = await engine.images.save([image], saving.signal);
    saving.abort();
    await assert.rejects(read(stream));

    const loading = new AbortController();
    const archive = await imageArchive({ reference: `${unique('slipway-half')}:1`, layers: [[{ path: 'x', size: 500_000 }]] });
    const stuck = new Readable({ read: () => undefined });
    stuck.push(archive.subarray(0, 300_000));
    setTimeout(() => loading.abort(), 100);
    await failsWith(engine.images.load(stuck, { signal: loading.signal }), 'cancelled');
    assert.equal(stuck.destroyed, true);
  });
});
