import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildDockerfile } from '../../../../src/commands/dockerfile/build';
import { declaredArguments, registriesOf } from '../../../../src/commands/dockerfile/build-plan';
import { failure, SlipwayError } from '../../../../src/core/errors';
import { parseDockerfile } from '../../../../src/dockerfile/parse';
import { connectEngine } from '../../../../src/engine/dockerode-engine';
import type { BuildRequest } from '../../../../src/core/build/build-request';
import type { BuildCalls } from '../../../../src/engine/builder/builder';
import type { Engine } from '../../../../src/engine/engine';
import type { RegistryCredentials } from '../../../../src/engine/operation';
import { buildRequest } from '../../../support/fake-builds';
import { fakeApp, type FakeAppOptions, runWithAnswers } from '../../../support/fake-app';
import { type FakeAnswer, FakeEngine, json, pieces } from '../../../support/fake-engine';
import { image } from '../../../support/fake-images';

const id = `sha256:${'a'.repeat(64)}`;
const text = 'ARG VERSION\nFROM ghcr.io/owner/base:$VERSION AS one\nARG TOKEN\nFROM one AS two\nRUN make \\\n  all\nCOPY --from=127.0.0.1:5000/tools:1 /a /b\n';

function setUp(options: FakeAppOptions & { readonly outcome?: (calls: BuildCalls) => Promise<{ imageId: string }> } = {}) {
  const requests: BuildRequest[] = [];
  const given: BuildCalls[] = [];
  const app = fakeApp({
    ...options,
    engine: {
      builder: { build: async (request: BuildRequest, calls: BuildCalls) => {
        assert.ok(calls.signal && calls.onProgress);
        requests.push(request);
        given.push(calls);
        calls.onEvent({ kind: 'step', step: { id: 'a', name: '[1/2] FROM x', inputs: [], started: 1, cached: false } });
        return options.outcome ? options.outcome(calls) : { imageId: id };
      } },
      images: { list: () => Promise.resolve([image('a', 'app:1')]) },
      containers: { list: () => Promise.resolve([]) },
    },
  });
  return { app, requests, given };
}

