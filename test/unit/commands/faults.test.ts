import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { App } from '../../../src/app';
import { exportContainers } from '../../../src/commands/containers/export';
import type { AnyCommand } from '../../../src/commands/define';
import { importImage } from '../../../src/commands/images/import';
import { loadImages } from '../../../src/commands/images/load';
import { pullImage } from '../../../src/commands/images/pull';
import { pushImage } from '../../../src/commands/images/push';
import { saveImages } from '../../../src/commands/images/save';
import { SlipwayError, type SlipwayErrorKind } from '../../../src/core/errors';
import { connectEngine } from '../../../src/engine/dockerode-engine';
import type { Engine } from '../../../src/engine/engine';
import { fakeApp, runWithAnswers } from '../../support/fake-app';
import { imageArchive, tar } from '../../support/fake-archive';
import { type FakeAnswer, FakeEngine, type FakeRequest, json } from '../../support/fake-engine';

const old = `sha256:${'a'.repeat(64)}`;
const made = `sha256:${'b'.repeat(64)}`;
const line = (value: object): string => `${JSON.stringify(value)}\n`;
const failed = line({ errorDetail: { message: 'no space left on device' }, error: 'no space left on device' });
const page = '<!doctype html><title>Log in to the network</title>\n'.repeat(40);

interface Verb {
  readonly command: AnyCommand;
  readonly route: string;
  /** Answers of the command, for files in this folder. */
  readonly answers: (folder: string) => Record<string, unknown>;
  /** What a healthy engine sends first. */
  readonly begins: string | Buffer;
  /** The engine gives this name away before it is done, as the containerd store does. */
  readonly names?: string;
  /** The kind of an answer that stops too early without an error. */
  readonly short: SlipwayErrorKind;
}

const system = tar({ 'etc/name': 'x', 'data/big': Buffer.alloc(50_000, 1) });
const images = imageArchive(['app:1']);
const verbs: Readonly<Record<string, Verb>> = {
  pull: {
    command: pullImage, route: 'POST /images/create', answers: () => ({ reference: 'r.io/app:1' }), short: 'connectionLost',
    begins: line({ status: 'Pulling from app', id: '1' }) + line({ status: 'Downloading', id: 'aaaaaaaaaaaa', progressDetail: { current: 1, total: 9 } }),
  },
  push: {
    command: pushImage, route: 'POST /images/r.io/app/push', answers: () => ({ reference: 'r.io/app:1' }), short: 'connectionLost',
    begins: line({ status: 'The push refers to repository [r.io/app]' }) + line({ status: 'Pushing', id: 'aaaaaaaaaaaa', progressDetail: { current: 1, total: 9 } }),
  },
  save: {
    command: saveImages, route: 'GET /images/get', answers: (folder) => ({ images: ['app:1'], file: path.join(folder, 'there.tar') }), short: 'engineFailed',
    begins: images.subarray(0, 2_000),
  },
  'save, compressed,': {
    command: saveImages, route: 'GET /images/get', answers: (folder) => ({ images: ['app:1'], file: path.join(folder, 'there.tar.gz') }), short: 'engineFailed',
    begins: images.subarray(0, 2_000),
  },
  load: {
    command: loadImages, route: 'POST /images/load', answers: (folder) => ({ files: [path.join(folder, 'images.tar')] }), short: 'engineFailed',
    begins: line({ status: 'Loading layer', id: 'aaaaaaaaaaaa', progressDetail: { current: 1, total: 9 } }),
  },
  import: {
    command: importImage, route: 'POST /images/create', answers: (folder) => ({ source: path.join(folder, 'system.tar'), reference: 'root:1' }), short: 'engineFailed',
    begins: line({ status: 'Importing' }), names: 'root:1',
  },
  export: {
    command: exportContainers, route: 'GET /containers/web/export', answers: (folder) => ({ containers: ['web'], file: path.join(folder, 'there.tar') }), short: 'engineFailed',
    begins: system.subarray(0, 2_000),
  },
};

type Fault = (verb: Verb, response: Parameters<FakeAnswer>[0], cancel: () => void) => void | Promise<void>;
const flushed = (response: Parameters<FakeAnswer>[0], chunk: string | Buffer): Promise<void> => new Promise((resolve) => void response.write(chunk, () => resolve()));

const faults: readonly (readonly [string, (verb: Verb) => SlipwayErrorKind, Fault])[] = [
  ['a connection cut in the middle', () => 'connectionLost', async ({ begins }, response) => {
    await flushed(response, begins);
    setTimeout(() => response.socket?.destroy(), 5);
  }],
  ['an answer that ends too early', ({ short }) => short, ({ begins }, response) => void response.end(begins)],
  ['an error after 200', () => 'engineFailed', async ({ begins }, response) => {
    await flushed(response, begins);
    response.end(failed);
  }],
  ['an error instead of an answer', () => 'engineFailed', (_verb, response) => void response.writeHead(500).end('{"message":"out of order"}')],
  ['a web page instead of an answer', () => 'engineFailed', (_verb, response) => void response.writeHead(200, { 'Content-Type': 'text/html' }).end(page)],
  ['a web page with 502', () => 'engineFailed', (_verb, response) => void response.writeHead(502, { 'Content-Type': 'text/html' }).end(page)],
  ['a slow answer that is cancelled', () => 'cancelled', async ({ begins }, response, cancel) => {
    await flushed(response, begins);
    setTimeout(cancel, 5);
  }],
  ['a header that never comes, cancelled', () => 'cancelled', (_verb, _response, cancel) => void setTimeout(cancel, 5)],
];

