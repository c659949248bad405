import assert from 'node:assert/strict';
import { type Disposable, toDisposable } from '../../../../src/core/disposable';
import { Emitter } from '../../../../src/core/emitter';
import { failure, isCancelled } from '../../../../src/core/errors';
import type { ConnectionState, EngineCandidate, EngineStatus } from '../../../../src/engine/connection/connection';
import { type ConfiguredConnection, DeferredEngineConnection } from '../../../../src/engine/connection/deferred-connection';
import type { Engine } from '../../../../src/engine/engine';
import type { EngineEvent } from '../../../../src/engine/system/system';
import { Inventory } from '../../../../src/engine/inventory/inventory';

const candidate: EngineCandidate = { id: 'environment', name: 'default', address: 'unix:///x', source: 'DOCKER_HOST' };
const event: EngineEvent = { type: 'container', action: 'start', id: 'a', attributes: {}, time: 1 };

/** A connection that writes down what it is asked. */
class Recorded implements ConfiguredConnection {
  readonly asked: string[] = [];
  readonly states = new Emitter<ConnectionState>();
  readonly events = new Emitter<EngineEvent>();
  readonly resets = new Emitter<void>();
  readonly onState = this.states.event;
  readonly onEvent = this.events.event;
  readonly onReset = this.resets.event;
  readonly anEngine = {} as Engine;
  watchers = 0;
  ends = 0;
  state: ConnectionState = { kind: 'idle' };

