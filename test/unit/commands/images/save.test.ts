import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import * as zlib from 'node:zlib';
import { saveImages } from '../../../../src/commands/images/save';
import { failure, SlipwayError, type SlipwayErrorKind } from '../../../../src/core/errors';
import { archiveFilters } from '../../../../src/files/archive-target';
import { fakeApp, type FakeAppOptions, file, pickMany, runFromRows, runWithAnswers } from '../../../support/fake-app';
import { image, imageRow } from '../../../support/fake-images';
import { imageArchive, tar } from '../../../support/fake-archive';
import { fillDisk } from '../../../support/full-disk';

const images = [image('a', 'app:1'), image('b', 'web:1')];

function setUp(archive: () => AsyncIterable<Buffer> | Iterable<Buffer>, options: FakeAppOptions = {}, bytes = 5_000) {
  const asked: (readonly string[])[] = [];
  const app = fakeApp({
    ...options,
    engine: {
      images: {
        save: (names) => {
          asked.push(names);
          return Promise.resolve({ stream: Readable.from(archive()) });
        },
        estimateArchive: (names) => Promise.resolve({ images: new Set(names).size, bytes }),
        list: () => Promise.resolve(images),
      },
      containers: { list: () => Promise.resolve([]) },
    },
  });
  return { app, asked };
}

const isKind = (kind: SlipwayErrorKind) => (error: unknown) => error instanceof SlipwayError && error.kind === kind;