describe('verbs that fail leave everything as it was', () => {
  let fake: FakeEngine;
  let engine: Engine;
  let folder = '';
  let names: Map<string, string>;
  let open = 0;
  let running = 0;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'slipway-faults-'));
    for (const name of ['there.tar', 'there.tar.gz']) await writeFile(path.join(folder, name), 'before');
    // Larger than what a connection holds by itself.
    await writeFile(path.join(folder, 'images.tar'), Buffer.concat([images, Buffer.alloc(2_000_000)]));
    await writeFile(path.join(folder, 'system.tar'), Buffer.concat([system, Buffer.alloc(2_000_000)]));
    names = new Map([['app:1', old], ['r.io/app:1', old]]);
    [open, running] = [0, 0];
    fake = await FakeEngine.start();
    for (const name of ['app:1', 'r.io/app:1', 'root:1', made, old]) standIn(name);
    fake.on('GET /images/json', (response, request) => json([{ Id: old, RepoTags: [...names].filter(([, id]) => id === old).map(([name]) => name) }, ...extra()])(response, request));
    fake.on('GET /containers/web/json', json({ Id: 'web', SizeRootFs: system.length }));
    engine = await connectEngine({ socketPath: fake.socketPath });
  });
  afterEach(async () => {
    engine.dispose();
    await fake.dispose();
    await rm(folder, { recursive: true });
  });

  const extra = (): object[] => [...names].filter(([, id]) => id !== old).map(([name, id]) => ({ Id: id, RepoTags: [name] }));

  /** Makes the fake engine know, tag and remove a name. */
  function standIn(name: string): void {
    fake.on(`GET /images/${name}/json`, (response, request) => {
      const id = name.startsWith('sha256:') ? name : names.get(name);
      return json(id === undefined ? { message: `No such image: ${name}` } : { Id: id, Os: 'linux', Size: 9, RootFS: { Layers: ['l'] } }, id === undefined ? 404 : 200)(response, request);
    });
    fake.on(`GET /images/${name}/history`, json([{ Size: 9, CreatedBy: 'COPY' }]));
    fake.on(`DELETE /images/${name}`, (response, request) => {
      names.delete(name);
      return json([{ Untagged: name }])(response, request);
    });
    fake.on(`POST /images/${name}/tag`, (response, { query }: FakeRequest) => {
      names.set(`${query.get('repo') ?? ''}:${query.get('tag') ?? ''}`, name);
      response.writeHead(201).end();
    });
  }

  function withFault(verb: Verb, fault: Fault, cancel: () => void): void {
    fake.on(verb.route, (response, { message }) => {
      open += 1;
      response.once('close', () => (open -= 1));
      message.resume();
      if (verb.names !== undefined) names.set(verb.names, made);
      return fault(verb, response, cancel);
    });
  }

  const contents = async (): Promise<Readonly<Record<string, number | string>>> =>
    Object.fromEntries(
      await Promise.all((await readdir(folder)).map(async (name) => {
        const content = await readFile(path.join(folder, name));
        return [name, content.length < 100 ? content.toString() : content.length] as const;
      })),
    );

  for (const [name, verb] of Object.entries(verbs)) {
    for (const [what, kind, fault] of faults) {
      it(`${name} with ${what}`, async () => {
        const stop = new AbortController();
        withFault(verb, fault, () => stop.abort());
        const plain = fakeApp({ engine });
        const app: App = {
          ...plain,
          progress: {
            run: async (_title, work) => {
              running += 1;
              return work(() => undefined, stop.signal).finally(() => (running -= 1));
            },
          },
        };
        const [files, rows] = [await contents(), [...names]];
        const error = await runWithAnswers(verb.command, app, verb.answers(folder)).then(() => assert.fail('it succeeded'), (reason: unknown) => reason);
        assert.ok(error instanceof SlipwayError && error.kind === kind(verb), String(error));
        assert.deepEqual(await contents(), files);
        assert.deepEqual([...names], rows);
        const listed = [...(await app.inventory.read('images')).values()].flatMap(({ tags }) => tags);
        assert.deepEqual(listed, rows.map(([tag]) => tag));
        while (open > 0) await new Promise((resolve) => setImmediate(resolve));
        assert.equal(running, 0);
        assert.deepEqual([plain.record.statuses, plain.record.revealed, plain.record.errors], [[], [], []]);
      });
    }
  }
});
