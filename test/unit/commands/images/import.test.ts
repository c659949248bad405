import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { importImage } from '../../../../src/commands/images/import';
import { failure, SlipwayError } from '../../../../src/core/errors';
import { connectEngine } from '../../../../src/engine/dockerode-engine';
import type { Engine } from '../../../../src/engine/engine';
import type { ImportOptions } from '../../../../src/engine/images/images';
import { fakeApp, type FakeAppOptions, file, pick, runFromRows, runWithAnswers, type } from '../../../support/fake-app';
import { tar } from '../../../support/fake-archive';
import { type FakeAnswer, FakeEngine, json } from '../../../support/fake-engine';
import { image } from '../../../support/fake-images';

const id = `sha256:${'a'.repeat(64)}`;

function setUp(options: FakeAppOptions = {}) {
  const calls: { readonly source: string | Buffer; readonly options: Omit<ImportOptions, 'signal' | 'onProgress'> }[] = [];
  const app = fakeApp({
    ...options,
    engine: {
      images: {
        import: async (source: Readable | string, { signal, onProgress, ...rest }) => {
          assert.ok(signal);
          const chunks: Buffer[] = [];
          if (typeof source !== 'string') for await (const chunk of source as AsyncIterable<Buffer>) chunks.push(chunk);
          onProgress?.({ current: 1 });
          calls.push({ source: typeof source === 'string' ? source : Buffer.concat(chunks), options: rest });
          return { imageId: id };
        },
        list: () => Promise.resolve([image('a', 'root:1')]),
      },
      containers: { list: () => Promise.resolve([]) },
    },
  });
  return { app, calls };
}

describe('slipway.images.import', () => {
  let folder = '';
  let archive = '';
  const content = tar({ 'etc/name': 'x' });
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'slipway-import-'));
    archive = path.join(folder, 'root.tar');
    await writeFile(archive, content);
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('sends a file with all that goes with it', async () => {
    const { app, calls } = setUp();
    const options = { message: 'made by hand', changes: ['CMD ["/bin/sh"]'], platform: 'linux/arm64' };
    assert.deepEqual(await runWithAnswers(importImage, app, { source: archive, reference: 'root', ...options }), { imageId: id, reference: 'root:latest' });
    assert.deepEqual(calls, [{ source: content, options: { reference: 'root:latest', ...options } }]);
    assert.deepEqual(app.record.commands, [`docker import --change 'CMD ["/bin/sh"]' --message 'made by hand' --platform linux/arm64 ${archive} root:latest`]);
    assert.deepEqual(app.record.reports, [{ current: 1, total: content.length }]);
    assert.deepEqual(app.record.questions, []);
  });

  it('says that an engine cannot read what it cannot decompress', async () => {
    const xz = path.join(folder, 'root.tar.xz');
    await writeFile(xz, Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00, 1]));
    const detail = 'exec: "xz": executable file not found in $PATH';
    const app = fakeApp({ engine: { images: { import: () => Promise.reject(failure('engineFailed', { operation: 'import', status: 500, detail })) } } });
    await assert.rejects(runWithAnswers(importImage, app, { source: xz }), (error) => SlipwayError.details(error, 'unsupported')?.operation === 'import .tar.xz');
  });

  it('lets the engine read a URL', async () => {
    const { app, calls } = setUp();
    assert.deepEqual(await runWithAnswers(importImage, app, { source: 'https://example.com/root.tar' }), { imageId: id });
    assert.deepEqual(calls, [{ source: 'https://example.com/root.tar', options: {} }]);
  });

  it('asks for file, name and instruction, and shows the image', async () => {
    const { app, calls } = setUp({ answers: [pick('A file…'), file(archive), type('root:1'), type('USER app')] });
    await runFromRows(importImage, app);
    assert.deepEqual(calls[0]?.options, { reference: 'root:1', changes: ['USER app'] });
    assert.deepEqual(app.record.statuses, ['Imported root:1']);
    assert.equal(app.record.revealed.length, 1);
    app.done();
  });

  for (const [field, answers] of [
    ['reference', { reference: 'UPPER' }],
    ['changes', { changes: ['RUN ls'] }],
    ['platform', { platform: 'arm' }],
    ['source', { source: 'root.tar' }],
  ] as const) {
    it(`refuses a wrong ${field} before anything is sent`, async () => {
      const { app, calls } = setUp();
      await assert.rejects(runWithAnswers(importImage, app, { source: archive, ...answers }), (error) => SlipwayError.details(error, 'invalidInput')?.field === field);
      assert.deepEqual(calls, []);
    });
  }

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

    const wholeThenError: FakeAnswer = async (response, { message }) => {
      message.resume();
      await once(message, 'end');
      response.end('{"errorDetail":{"message":"failed to extract layer"},"error":"failed to extract layer"}\n');
    };
    const cut: FakeAnswer = (response, { message }) => {
      message.once('data', () => response.socket?.destroy());
    };

    for (const [name, kind, answer] of [['an error after 200', 'engineFailed', wholeThenError], ['a connection that is cut', 'connectionLost', cut]] as const) {
      it(`takes the name back that the engine gave before ${name}`, async () => {
        let named: string | undefined;
        const done: string[] = [];
        const old = `sha256:${'b'.repeat(64)}`;
        fake.on('GET /images/root:1/json', (response, request) => json({ Id: named ?? old })(response, request));
        fake.on('POST /images/create', (response, request) => {
          named = id;
          return answer(response, request);
        });
        fake.on('DELETE /images/root:1', (response, request) => {
          done.push('removed');
          return json([{ Untagged: 'root:1' }])(response, request);
        });
        fake.on(`POST /images/${old}/tag`, (response, request) => {
          done.push(`tagged ${String(request.query.get('repo'))}:${String(request.query.get('tag'))}`);
          response.writeHead(201).end();
        });
        const app = fakeApp({ engine: { images: { import: engine.images.import.bind(engine) } } });
        await assert.rejects(runWithAnswers(importImage, app, { source: archive, reference: 'root:1' }), (error) => error instanceof SlipwayError && (error.kind === kind || assert.fail(error.message)));
        assert.deepEqual(done, ['removed', 'tagged root:1']);
      });
    }
  });
});
