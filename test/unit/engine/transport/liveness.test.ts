import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { connect, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createServer as createTlsServer } from 'node:tls';
import { SlipwayError } from '../../../../src/core/errors';
import type { Engine } from '../../../../src/engine/engine';
import type { EngineEvent } from '../../../../src/engine/system/system';
import { LiveEngineConnection } from '../../../../src/engine/connection/engine-connection';
import { hostEnvironment } from '../../../../src/engine/contexts/host-environment';
import { usualRhythm } from '../../../../src/engine/transport/pulse';
import { testCertificate } from '../../../support/certificate';
import { FakeEngine, json } from '../../../support/fake-engine';
import { ManualClock } from '../../../support/manual-clock';
import { Tunnel } from '../../../support/tunnel';

const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

async function until(holds: () => boolean, what: string, meanwhile: () => void = () => undefined): Promise<void> {
  for (let attempt = 0; attempt < 2000; attempt += 1) {
    if (holds()) return;
    meanwhile();
    await turn();
  }
  throw new Error(`never happened: ${what}`);
}

/** The failure of a verb, or what it gave. */
function outcome(work: Promise<unknown>): { failure?: unknown; done: boolean } {
  const result: { failure?: unknown; done: boolean } = { done: false };
  work.then(
    (value) => Object.assign(result, { done: true, failure: `gave ${JSON.stringify(value)}` }),
    (error: unknown) => Object.assign(result, { done: true, failure: error }),
  );
  return result;
}

function assertSilent(error: unknown, address: string, what: string): void {
  assert.ok(error instanceof SlipwayError, `${what}: ${String(error)}`);
  assert.deepEqual(error.failure, { kind: 'engineUnreachable', details: { tried: [{ address, source: '', reason: 'SILENT' }] } }, what);
}

