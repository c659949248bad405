import assert from 'node:assert/strict';
import type { ConnectionState } from '../../../../src/engine/connection/connection';
import type { EngineEvent } from '../../../../src/engine/system/system';
import { LiveEngineConnection } from '../../../../src/engine/connection/engine-connection';
import { type HostEnvironment, hostEnvironment } from '../../../../src/engine/contexts/host-environment';
import { FakeEngine } from '../../../support/fake-engine';

/** This computer without any engine but those that a test names. */
function bare(variables: Record<string, string | undefined>): HostEnvironment {
  return { ...hostEnvironment(), variables: { DOCKER_CONFIG: '/nowhere', ...variables }, homeDirectory: '/nowhere' };
}

async function until(holds: () => boolean, what: string): Promise<void> {
  for (let attempt = 0; attempt < 1000; attempt += 1) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`never happened: ${what}`);
}

describe('engine/connection/engine-connection', () => {
  let fake: FakeEngine;
  let connection: LiveEngineConnection;
  let chosen: string;
  let states: ConnectionState['kind'][];
  let resets: number;
  let events: EngineEvent[];

  async function setUp(engine: FakeEngine): Promise<void> {
    fake = engine;
    chosen = '';
    states = [];
    events = [];
    resets = 0;
    connection = new LiveEngineConnection({ chosen: () => chosen, environment: bare({ DOCKER_HOST: `unix://${fake.socketPath}` }) });
    connection.onState(({ kind }) => states.push(kind));
    connection.onReset(() => (resets += 1));
    connection.onEvent((event) => events.push(event));
    await Promise.resolve();
  }

  afterEach(async () => {
    connection.dispose();
    await fake.dispose();
  });

  const event = (id: string, timeNano = Date.now() * 1e6) => ({ Type: 'container', Action: 'start', Actor: { ID: id }, timeNano });

  it('does nothing until somebody asks', async () => {
    await setUp(await FakeEngine.start());
    await new Promise((resolve) => setTimeout(resolve, 30));
    assert.deepEqual([fake.requests.length, connection.state.kind], [0, 'idle']);
  });

  it('gives the engine without following its events when nobody watches', async () => {
    await setUp(await FakeEngine.start());
    const [first, second] = await Promise.all([connection.engine(), connection.engine()]);
    assert.equal(first, second);
    assert.equal(fake.eventStreams, 0);
    assert.deepEqual(states, ['connecting', 'connected']);
    await fake.stop();
    await assert.rejects(connection.engine(), { kind: 'engineUnreachable' });
    await fake.listen();
    assert.notEqual(await connection.engine(), first);
  });

  it('keeps one event stream for all watchers and closes it with the last', async () => {
    await setUp(await FakeEngine.start());
    const watches = [connection.watch(), connection.watch()];
    await until(() => resets === 1, 'the first reset');
    assert.equal(fake.eventStreams, 1);
    fake.emit(event('a'));
    await until(() => events.length === 1, 'the event');
    watches[0]!.dispose();
    watches[0]!.dispose();
    fake.emit(event('b'));
    await until(() => events.length === 2, 'the second event');
    watches[1]!.dispose();
    await until(() => fake.eventStreams === 0, 'no stream');
    const again = connection.watch();
    await until(() => resets === 2, 'a reset for those who watch anew');
    again.dispose();
  });

  it('comes back after each of ten outages, with a reset each time and no event lost or doubled', async () => {
    await setUp(await FakeEngine.start());
    connection.watch();
    await until(() => resets === 1, 'connected');
    for (let outage = 1; outage <= 10; outage += 1) {
      fake.emit(event(`before-${outage}`));
      await until(() => events.at(-1)?.id === `before-${outage}`, 'an event');
      await fake.stop();
      await until(() => connection.state.kind !== 'connected', 'the outage is seen');
      await fake.listen();
      await until(() => resets === outage + 1, `reset ${outage + 1}`);
      assert.equal(connection.state.kind, 'connected');
      const { query } = fake.requests.findLast(({ path }) => path === '/events')!;
      assert.ok(Number(query.get('since')) > 1_600_000_000);
      // The engine tells again what it still knows.
      fake.emit(event(`before-${outage}`, events.at(-1)!.time * 1e6));
      fake.emit(event(`after-${outage}`));
      await until(() => events.at(-1)?.id === `after-${outage}`, 'an event after the outage');
    }
    assert.equal(events.length, 20);
    assert.equal(fake.eventStreams, 1);
  });

  it('follows events also when the clock of the engine was set back', async () => {
    await setUp(await FakeEngine.start());
    connection.watch();
    await until(() => resets === 1, 'connected');
    fake.emit(event('now'));
    await until(() => events.length === 1, 'an event');
    fake.emit(event('earlier', 1_000_000_000_000));
    await until(() => events.length === 2, 'an event of an earlier time');
  });

  it('notices an event stream that ends in good order', async () => {
    await setUp(await FakeEngine.start());
    connection.watch();
    await until(() => resets === 1, 'connected');
    fake.endEvents();
    await until(() => resets === 2, 'connected again');
  });

  it('says what was tried and sees an engine that comes up later', async () => {
    await setUp(await FakeEngine.prepare());
    connection.watch();
    await until(() => connection.state.kind === 'unreachable', 'unreachable');
    assert.equal(connection.state.kind, 'unreachable');
    const { tried } = connection.state;
    assert.deepEqual(tried.map(({ address, source }) => [address, source]), [[`unix://${fake.socketPath}`, 'environment']]);
    assert.match(tried[0]!.reason, /ENOENT/);
    // Long enough for the pauses between attempts to have grown.
    await new Promise((resolve) => setTimeout(resolve, 1200));
    const started = performance.now();
    await fake.listen();
    await until(() => resets === 1, 'connected');
    assert.ok(performance.now() - started < 5000);
    assert.deepEqual([...new Set(states)], ['connecting', 'unreachable', 'connected']);
  });

  it('switches to another engine and says when there is none of that name', async () => {
    await setUp(await FakeEngine.start());
    const other = await FakeEngine.start();
    other.id = 'OTHER';
    try {
      connection.watch();
      await until(() => resets === 1, 'connected');
      await connection.use(`unix://${other.socketPath}`);
      assert.equal((await connection.engine()).information.id, 'OTHER');
      await until(() => resets === 2, 'reset after the switch');
      await until(() => fake.eventStreams === 0 && other.eventStreams === 1, 'streams moved');
      await assert.rejects(connection.use('nobody'), { kind: 'notFound' });
      chosen = `unix://${fake.socketPath}`;
      connection.reconsider();
      await until(() => resets === 3, 'back by the setting');
      assert.equal((await connection.engine()).information.id, 'FAKE');
    } finally {
      await other.dispose();
    }
  });

  it('changes nothing when the engine that is to be used does not answer, is not awaited, or is no engine', async () => {
    await setUp(await FakeEngine.start());
    const silent = await FakeEngine.start();
    silent.on('GET /info', () => undefined);
    try {
      connection.watch();
      await until(() => resets === 1, 'connected');
      const before = await connection.engine();
      const told = states.length;
      await assert.rejects(connection.use('unix:///nowhere/docker.sock'), { kind: 'engineUnreachable' });
      await assert.rejects(connection.use('tcp://127.0.0.1:abc'), { kind: 'engineUnreachable' });
      await assert.rejects(connection.use('nobody'), { kind: 'notFound' });
      const stop = new AbortController();
      const given = connection.use(`unix://${silent.socketPath}`, stop.signal);
      await until(() => silent.requests.some(({ path }) => path === '/info'), 'it is asked');
      stop.abort();
      await assert.rejects(given, { kind: 'cancelled' });
      assert.equal(await connection.engine(), before);
      assert.deepEqual([states.length, resets, fake.eventStreams], [told, 1, 1]);
      fake.emit(event('still'));
      await until(() => events.at(-1)?.id === 'still', 'an event of the old engine');
    } finally {
      await silent.dispose();
    }
  });

  it('takes the last of several switches', async () => {
    await setUp(await FakeEngine.start());
    const [slow, other] = await Promise.all([FakeEngine.start(), FakeEngine.start()]);
    other.id = 'OTHER';
    slow.on('GET /info', () => undefined);
    try {
      const first = connection.use(`unix://${slow.socketPath}`);
      const given = assert.rejects(first, { kind: 'cancelled' });
      await until(() => slow.requests.length > 0, 'it is asked');
      await connection.use(`unix://${other.socketPath}`);
      await given;
      assert.equal((await connection.engine()).information.id, 'OTHER');
    } finally {
      await Promise.all([slow.dispose(), other.dispose()]);
    }
  });

  it('lets one who waits give up while the search goes on', async () => {
    await setUp(await FakeEngine.start());
    fake.on('GET /info', () => undefined);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 20);
    await assert.rejects(connection.engine(stop.signal), { kind: 'cancelled' });
  });

  it('probes all candidates and marks the one in use', async () => {
    await setUp(await FakeEngine.start());
    connection.watch();
    await until(() => resets === 1, 'connected');
    const statuses = await connection.probe();
    const environment = statuses.find(({ candidate }) => candidate.id === 'environment')!;
    assert.deepEqual([environment.current, environment.state, environment.information?.id], [true, 'connected', 'FAKE']);
    assert.equal(statuses.filter(({ current }) => current).length, 1);
  });
});