  watch(): Disposable {
    this.watchers++;
    // As soon as somebody watches something may be told.
    this.set({ kind: 'connecting', candidate });
    return toDisposable(() => {
      this.watchers--;
    });
  }
  set(state: ConnectionState): void {
    this.state = state;
    this.states.fire(state);
  }
  candidate(name: string): Promise<EngineCandidate> {
    this.asked.push(`candidate ${name}`);
    return Promise.resolve(candidate);
  }
  engine(): Promise<Engine> {
    this.asked.push('engine');
    return Promise.resolve(this.anEngine);
  }
  probe(): Promise<readonly EngineStatus[]> {
    this.asked.push('probe');
    return Promise.resolve([{ candidate, current: true, state: 'connected' }]);
  }
  use(id: string): Promise<void> {
    this.asked.push(`use ${id}`);
    return Promise.reject(failure('notFound', { what: 'context', name: id }));
  }
  retry(): void {
    this.asked.push('retry');
  }
  reconsider(): void {
    this.asked.push('reconsider');
  }
  dispose(): void {
    this.ends++;
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('engine/connection/deferred-connection', () => {
  let loads: { readonly come: () => Promise<void>; readonly fail: (error: Error) => Promise<void> }[];
  let live: Recorded;
  let reported: unknown[];
  let told: string[];
  let connection: DeferredEngineConnection;

  beforeEach(() => {
    loads = [];
    reported = [];
    told = [];
    live = new Recorded();
    connection = new DeferredEngineConnection(
      () =>
        new Promise((resolve, reject) =>
          loads.push({
            come: () => (resolve(live), settled()),
            fail: (error) => (reject(error), settled()),
          }),
        ),
      (error) => reported.push(error),
    );
    connection.onState(({ kind }) => told.push(kind));
    connection.onEvent(({ id }) => told.push(`event ${id}`));
    connection.onReset(() => told.push('reset'));
  });
  afterEach(() => connection.dispose());

  it('is idle and loads nothing until somebody asks; a change of the setting asks nothing', async () => {
    connection.reconsider();
    await settled();
    assert.deepEqual([loads.length, connection.state, told], [0, { kind: 'idle' }, []]);
  });

  it('is loaded once for all who watch, each of whom is handed on and let go by itself', async () => {
    const [first, second, third] = [connection.watch(), connection.watch(), connection.watch()];
    third.dispose();
    assert.equal(loads.length, 1);
    await loads[0]!.come();
    assert.equal(live.watchers, 2, 'who has left meanwhile does not count');
    const fourth = connection.watch();
    assert.equal(live.watchers, 3);
    for (const each of [first, second, fourth]) {
      each.dispose();
      each.dispose();
    }
    third.dispose();
    assert.deepEqual([live.watchers, loads.length], [0, 1]);
  });

  it('tells everything from the first watcher on', async () => {
    connection.watch();
    await loads[0]!.come();
    live.set({ kind: 'unreachable', tried: [], retryAt: 0 });
    live.resets.fire();
    live.events.fire(event);
    assert.deepEqual(told, ['connecting', 'unreachable', 'reset', 'event a']);
    assert.equal(connection.state, live.state);
  });

  it('hands on what was asked while it was loaded, and what is asked afterwards', async () => {
    const asked = [connection.engine(), connection.engine(), connection.probe(), assert.rejects(connection.use('far'), /far/)] as const;
    connection.retry();
    assert.equal(loads.length, 1);
    await loads[0]!.come();
    const [one, other, probed] = await Promise.all(asked);
    assert.deepEqual([one === live.anEngine, other === live.anEngine, probed.length], [true, true, 1]);
    assert.deepEqual([...live.asked].sort(), ['engine', 'engine', 'probe', 'retry', 'use far']);
    connection.reconsider();
    connection.retry();
    await connection.engine();
    assert.deepEqual(live.asked.slice(5).sort(), ['engine', 'reconsider', 'retry']);
  });

  it('lets go who cancels, while the others wait', async () => {
    const stop = new AbortController();
    const cancelled = connection.engine(stop.signal);
    const other = connection.engine();
    stop.abort();
    await assert.rejects(cancelled, isCancelled);
    await loads[0]!.come();
    assert.equal(await other, live.anEngine);
    assert.deepEqual(live.asked, ['engine']);
  });

  it('is unreachable when it cannot be loaded, and loaded again by whoever asks next, for all who still watch', async () => {
    connection.watch();
    const asked = assert.rejects(connection.engine(), /the file is gone/);
    await loads[0]!.fail(new Error('the file is gone'));
    await asked;
    const { state } = connection;
    assert.ok(state.kind === 'unreachable');
    assert.deepEqual(state.tried, [{ address: 'Slipway', source: 'its own files', reason: 'the file is gone' }]);
    assert.deepEqual([told, reported.length, loads.length], [['unreachable'], 1, 1]);
    connection.retry();
    assert.equal(loads.length, 2);
    await loads[1]!.come();
    assert.deepEqual([live.watchers, told, connection.state.kind], [1, ['unreachable', 'connecting'], 'connecting']);
  });

  it('ends with what it has loaded', async () => {
    connection.watch();
    await loads[0]!.come();
    connection.dispose();
    assert.equal(live.ends, 1);
    await assert.rejects(connection.engine(), isCancelled);
  });

  it('ends what is loaded after its end: nothing watches it and nobody gets it', async () => {
    const watcher = connection.watch();
    const asked = assert.rejects(connection.engine(), isCancelled);
    connection.retry();
    connection.dispose();
    await loads[0]!.come();
    await asked;
    watcher.dispose();
    assert.deepEqual([live.ends, live.watchers, live.asked, told, reported], [1, 0, [], [], []]);
  });

  it('is silent about a failure after its end', async () => {
    connection.watch();
    connection.dispose();
    await loads[0]!.fail(new Error('the file is gone'));
    assert.deepEqual([told, reported], [[], []]);
  });

  it('keeps lists true for those who watched them before it was there', async () => {
    const inventory = new Inventory(connection, (error) => reported.push(error));
    const read = new Promise((resolve) => inventory.onChange(resolve));
    const watching = inventory.watch('volumes');
    Object.assign(live.anEngine, { volumes: { list: () => Promise.resolve([{ name: 'data' }]) } });
    await loads[0]!.come();
    live.resets.fire();
    assert.equal(await read, 'volumes');
    assert.deepEqual([...(inventory.get('volumes') ?? []).keys()], ['data']);
    watching.dispose();
    assert.equal(live.watchers, 0);
    inventory.dispose();
  });
});