for (const secured of [false, true]) {
  describe(`engine/liveness: a tunnel that falls silent, ${secured ? 'with TLS' : 'plain'}`, function () {
    this.timeout(30_000);
    let directory: string;
    let fake: FakeEngine;
    let tunnel: Tunnel;
    let clock: ManualClock;
    let connection: LiveEngineConnection;
    let terminator: Server | undefined;
    let resets: number;
    let events: EngineEvent[];
    /** Answers that the fake engine has not given yet. */
    let held: ServerResponse[];

    before(async () => {
      directory = await mkdtemp(join(tmpdir(), 'slipway-liveness-'));
      await writeFile(join(directory, 'ca.pem'), testCertificate.certificate);
    });
    after(() => rm(directory, { recursive: true }));

    beforeEach(async () => {
      fake = await FakeEngine.start();
      [resets, events, held] = [0, [], []];
      const hold = (response: ServerResponse) => void held.push(response);
      fake.on('POST /containers/web/start', hold);
      fake.on('POST /commit', hold);
      fake.on('GET /containers/web/json', (response) => void response.end(JSON.stringify({ Id: 'web', Config: { Tty: true }, State: { Running: true } })));
      fake.on('POST /images/create', (response) => {
        response.writeHead(200, { 'Content-Type': 'application/json' });
        response.write('{"status":"Downloading","id":"a","progressDetail":{"current":1,"total":9}}\n');
      });
      fake.on('GET /images/app:1/json', json({ message: 'No such image: app:1' }, 404));
      fake.on('GET /images/get', (response) => {
        response.writeHead(200, { 'Content-Type': 'application/x-tar' });
        response.write(Buffer.alloc(1000));
      });
      fake.on('GET /containers/web/logs', (response) => {
        response.writeHead(200);
        response.write('line\n');
      });
      fake.on('POST /containers/web/exec', (response) => void response.end(JSON.stringify({ Id: 'e1' })));
      fake.on('POST /exec/e1/start', (response) => {
        response.socket?.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n$ ');
      });
      fake.on('POST /images/load', (response) => void held.push(response));
      let target: Parameters<typeof Tunnel.open>[0] = { path: fake.socketPath };
      if (secured) {
        const server = createTlsServer({ key: testCertificate.key, cert: testCertificate.certificate }, (socket) => {
          const far = connect(fake.socketPath);
          far.on('error', () => socket.destroy());
          socket.on('error', () => far.destroy());
          socket.once('close', () => far.destroy());
          socket.pipe(far).pipe(socket);
        });
        server.on('tlsClientError', () => undefined);
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        terminator = server;
        target = { host: '127.0.0.1', port: (server.address() as { readonly port: number }).port };
      }
      tunnel = await Tunnel.open(target);
      clock = new ManualClock();
      const variables = { DOCKER_CONFIG: directory, DOCKER_HOST: tunnel.address, ...(secured && { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: directory }) };
      connection = new LiveEngineConnection({
        chosen: () => '',
        environment: { ...hostEnvironment(), variables, homeDirectory: '/nowhere' },
        pulse: { clock },
      });
      connection.onReset(() => (resets += 1));
      connection.onEvent((event) => events.push(event));
    });

    afterEach(async () => {
      connection.dispose();
      tunnel.dispose();
      terminator?.close();
      await fake.dispose();
    });

    const tick = () => clock.pass(usualRhythm.tick);
    const asked = (route: string) => fake.requests.filter(({ method, path }) => `${method} ${path}` === route).length;

    async function watched(): Promise<Engine> {
      connection.watch();
      await until(() => resets === 1, 'connected');
      return connection.engine();
    }

    it('is noticed: the state says so, and when it is back events and rows are', async () => {
      await watched();
      tunnel.silence();
      const since = clock.now();
      await until(() => connection.state.kind !== 'connected', 'the silence is noticed', tick);
      assert.ok(clock.now() - since <= 20_000, String(clock.now() - since));
      tunnel.resume();
      await until(() => resets === 2, 'connected again');
      assert.equal(connection.state.kind, 'connected');
      assert.deepEqual(await (await connection.engine()).containers.list(), []);
      fake.emit({ Type: 'container', Action: 'start', Actor: { ID: 'web' }, timeNano: Date.now() * 1e6 });
      await until(() => events.length === 1, 'an event');
    });

    it('ends everything that hung on it with one error', async () => {
      const engine = await watched();
      const logs = await engine.containers.logs('web', { follow: true, timestamps: false });
      const terminal = await engine.containers.execute('web', { command: ['sh'], tty: true });
      const ended = new Promise<void>((resolve) => terminal.onEnd(() => resolve()));
      const { stream } = await engine.images.save(['app:1']);
      const work = {
        start: outcome(engine.containers.start('web')),
        commit: outcome(engine.containers.commit('web', {})),
        pull: outcome(engine.images.pull('docker.io/library/app:1', {})),
        load: outcome(engine.images.load(Readable.from([Buffer.alloc(200_000)]), {})),
        save: outcome(stream.resume().toArray()),
        logs: outcome(Readable.from(logs).resume().toArray()),
      };
      await until(() => held.length === 3 && asked('POST /images/create') === 1, 'all are under way');
      tunnel.silence();
      const list = outcome(engine.images.list());
      await until(() => Object.values({ ...work, list }).every(({ done }) => done), 'all have ended', tick);
      for (const [what, { failure }] of Object.entries({ ...work, list })) assertSilent(failure, tunnel.address, what);
      await ended;
      assertSilent(terminal.failure, tunnel.address, 'exec');
    });

    it('carries out nothing that was given up, although the tunnel delivers what it took', async () => {
      const engine = await watched();
      // Several kept connections.
      await Promise.all([engine.images.list(), engine.containers.list(), engine.images.list()]);
      clock.sleep(1_500);
      tunnel.silence();
      const verbs = [
        outcome(engine.containers.start('web')),
        outcome(engine.containers.stop('web')),
        outcome(engine.images.tag('app:1', 'app:2')),
        outcome(engine.images.remove('app:1')),
        outcome(engine.containers.remove('web')),
        outcome(engine.containers.commit('web', {})),
        outcome(engine.images.pull('docker.io/library/app:1', {})),
        outcome(engine.containers.execute('web', { command: ['rm', 'x'], tty: false })),
        outcome(engine.images.load(Readable.from([Buffer.alloc(1000)]), {})),
      ];
      await until(() => verbs.every(({ done }) => done), 'all have failed', tick);
      for (const { failure } of verbs) assertSilent(failure, tunnel.address, 'a verb');
      tunnel.resume();
      await until(() => resets === 2, 'connected again');
      await until(() => tunnel.open <= 3, 'everything is delivered');
      const changes = fake.requests.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);
      assert.deepEqual(changes, []);
    });

    it('carries out nothing that was cancelled meanwhile', async () => {
      const engine = await watched();
      clock.sleep(1_500);
      tunnel.silence();
      const stop = new AbortController();
      const stopped = outcome(engine.containers.stop('web', stop.signal));
      await turn();
      stop.abort();
      await until(() => stopped.done, 'cancelled');
      assert.equal((stopped.failure as SlipwayError).kind, 'cancelled');
      tunnel.resume();
      await engine.images.list();
      assert.equal(asked('POST /containers/web/stop'), 0);
    });

    it('leaves a verb alone that is silent for an hour while the engine answers', async () => {
      const engine = await watched();
      const commit = outcome(engine.containers.commit('web', {}));
      await until(() => held.length === 1, 'the commit is under way');
      for (let minutes = 0; minutes < 60; minutes += 5) {
        const before = asked('GET /_ping');
        await until(() => asked('GET /_ping') > before, 'a ping', tick);
        // Its answer has come when another request has one.
        await engine.images.list();
      }
      assert.equal(commit.done, false);
      held[0]!.writeHead(201, { 'Content-Type': 'application/json' }).end('{"Id":"sha256:abc"}');
      await until(() => commit.done, 'the commit ends');
      assert.match(String(commit.failure), /sha256:abc/);
      assert.equal(resets, 1);
    });

    it('is noticed at once after sleep, and an engine that answers gets a new event stream', async () => {
      await watched();
      const taken = fake.requests.filter(({ path }) => path === '/events').length;
      tunnel.forget();
      clock.sleep(3_600_000);
      tick();
      await until(() => resets === 2, 'a new stream');
      assert.equal(fake.requests.filter(({ path }) => path === '/events').length, taken + 1);
      assert.equal(connection.state.kind, 'connected');
      fake.emit({ Type: 'container', Action: 'start', Actor: { ID: 'web' }, timeNano: Date.now() * 1e6 });
      await until(() => events.length >= 1, 'an event');
      tunnel.silence();
      clock.sleep(3_600_000);
      const woken = clock.now();
      await until(() => connection.state.kind !== 'connected', 'the silence is noticed', tick);
      assert.ok(clock.now() - woken <= 10_000, String(clock.now() - woken));
    });

    it('is not asked for while nobody watches and nothing waits', async () => {
      await connection.engine();
      await until(() => !clock.ticking, 'nothing ticks');
      const watch = connection.watch();
      await until(() => clock.ticking, 'it ticks');
      watch.dispose();
      await until(() => !clock.ticking, 'nothing ticks any more');
    });

    it('is noticed by a verb when nobody watches', async () => {
      const engine = await connection.engine();
      const commit = outcome(engine.containers.commit('web', {}));
      await until(() => held.length === 1, 'the commit is under way');
      tunnel.silence();
      await until(() => commit.done, 'the commit fails', tick);
      assertSilent(commit.failure, tunnel.address, 'commit');
      assert.equal(connection.state.kind, 'unreachable');
      tunnel.resume();
      assert.deepEqual(await (await connection.engine()).images.list(), []);
    });
  });
}
