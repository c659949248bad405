import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { saveImages } from '../../../../src/commands/images/save';
import { failure, SlipwayError, type SlipwayErrorKind } from '../../../../src/core/errors';
import { fakeApp, type FakeAppOptions, file, pickMany, runFromRows, runWithAnswers } from '../../../support/fake-app';
import { image, imageRow } from '../../../support/fake-images';
import { imageArchive, tar } from '../../../support/fake-archive';

const images = [image('a', 'app:1'), image('b', 'web:1')];

function setUp(archive: () => AsyncIterable<Buffer> | Iterable<Buffer>, options: FakeAppOptions = {}) {
  const asked: (readonly string[])[] = [];
  const app = fakeApp({
    ...options,
    engine: {
      saveImages: (names) => {
        asked.push(names);
        return Promise.resolve({ stream: Readable.from(archive()), estimatedBytes: 5_000 });
      },
      inspectImage: (name) => Promise.resolve({ Id: images.find(({ tags }) => tags.includes(name))?.id }),
      listImages: () => Promise.resolve(images),
      listContainers: () => Promise.resolve([]),
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
    assert.deepEqual(app.record.reports.at(-1), { current: whole.length, total: Math.max(whole.length, 5_000) });
    assert.deepEqual(app.record.questions, []);
  });

  for (const name of ['app.tar.gz', 'app.tgz']) {
    it(`compresses ${name}`, async () => {
      const { app } = setUp(() => [whole]);
      const target = path.join(folder, name);
      await runWithAnswers(saveImages, app, { images: ['app:1'], file: target });
      assert.deepEqual(gunzipSync(await readFile(target)), whole);
      assert.deepEqual(app.record.commands, [`docker save app:1 | gzip > ${target}`]);
    });
  }

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
    const both = setUp(() => [imageArchive(['app:1', 'web:1'])], { answers: [pickMany('app:1', 'web:1'), file(target)] });
    await runFromRows(saveImages, both.app);
    assert.deepEqual(both.asked, [['app:1', 'web:1']]);
    assert.equal(both.app.record.questions[1]!.value, 'images.tar');
    both.app.done();
  });

  it('passes on what the engine says before the archive begins', async () => {
    const missing = failure('notFound', { what: 'image', name: 'no:1' });
    const app = fakeApp({ engine: { inspectImage: () => Promise.reject(missing) } });
    await assert.rejects(runWithAnswers(saveImages, app, { images: ['no:1'], file: path.join(folder, 'x.tar') }), missing);
    assert.deepEqual(await readdir(folder), []);
  });
});
