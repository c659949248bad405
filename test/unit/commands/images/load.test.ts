import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { loadImages } from '../../../../src/commands/images/load';
import { failure, SlipwayError } from '../../../../src/core/errors';
import { connectEngine } from '../../../../src/engine/dockerode-engine';
import type { Engine } from '../../../../src/engine/engine';
import { fakeApp, type FakeAppOptions, file, runFromRows, runWithAnswers } from '../../../support/fake-app';
import { imageArchive, tar } from '../../../support/fake-archive';
import { FakeEngine, pieces } from '../../../support/fake-engine';
import { image } from '../../../support/fake-images';

/** An engine that reads what it is sent to its end, and says that it has loaded `names`. */
function setUp(names: readonly string[], options: FakeAppOptions = {}) {
  const received: Buffer[] = [];
  const app = fakeApp({
    ...options,
    engine: {
      images: {
        load: async (archive: Readable, { onProgress }) => {
          const chunks: Buffer[] = [];
          try {
            for await (const chunk of archive as AsyncIterable<Buffer>) chunks.push(chunk);
          } catch (error) {
            throw failure('fileFailed', { file: '', code: 'EIO', detail: '' }, error);
          }
          received.push(Buffer.concat(chunks));
          onProgress?.({ message: 'Sending', current: received.at(-1)?.length ?? 0 });
          return names;
        },
        list: () => Promise.resolve([image('a', 'app:1')]),
      },
      containers: { list: () => Promise.resolve([]) },
    },
  });
  return { app, received };
}

const reasonOf = (error: unknown): string => SlipwayError.details(error, 'invalidInput')?.reason ?? String(error);

describe('slipway.images.load', () => {
  let folder = '';
  const write = async (name: string, content: Buffer): Promise<string> => {
    const target = path.join(folder, name);
    await writeFile(target, content);
    return target;
  };
  beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'slipway-load-'))));
  afterEach(() => rm(folder, { recursive: true }));
  const whole = imageArchive(['app:1']);

  it('sends files as they are and lists what was loaded', async () => {
    const { app, received } = setUp(['app:1']);
    const plain = await write('a.tar', whole);
    const compressed = await write('b.tar.gz', gzipSync(whole));
    assert.deepEqual(await runWithAnswers(loadImages, app, { files: [plain, pathToFileURL(compressed).href] }), {
      loaded: [
        { file: plain, images: ['app:1'] },
        { file: compressed, images: ['app:1'] },
      ],
    });
    assert.deepEqual(received, [whole, gzipSync(whole)]);
    assert.deepEqual(app.record.commands, [`docker load -i ${plain}`, `docker load -i ${compressed}`]);
    assert.deepEqual(app.record.reports[0], { message: 'Sending', current: whole.length, total: whole.length });
    assert.deepEqual(app.record.questions, []);
  });

  it('asks for files, and shows what came of them', async () => {
    const target = await write('a.tar', whole);
    const { app } = setUp(['app:1'], { answers: [file(target)] });
    await runFromRows(loadImages, app);
    assert.deepEqual(app.record.statuses, ['Loaded app:1']);
    assert.equal(app.record.revealed.length, 1);
    app.done();
  });

  it('takes the URI that the Explorer gives', async () => {
    const target = await write('a b.tar', whole);
    const { app } = setUp(['app:1']);
    await loadImages.run(app, { nodes: [], answers: { uri: pathToFileURL(target).href }, programmatic: false });
    assert.deepEqual(app.record.commands, [`docker load -i '${target}'`]);
  });

  const damaged: readonly (readonly [string, Buffer, RegExp])[] = [
    ['cut.tar', whole.subarray(0, 2_000), /cut off at byte 2000, within .*layer\.tar/],
    ['text.tar', Buffer.from('no archive '.repeat(200)), /not a tar archive/],
    ['header.tar', Buffer.from(whole).fill(1, 1_024, 1_030), /damaged at byte 1024/],
    ['cut.tar.gz', gzipSync(whole).subarray(0, 120), /damaged within its first 120 bytes/],
    ['missing.tar', tar({ 'manifest.json': JSON.stringify([{ Config: 'a.json', Layers: [] }]) }), /incomplete: a\.json is missing/],
  ];
  for (const [name, content, reason] of damaged) {
    it(`says where ${name} broke and sends no end of it`, async () => {
      const { app, received } = setUp(['app:1']);
      const target = await write(name, content);
      await assert.rejects(runWithAnswers(loadImages, app, { files: [target] }), (error) => reason.test(reasonOf(error)) || assert.fail(reasonOf(error)));
      assert.deepEqual(received, []);
    });
  }

  it('says that the engine cannot read xz', async () => {
    const app = fakeApp({
      engine: { images: { load: () => Promise.reject(failure('engineFailed', { operation: 'load', status: 200, detail: 'exec: "xz": executable file not found in $PATH' })) } },
    });
    const target = await write('a.tar.xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00, 1, 2, 3]));
    await assert.rejects(runWithAnswers(loadImages, app, { files: [target] }), (error) => SlipwayError.details(error, 'unsupported')?.operation === 'load .tar.xz');
  });

  it('tells a file that is not there, and a path that is none', async () => {
    const { app } = setUp([]);
    await assert.rejects(runWithAnswers(loadImages, app, { files: [path.join(folder, 'none.tar')] }), (error) => SlipwayError.details(error, 'fileFailed')?.code === 'ENOENT');
    await assert.rejects(runWithAnswers(loadImages, app, { files: ['a.tar'] }), (error) => SlipwayError.details(error, 'invalidInput')?.field === 'files');
  });

  describe('with an engine that fails', () => {
    let fake: FakeEngine;
    let engine: Engine;
    beforeEach(async () => {
      fake = await FakeEngine.start();
      engine = await connectEngine({ socketPath: fake.socketPath });
    });
    afterEach(async () => {
      engine.dispose();
      await fake.dispose();
    });
    const faults: readonly (readonly [string, string, Parameters<FakeEngine['on']>[1]])[] = [
      ['a connection that is cut', 'connectionLost', (response, { message }) => {
        message.once('data', () => response.socket?.destroy());
      }],
      ['an error after 200', 'engineFailed', async (response, request) => {
        request.message.resume();
        await once(request.message, 'end');
        await pieces(['{"stream":"Loaded image: app:1\\n"}\n', '{"errorDetail":{"message":"no space left on device"},"error":"no space left on device"}\n'])(response, request);
      }],
    ];
    for (const [name, kind, answer] of faults) {
      it(`tells ${name}`, async () => {
        fake.on('POST /images/load', answer);
        const app = fakeApp({ engine: { images: { load: engine.images.load.bind(engine) } } });
        const target = await write('a.tar', Buffer.concat([whole, Buffer.alloc(3_000_000)]));
        await assert.rejects(runWithAnswers(loadImages, app, { files: [target] }), (error) => error instanceof SlipwayError && (error.kind === kind || assert.fail(error.message)));
        assert.deepEqual(app.record.statuses, []);
      });
    }
  });
});
