import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect, createServer as createProxy, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BuildEvent } from '../../../src/core/build/build-progress';
import type { BuildRequest } from '../../../src/core/build/build-request';
import { SlipwayError } from '../../../src/core/errors';
import type { Engine } from '../../../src/engine/engine';
import { buildCalls } from '../../support/fake-builds';
import { connectEngine } from '../../../src/engine/dockerode-engine';
import { engineSocket, eventually, failsWith, guardedRegistry, loadShellImage, testEngine, unique } from '../support';

const secret = 'hunter2-of-the-build';

describe('engine: a session with BuildKit', function () {
  this.timeout(120_000);
  let engine: Engine;
  let base = '';
  let folder = '';
  const made: string[] = [];

  before(async function () {
    engine = await testEngine();
    if (engine.builder.kind !== 'buildkit') this.skip();
    base = await loadShellImage(engine, `${unique('slipway-session-base')}:1`);
    made.push(base);
  });
  after(async () => {
    for (const name of made.reverse()) await engine.images.remove(name, { force: true }).catch(() => undefined);
    engine.dispose();
  });
  beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'slipway-session-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const request = async (dockerfile: string, more: Partial<BuildRequest> = {}): Promise<BuildRequest> => {
    const file = path.join(folder, 'Dockerfile');
    await writeFile(file, dockerfile);
    return { source: { kind: 'folder', folder }, dockerfile: { kind: 'file', file }, ...more };
  };
  const state = async (): Promise<unknown> => {
    const [images, containers, volumes, networks] = await Promise.all([engine.images.list({}), engine.containers.list({ all: true }), engine.volumes.list(), engine.networks.list()]);
    return [images.map(({ id }) => id).sort(), containers.map(({ id }) => id).sort(), volumes.map(({ name }) => name).sort(), networks.map(({ id }) => id).sort()];
  };

  describe('that is cancelled', () => {
    const phases: readonly (readonly [string, () => Promise<BuildRequest>, (event: BuildEvent) => boolean])[] = [
      ['before anything is sent', () => request(`FROM ${base}\n`), ({ kind }) => kind === 'builder'],
      ['when the Dockerfile is read', () => request(`FROM ${base}\nRUN true\n`), (event) => event.kind === 'step' && event.step.name.includes('load build definition')],
      ['while files are sent', async () => {
        await writeFile(path.join(folder, 'large'), '');
        await truncate(path.join(folder, 'large'), 2_000_000_000);
        return request(`FROM ${base}\nCOPY large /\n`);
      }, (event) => event.kind === 'transfer' && event.transfer.id.startsWith('transferring context') && event.transfer.current > 1_000_000],
      ['while a step runs', () => request(`FROM ${base}\nRUN echo begun && sleep 300\n`), (event) => event.kind === 'output' && event.output.text.includes('begun')],
      ['while two stages run side by side', () => request(`FROM ${base} AS a\nRUN echo begun && sleep 300\nFROM ${base} AS b\nRUN sleep 300\nFROM ${base}\nCOPY --from=a /x /\nCOPY --from=b /x /\n`), (event) => event.kind === 'output' && event.output.text.includes('begun')],
      ['while files are written here', () => request(`FROM ${base} AS a\nRUN dd if=/dev/zero of=/big bs=1M count=200\nFROM scratch\nCOPY --from=a /big /\n`, { output: { kind: 'folder', folder: path.join(folder, 'out') } }), (event) => event.kind === 'step' && event.step.name.startsWith('exporting')],
    ];
    for (const [name, make, isTime] of phases) {
      it(`leaves the engine and the disk as they were: ${name}`, async () => {
        const reference = `${unique('slipway-cancelled')}:1`;
        const wanted = await make();
        const before = await state();
        const controller = new AbortController();
        const events: string[] = [];
        const work = engine.builder.build({ ...wanted, ...(wanted.output ? {} : { references: [reference] }) }, buildCalls({
          signal: controller.signal,
          onEvent: (event) => {
            events.push(JSON.stringify(event).slice(0, 200));
            if (isTime(event)) controller.abort();
          },
        }));
        const error = await work.then(() => undefined, (reason: unknown) => reason);
        assert.ok(controller.signal.aborted, events.join('\n'));
        assert.ok(error instanceof SlipwayError && error.kind === 'cancelled', String(error));
        await eventually(async () => {
          const processes = await engine.containers.list({ all: true });
          return processes.length === (before as unknown[][])[1]?.length ? true : undefined;
        }, 'no container of the build is left');
        assert.deepEqual(await state(), before);
        const left = await readdir(path.join(folder, 'out')).catch(() => []);
        assert.deepEqual(left, []);
      });
    }
  });

  it('says that the connection was lost when it ends in the midst of a build', async () => {
    const sockets = new Set<Socket>();
    const place = path.join(folder, 'proxy.sock');
    const proxy = createProxy((near) => {
      const far = connect(engineSocket());
      for (const socket of [near, far]) {
        sockets.add(socket);
        socket.on('error', () => undefined);
      }
      near.pipe(far).pipe(near);
    });
    await new Promise<void>((resolve) => proxy.listen(place, resolve));
    const other = await connectEngine({ socketPath: place });
    try {
      const work = other.builder.build(await request(`FROM ${base}\nRUN echo begun && sleep 300\n`), buildCalls({
        onEvent: (event) => {
          if (event.kind === 'output' && event.output.text.includes('begun')) for (const socket of sockets) socket.destroy();
        },
      }));
      await failsWith(work, 'connectionLost');
    } finally {
      other.dispose();
      proxy.close();
    }
  });

  it('gives nothing away: secrets stand in no event, no history, no image, no error', async () => {
    const said: string[] = [];
    const calls = buildCalls({
      secret: () => Promise.resolve(Buffer.from(secret)),
      onEvent: (event) => said.push(JSON.stringify(event)),
    });
    const wanted = { secrets: [{ id: 'token', source: { kind: 'stored' } }], buildArguments: { PASSWORD: secret } } as const;
    const reference = `${unique('slipway-secret')}:1`;
    made.push(reference);
    await engine.builder.build(await request(`FROM ${base}\nRUN --mount=type=secret,id=token wc -c < /run/secrets/token\n`, { ...wanted, references: [reference] }), calls);
    const image = JSON.stringify([await engine.images.inspect(reference), await engine.images.history(reference)]);
    assert.doesNotMatch(image + said.join(''), new RegExp(secret));
    const failed = await failsWith(engine.builder.build(await request(`FROM ${base}\nARG PASSWORD\nRUN --mount=type=secret,id=token echo no && exit 3\n`, wanted), calls), 'buildFailed');
    assert.doesNotMatch(JSON.stringify(failed), new RegExp(secret));
  });

  it('says which secret is not there, and fails only where it is required', async () => {
    const missing = await failsWith(engine.builder.build(await request(`FROM ${base}\nRUN --mount=type=secret,id=none,required cat /run/secrets/none\n`), buildCalls()), 'buildFailed');
    assert.match(missing.detail, /none/);
  });

  describe('with registries', () => {
    let other: Server;
    let otherHost = '';
    const heard: IncomingMessage['headers'][] = [];
    before(async () => {
      other = createServer((incoming, response) => {
        heard.push(incoming.headers);
        response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="other"', 'Docker-Distribution-Api-Version': 'registry/2.0' }).end('{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}');
      });
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
      otherHost = `127.0.0.1:${String((other.address() as AddressInfo).port)}`;
    });
    after(() => {
      other.close();
      other.closeAllConnections();
    });

    it('gives each its own log-in only', async () => {
      const { host, credentials } = guardedRegistry();
      const reference = `${host}/${unique('guarded')}:1`;
      await engine.images.tag(base, reference);
      await engine.images.push(reference, { credentials });
      await engine.images.remove(reference);
      const asked: string[] = [];
      const calls = buildCalls({
        credentials: (registry) => {
          asked.push(registry);
          return Promise.resolve(registry === host ? credentials : undefined);
        },
      });
      const { imageId } = await engine.builder.build(await request(`FROM ${reference}\nRUN true\n`), calls);
      assert.ok(imageId);
      made.push(imageId);
      const refused = await engine.builder.build(await request(`FROM ${reference} AS a\nFROM ${otherHost}/private/image:1\nCOPY --from=a /bin/sh /\n`), calls).then(() => undefined, (error: unknown) => error);
      assert.ok(refused instanceof SlipwayError && ['unauthorized', 'forbidden'].includes(refused.kind), String(refused));
      assert.deepEqual([...new Set(asked)].sort(), [host, otherHost].sort());
      assert.ok(heard.length > 0);
      const sent = Buffer.from(`${credentials.username ?? ''}:${credentials.password ?? ''}`).toString('base64');
      assert.ok(heard.every(({ authorization = '' }) => !authorization.includes(sent)), 'the other registry never hears of it');
    });
  });

  it('names a file that becomes shorter while it is sent', async () => {
    await writeFile(path.join(folder, 'shrinks'), '');
    await truncate(path.join(folder, 'shrinks'), 50_000_000);
    let shortened = false;
    const work = engine.builder.build(await request('FROM scratch\nCOPY . /\n'), buildCalls({
      onEvent: (event) => {
        if (shortened || event.kind !== 'transfer' || !event.transfer.id.startsWith('transferring context') || event.transfer.current < 100_000) return;
        shortened = true;
        void truncate(path.join(folder, 'shrinks'), 10);
      },
    }));
    const error = await work.then(() => undefined, (reason: unknown) => reason);
    // A quick engine may have had all of it before.
    if (error !== undefined) assert.equal(SlipwayError.details(error, 'fileFailed')?.code, 'ESTALE');
  });

  it('sends again only what has changed, in the same folder', async () => {
    for (let number = 0; number < 20; number += 1) await writeFile(path.join(folder, `file-${String(number)}`), `content ${String(number)}`);
    const sent: string[] = [];
    const calls = buildCalls({ onEvent: (event) => event.kind === 'file' && sent.push(event.file.path) });
    const wanted = await request('FROM scratch\nCOPY file-* /\n');
    made.push((await engine.builder.build(wanted, calls)).imageId ?? '');
    assert.equal(sent.filter((name) => name.startsWith('file-')).length, 20);
    sent.length = 0;
    await writeFile(path.join(folder, 'file-7'), 'another content');
    made.push((await engine.builder.build(wanted, calls)).imageId ?? '');
    assert.deepEqual(sent.filter((name) => name.startsWith('file-')), ['file-7']);
  });
});