describe('slipway.dockerfile.build', () => {
  let folder = '';
  let file = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'slipway-build-'));
    file = path.join(folder, 'Dockerfile');
    await writeFile(file, text);
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('builds with plain answers, with the credentials that FROM needs, and hides secret arguments in the log', async () => {
    const credentials: RegistryCredentials = { username: 'u', password: 'p', serverAddress: 'ghcr.io' };
    const { app, requests, given } = setUp({ registries: { credentials: (registry) => Promise.resolve(registry === 'ghcr.io' ? credentials : undefined) } });
    const answers = { file, reference: 'app:1', target: 'two', buildArgs: { VERSION: '1', TOKEN: 'secret' } };
    assert.deepEqual(await runWithAnswers(buildDockerfile, app, answers), { imageId: id, reference: 'app:1' });
    assert.deepEqual(requests, [buildRequest(folder, { references: ['app:1'], target: 'two', buildArguments: answers.buildArgs })]);
    assert.deepEqual([given[0]?.registries, await given[0]?.credentials('ghcr.io')], [['ghcr.io', '127.0.0.1:5000'], credentials]);
    assert.deepEqual(app.record.commands, [`docker build -f ${file} -t app:1 --target two --build-arg 'VERSION=***' --build-arg 'TOKEN=***' ${folder}`]);
    assert.deepEqual([app.record.questions, app.record.buildPages, app.record.information], [[], [], []]);
  });

  it('adds the line to the failing step and tells the editor', async () => {
    const outcomes: unknown[] = [];
    const { app } = setUp({ dockerfiles: { markBuild: (outcome) => void outcomes.push(outcome) }, outcome: () => Promise.reject(failure('buildFailed', { step: 'Step 5/6 : RUN make   all', detail: 'exit 2' })) });
    await assert.rejects(runWithAnswers(buildDockerfile, app, { file }), (error) => SlipwayError.details(error, 'buildFailed')?.line === 5);
    const start = text.indexOf('RUN make');
    const mark = { range: { start, end: start + 'RUN make'.length }, severity: 'error', message: 'The build failed here: exit 2', shell: 1 };
    assert.deepEqual(outcomes, [{ file, text, marks: [] }, { file, text, marks: [mark] }]);
  });

  it('takes every option of a build from a program, and a docker line', async () => {
    const { app, requests } = setUp();
    const files = path.join(folder, 'files');
    await runWithAnswers(buildDockerfile, app, {
      file, references: ['app:1', 'other'], labels: { a: 'b=c' }, platform: 'linux/arm64', noCacheStages: ['one'], pull: true, secrets: ['id=a,src=/a', 'id=b,env=B', 'id=kept'], ssh: ['default'], network: 'none',
      extraHosts: ['a:10.0.0.1'], shmSize: '1k', ulimits: ['nofile=5'], cacheFrom: ['app:cache'], inlineCache: true, contexts: { base: 'docker-image://alpine', files: '/files' }, output: files,
    });
    await runWithAnswers(buildDockerfile, app, { address: 'https://example.com/a.git#main', inside: 'a/Dockerfile' });
    await runWithAnswers(buildDockerfile, app, { archive: '/a.tar' });
    await runWithAnswers(buildDockerfile, app, { file, alone: true, noCache: true });
    await runWithAnswers(buildDockerfile, app, { line: 'docker build -t app:2 - < Dockerfile', workingDirectory: folder });
    assert.deepEqual(requests, [
      buildRequest(folder, {
        references: ['app:1', 'other:latest'], labels: { a: 'b=c' }, platform: 'linux/arm64', noCache: ['one'], pull: true,
        secrets: [{ id: 'a', source: { kind: 'file', file: '/a' } }, { id: 'b', source: { kind: 'variable', variable: 'B' } }, { id: 'kept', source: { kind: 'stored' } }],
        ssh: [{ id: 'default' }], network: 'none', extraHosts: ['a:10.0.0.1'], shmSize: 1024, ulimits: ['nofile=5'], cacheFrom: ['app:cache'], inlineCache: true,
        contexts: { base: 'docker-image://alpine', files: '/files' }, output: { kind: 'folder', folder: files },
      }),
      { source: { kind: 'address', address: 'https://example.com/a.git#main' }, dockerfile: { kind: 'inside', path: 'a/Dockerfile' } },
      { source: { kind: 'archive', file: '/a.tar' }, dockerfile: { kind: 'inside', path: 'Dockerfile' } },
      { source: { kind: 'none' }, dockerfile: { kind: 'file', file }, noCache: true },
      { source: { kind: 'none' }, dockerfile: { kind: 'file', file }, references: ['app:2'] },
    ]);
    for (const [answers, field] of [[{ ulimits: ['nofile=x'] }, 'ulimits'], [{ shmSize: 'big' }, 'shmSize'], [{ secrets: ['src=a'] }, 'secrets'], [{ extraHosts: ['a'] }, 'extraHosts']] as const)
      await assert.rejects(runWithAnswers(buildDockerfile, app, { file, ...answers }), (error) => SlipwayError.details(error, 'invalidInput')?.field === field);
    await assert.rejects(runWithAnswers(buildDockerfile, app, { line: 'docker build --frob .' }), (error) => SlipwayError.details(error, 'invalidInput')?.field === 'build line');
    assert.equal(requests.length, 5);
  });

  it('tells a Dockerfile that is not there and a wrong name', async () => {
    const { app } = setUp();
    await assert.rejects(runWithAnswers(buildDockerfile, app, { file: path.join(folder, 'none') }), (error) => SlipwayError.details(error, 'fileFailed')?.code === 'ENOENT');
    await assert.rejects(runWithAnswers(buildDockerfile, app, { file, reference: 'UPPER' }), (error) => SlipwayError.details(error, 'invalidInput')?.field === 'reference');
  });

  describe('plan', () => {
    it('knows arguments and registries', () => {
      const dockerfile = parseDockerfile(text);
      assert.deepEqual(declaredArguments(dockerfile), [{ name: 'VERSION', value: undefined }, { name: 'TOKEN', value: undefined }]);
      assert.deepEqual(declaredArguments(parseDockerfile('ARG A\nARG A=1\nFROM x\nARG A\nARG TARGETARCH\nARG http_proxy\n')), [{ name: 'A', value: '1' }]);
      assert.deepEqual(registriesOf(dockerfile), ['ghcr.io', '127.0.0.1:5000']);
      assert.deepEqual(registriesOf(parseDockerfile('FROM $BASE\nFROM scratch\nFROM alpine\n')), ['docker.io']);
    });
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
    const after = (parts: readonly string[], ending?: 'cut'): FakeAnswer => async (response, request) => {
      request.message.resume();
      await once(request.message, 'end');
      await pieces(parts, ending)(response, request);
    };
    const step = '{"stream":"Step 5/6 : RUN make   all\\n"}\n';
    const faults: readonly (readonly [string, string, FakeAnswer])[] = [
      ['an error after 200', 'buildFailed', after([step, '{"aux":{"ID":"sha256:1"}}\n', '{"errorDetail":{"message":"no space left on device"},"error":"x"}\n'])],
      ['a connection that is cut', 'connectionLost', after([step], 'cut')],
      ['an end without an image', 'engineFailed', after([step])],
      ['a registry that refuses', 'unauthorized', after(['{"stream":"Step 2/6 : FROM ghcr.io/owner/base:1 AS one\\n"}\n', '{"errorDetail":{"message":"Head https://ghcr.io/v2/: unauthorized: authentication required"},"error":"x"}\n'])],
      ['a syntax error at once', 'buildFailed', async (response, request) => {
        request.message.resume();
        await once(request.message, 'end');
        await json({ message: 'dockerfile parse error line 3: unknown instruction: NONSENSE' }, 400)(response, request);
      }],
    ];
    for (const [name, kind, answer] of faults) {
      it(`tells ${name}`, async () => {
        fake.on('POST /build', answer);
        const app = fakeApp({ engine: { builder: engine.builder } });
        await assert.rejects(runWithAnswers(buildDockerfile, app, { file }), (error) => error instanceof SlipwayError && (error.kind === kind || assert.fail(error.message)));
      });
    }

    it('sends credentials in the form that engines read', async () => {
      fake.on('POST /build', after(['{"aux":{"ID":"sha256:1"}}\n']));
      fake.on('GET /images/sha256:1/json', json({ Id: id }));
      const password = 'ÿ?>ÿ';
      const app = fakeApp({
        engine: { builder: engine.builder },
        registries: { credentials: (registry) => Promise.resolve(registry === 'ghcr.io' ? { username: 'u', password, serverAddress: registry } : undefined) },
      });
      assert.deepEqual(await runWithAnswers(buildDockerfile, app, { file }), { imageId: id });
      const header = String(fake.requests.find((request) => request.path === '/build')?.headers['x-registry-config']);
      assert.doesNotMatch(header, /[+/]/);
      assert.deepEqual(JSON.parse(Buffer.from(header, 'base64url').toString()), { 'ghcr.io': { username: 'u', password, serveraddress: 'ghcr.io' } });
    });
  });
});
