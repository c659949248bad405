import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { imageArchive, tarOf } from '../../scripts/environment/images';
import { importImage } from '../../src/commands/images/import';
import { loadImages } from '../../src/commands/images/load';
import { SlipwayError } from '../../src/core/errors';
import type { Engine } from '../../src/engine/engine';
import { fakeApp, type FakeApp, runWithAnswers } from '../support/fake-app';
import { failsWith, testEngine, unique } from './support';

describe('engine: where images come from', () => {
  let engine: Engine;
  let folder = '';
  const made: string[] = [];

  before(async () => {
    engine = await testEngine();
    folder = await mkdtemp(path.join(tmpdir(), 'slipway-sources-'));
  });

  after(async () => {
    for (const name of made) await engine.images.remove(name, { force: true }).catch(() => undefined);
    engine.dispose();
    await rm(folder, { recursive: true });
  });

  const appWithEngine = (): FakeApp =>
    fakeApp({ information: engine.information, engine: { images: { load: engine.images.load.bind(engine), import: engine.images.import.bind(engine) },} });

  const write = async (name: string, content: Buffer): Promise<string> => {
    const file = path.join(folder, name);
    await writeFile(file, content);
    return file;
  };
  // Others may use the engine as well: only what has the name of this test counts.
  const isThere = (reference: string): Promise<boolean> => engine.images.inspect(reference).then(() => true, () => false);

  it('loads several files at once, compressed or not', async () => {
    const references = [`${unique('slipway-load')}:1`, `${unique('slipway-load')}:2`];
    const [plain = '', other = ''] = references;
    const layer = (): { path: string; size: number }[][] => [[{ path: unique('x'), size: 300_000 }]];
    const files = [
      await write('a.tar', await imageArchive({ reference: plain, layers: layer() })),
      await write('b.tar.gz', gzipSync(await imageArchive({ reference: other, layers: layer() }))),
    ];
    const { loaded } = (await runWithAnswers(loadImages, appWithEngine(), { files })) as { loaded: readonly { file: string; images: readonly string[] }[] };
    made.push(...loaded.flatMap(({ images }) => images));
    assert.deepEqual(loaded.map(({ file }) => file), files);
    for (const reference of references) await engine.images.inspect(reference);
  });

  for (const [program, extension, options] of [['xz', 'xz', ['-q']], ['zstd', 'zst', ['-q']]] as const) {
    it(`loads tar.${extension} or says that this engine cannot`, async function () {
      const reference = `${unique('slipway-load')}:1`;
      const file = await write(`${extension}.tar`, await imageArchive({ reference, layers: [[{ path: unique('x'), size: 300_000 }]] }));
      await promisify(execFile)(program, [...options, file]).catch(() => this.skip());
      const result = await runWithAnswers(loadImages, appWithEngine(), { files: [`${file}.${extension}`] }).then(
        () => 'loaded',
        (error: unknown) => SlipwayError.details(error, 'unsupported')?.operation ?? String(error),
      );
      assert.ok(['loaded', `load .tar.${extension}`].includes(result), result);
      const there = await isThere(reference);
      assert.equal(there, result === 'loaded');
      if (there) made.push(reference);
    });
  }

  it('keeps nothing of a damaged file', async () => {
    const reference = `${unique('slipway-cut')}:1`;
    const whole = await imageArchive({ reference, layers: [[{ path: unique('x'), size: 3_000_000 }], [{ path: unique('y'), size: 500_000 }]] });
    const damaged = [
      await write('cut.tar', whole.subarray(0, whole.length - 300_000)),
      await write('cut.tar.gz', gzipSync(whole).subarray(0, 3_200_000)),
      await write('flipped.tar.gz', Buffer.from(gzipSync(whole)).fill(1, 2_000_000, 2_000_100)),
      await write('text.tar', Buffer.from('this is no archive '.repeat(1_000))),
    ];
    for (const file of damaged) {
      const details = await failsWith(runWithAnswers(loadImages, appWithEngine(), { files: [file] }), 'invalidInput');
      assert.match(details.reason, /byte|tar/, file);
      assert.equal(await isThere(reference), false);
    }
  });

  it('imports a file system with its configuration', async () => {
    const reference = `${unique('slipway-import')}:1`;
    const file = await write('root.tar.gz', gzipSync(await tarOf([{ path: unique('x'), size: 300_000 }])));
    const answers = { source: file, reference, message: 'by hand', changes: ['CMD ["/bin/sh", "-l"]', 'ENV MODE=test'] };
    made.push(reference);
    await runWithAnswers(importImage, appWithEngine(), answers);
    const image = (await engine.images.inspect(reference)) as { Config: { Cmd: string[]; Env: string[] }; RootFS: { Layers: string[] } };
    assert.deepEqual(image.Config.Cmd, ['/bin/sh', '-l']);
    assert.ok(image.Config.Env.includes('MODE=test'));
    assert.equal(image.RootFS.Layers.length, 1);
  });

  it('imports from a URL', async () => {
    const archive = await tarOf([{ path: unique('x'), size: 100_000 }]);
    const server = createServer((_request, response) => void response.end(archive));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const reference = `${unique('slipway-import')}:url`;
    made.push(reference);
    try {
      await runWithAnswers(importImage, appWithEngine(), { source: `http://127.0.0.1:${(server.address() as AddressInfo).port}/root.tar`, reference });
      await engine.images.inspect(reference);
    } finally {
      server.close();
    }
  });

  it('leaves a name as it was when the engine cannot use the archive', async () => {
    const reference = `${unique('slipway-import')}:bad`;
    // Past the command's own check, as an archive of a form that it does not know.
    const broken = await write('broken.bin', Buffer.concat([await tarOf([{ path: unique('x'), size: 400_000 }])]).subarray(0, 200_000));
    await assert.rejects(engine.images.import(createReadStream(broken), { reference }), (error) => error instanceof SlipwayError);
    assert.equal(await isThere(reference), false);
    const whole = await write('whole.tar', await tarOf([{ path: unique('x'), size: 400_000 }]));
    made.push(reference);
    const { imageId } = await engine.images.import(createReadStream(whole), { reference });
    await assert.rejects(engine.images.import(createReadStream(broken), { reference }), (error) => error instanceof SlipwayError);
    assert.equal((await engine.images.inspect(reference))['Id'], imageId);
  });

  it('makes an image of another platform or says that this engine cannot', async () => {
    const reference = `${unique('slipway-import')}:arm`;
    const file = await write('arm.tar', await tarOf([{ path: unique('x'), size: 1_000 }]));
    const made64 = await runWithAnswers(importImage, appWithEngine(), { source: file, reference, platform: 'linux/arm64' }).then(
      () => true,
      (error: unknown) => {
        assert.ok(SlipwayError.details(error, 'unsupported'), String(error));
        return false;
      },
    );
    const architecture = await engine.images.inspect(reference).then((found) => found['Architecture'], () => undefined);
    assert.equal(architecture, made64 ? 'arm64' : undefined);
    if (made64) made.push(reference);
  });

  it('keeps nothing of an import that is cancelled', async () => {
    const reference = `${unique('slipway-import')}:cancelled`;
    const file = await write('large.tar', await tarOf([{ path: unique('x'), size: 8_000_000 }]));
    const controller = new AbortController();
    const work = engine.images.import(createReadStream(file), { reference, signal: controller.signal, onProgress: () => controller.abort() });
    await failsWith(work, 'cancelled');
    assert.equal(await isThere(reference), false);
  });
});