describe('slipway.images.save', () => {
  let folder = '';
  beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'slipway-save-'))));
  afterEach(() => rm(folder, { recursive: true }));
  const whole = imageArchive(['app:1']);

  it('writes the archive whole and says how large it is', async () => {
    const { app, asked } = setUp(() => [whole.subarray(0, 700), whole.subarray(700)]);
    const target = path.join(folder, 'app.tar');
    assert.deepEqual(await runWithAnswers(saveImages, app, { images: ['app:1'], file: target }), { images: ['app:1'], file: target, bytes: whole.length });
    assert.deepEqual(await readFile(target), whole);
    assert.deepEqual(await readdir(folder), ['app.tar']);
    assert.deepEqual(asked, [['app:1']]);
    assert.deepEqual(app.record.commands, [`docker save -o ${target} app:1`]);
    assert.deepEqual(app.record.work, ['Saving app:1 to an archive of about 5kB']);
    assert.deepEqual(app.record.reports[0], { current: 700, total: 5_000, estimated: true });
    assert.deepEqual(app.record.reports.at(-1), { current: whole.length, total: Math.max(whole.length, 5_000), estimated: whole.length < 5_000 });
    assert.deepEqual(app.record.questions, []);
  });

  for (const name of ['app.tar.gz', 'app.tgz']) {
    it(`compresses ${name}`, async () => {
      const { app } = setUp(() => [whole]);
      const target = path.join(folder, name);
      await runWithAnswers(saveImages, app, { images: ['app:1'], file: target });
      assert.deepEqual(zlib.gunzipSync(await readFile(target)), whole);
      assert.deepEqual(app.record.commands, [`docker save app:1 | gzip > ${target}`]);
      assert.ok(app.record.reports.every(({ message }) => message === 'Sizes before compression'));
    });
  }

  const zstd = 'createZstdDecompress' in zlib;
  it(`${zstd ? 'compresses' : 'refuses'} app.tar.zst, as this Node can`, async () => {
    const { app, asked } = setUp(() => [whole]);
    const target = path.join(folder, 'app.tar.zst');
    const saved = runWithAnswers(saveImages, app, { images: ['app:1'], file: target });
    if (!zstd) {
      await assert.rejects(saved, (error) => SlipwayError.details(error, 'invalidInput')?.reason.endsWith('Use one of these: .tar, .tar.gz') ?? false);
      assert.deepEqual(asked, []);
      return;
    }
    await saved;
    assert.equal((await readFile(target)).readUInt32LE(0), 0xfd2fb528);
    assert.deepEqual(app.record.commands, [`docker save app:1 | zstd > ${target}`]);
  });

  for (const name of ['app.tar.xz', 'app.txz', 'app.tar.bz2']) {
    it(`refuses ${name} before anything is read, and does not offer it`, async () => {
      const target = path.join(folder, name);
      const given = fakeApp();
      await assert.rejects(runWithAnswers(saveImages, given, { images: ['app:1'], file: target }), (error) => SlipwayError.details(error, 'invalidInput')?.value === target);
      const { app, asked } = setUp(() => [whole], { answers: [file(target)] });
      await assert.rejects(runFromRows(saveImages, app, imageRow(image('a', 'app:1'))), isKind('invalidInput'));
      assert.deepEqual([asked, app.record.commands, await readdir(folder)], [[], [], []]);
      assert.ok(!Object.values(archiveFilters()).flat().some((ending) => /xz|bz2/.test(ending)));
    });
  }

  it('refuses a disk that has clearly no room before the engine is asked, but not for a compressed archive', async () => {
    const huge = () => setUp(() => [whole], {}, 2 ** 60);
    const refused = huge();
    await assert.rejects(runWithAnswers(saveImages, refused.app, { images: ['app:1'], file: path.join(folder, 'app.tar') }), (error) => {
      const details = SlipwayError.details(error, 'fileFailed');
      return details?.code === 'ENOSPC' && /^about 1\.15EB is needed and .* is free\. Free some space/.test(details.detail);
    });
    assert.deepEqual([refused.asked, await readdir(folder)], [[], []]);
    await runWithAnswers(saveImages, huge().app, { images: ['app:1'], file: path.join(folder, 'app.tar.gz') });
    assert.deepEqual(await readdir(folder), ['app.tar.gz']);
  });

  it('says that the disk is full and leaves what was there, without the part', async () => {
    const target = path.join(folder, 'app.tar');
    await writeFile(target, 'before');
    const restore = await fillDisk(1_000);
    try {
      await assert.rejects(runWithAnswers(saveImages, setUp(() => [whole.subarray(0, 700), whole.subarray(700)]).app, { images: ['app:1'], file: target }), (error) => {
        const details = SlipwayError.details(error, 'fileFailed');
        return details?.code === 'ENOSPC' && details.detail.startsWith('the disk is full');
      });
    } finally {
      restore();
    }
    assert.deepEqual(await readdir(folder), ['app.tar']);
    assert.equal(await readFile(target, 'utf8'), 'before');
  });

  const failures: Readonly<Record<string, { readonly archive: () => AsyncIterable<Buffer> | Iterable<Buffer>; readonly kind: SlipwayErrorKind }>> = {
    'an archive that ends too early': { archive: () => [whole.subarray(0, whole.length - 2_000)], kind: 'engineFailed' },
    'an archive without the layers it lists': { archive: () => [tar({ 'manifest.json': JSON.stringify([{ Config: 'c.json', Layers: ['l.tar'] }]), 'c.json': '{}' })], kind: 'engineFailed' },
    'an archive of no image': { archive: () => [tar({ 'oci-layout': '{}' })], kind: 'engineFailed' },
    'a connection that breaks': {
      archive: async function* () {
        await Promise.resolve();
        yield whole.subarray(0, 600);
        throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
      },
      kind: 'connectionLost',
    },
  };
  for (const [what, { archive, kind }] of Object.entries(failures)) {
    for (const name of ['app.tar', 'app.tgz']) {
      it(`leaves what was there and nothing else after ${what} (${name})`, async () => {
        const target = path.join(folder, name);
        await writeFile(target, 'before');
        await assert.rejects(runWithAnswers(saveImages, setUp(archive).app, { images: ['app:1'], file: target }), isKind(kind));
        assert.deepEqual(await readdir(folder), [name]);
        assert.equal(await readFile(target, 'utf8'), 'before');
      });
    }
  }

  it('leaves nothing when it is cancelled', async () => {
    const { app } = setUp(() => [whole], { cancelWork: true });
    await assert.rejects(runWithAnswers(saveImages, app, { images: ['app:1'], file: path.join(folder, 'app.tar') }), isKind('cancelled'));
    assert.deepEqual(await readdir(folder), []);
  });

  it('reports what the disk says', async () => {
    for (const target of [path.join(folder, 'none', 'app.tar'), folder, '/dev/null']) {
      await assert.rejects(runWithAnswers(saveImages, setUp(() => [whole]).app, { images: ['app:1'], file: target }), isKind('fileFailed'));
    }
  });

  it('wants as many images in the archive as were named, the same one once', async () => {
    const target = path.join(folder, 'two.tar');
    await assert.rejects(runWithAnswers(saveImages, setUp(() => [whole]).app, { images: ['app:1', 'web:1'], file: target }), isKind('engineFailed'));
    await runWithAnswers(saveImages, setUp(() => [whole]).app, { images: ['app:1', 'app:1'], file: target });
  });

  it('checks its answers before the engine sees them', async () => {
    for (const answers of [{ images: [], file: '/x.tar' }, { images: ['A b'], file: '/x.tar' }, { images: ['app:1'], file: 'x.tar' }]) {
      const { app, asked } = setUp(() => [whole]);
      await assert.rejects(runWithAnswers(saveImages, app, answers), isKind('invalidInput'));
      assert.deepEqual(asked, []);
    }
  });

  it('asks for the file only from rows, and for both in the palette', async () => {
    const target = path.join(folder, 'x.tar');
    const rows = setUp(() => [whole], { answers: [file(target)] });
    await runFromRows(saveImages, rows.app, imageRow(image('a', '127.0.0.1:5000/app:1')));
    assert.equal(rows.app.record.questions[0]!.value, '127.0.0.1_5000_app_1.tar');
    assert.equal(rows.app.record.questions[0]!.title, 'Save Images (archive of about 5kB before compression)');
    const both = setUp(() => [imageArchive(['app:1', 'web:1'])], { answers: [pickMany('app:1', 'web:1'), file(target)] });
    await runFromRows(saveImages, both.app);
    assert.deepEqual(both.asked, [['app:1', 'web:1']]);
    assert.equal(both.app.record.questions[1]!.value, 'images.tar');
    both.app.done();
  });

  it('passes on what the engine says before the archive begins', async () => {
    const missing = failure('notFound', { what: 'image', name: 'no:1' });
    const app = fakeApp({ engine: { images: { estimateArchive: () => Promise.reject(missing) } } });
    await assert.rejects(runWithAnswers(saveImages, app, { images: ['no:1'], file: path.join(folder, 'x.tar') }), missing);
    assert.deepEqual(await readdir(folder), []);
  });
});
