import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { Emitter } from '../../../../src/core/emitter';
import type { ConnectionState, EngineConnection } from '../../../../src/engine/connection/connection';
import type { ContainerSummary } from '../../../../src/engine/containers/containers';
import type { Engine } from '../../../../src/engine/engine';
import type { EngineEvent } from '../../../../src/engine/system/system';
import type { ImageSummary } from '../../../../src/engine/images/images';
import { Inventory } from '../../../../src/engine/inventory/inventory';
import type { ObjectList } from '../../../../src/engine/inventory/object-lists';
import type { PartialEngine } from '../../../support/partial-engine';

function container(id: string, state: ContainerSummary['state'] = 'running'): ContainerSummary {
  return { id, name: id, image: 'i', imageId: 'sha256:1', command: '', created: 0, state, health: 'none', status: 'Up 1 second', ports: [], labels: {}, mounts: [], networks: [] };
}

function image(id: string): ImageSummary {
  return { id, tags: [`${id}:1`], digests: [], created: 0, size: 1, labels: {}, parentId: '', dangling: false };
}

class Bench {
  containers = [container('a'), container('b')];
  images = [image('x')];
  readonly calls: string[] = [];
  readonly events = new Emitter<EngineEvent>();
  readonly resets = new Emitter<undefined>();
  readonly states = new Emitter<ConnectionState>();
  watchers = 0;
  delay = 0;
  connected: Promise<unknown> = Promise.resolve();
  readonly inventory: Inventory;

  constructor() {
    const engine: PartialEngine = {
      containers: { list: async (options) => {
        const ids = options?.filters?.['id'];
        this.calls.push(ids ? `containers ${ids.join(',')}` : 'containers');
        const answer = this.containers.filter(({ id }) => !ids || ids.includes(id));
        if (this.delay > 0) await new Promise((resolve) => setTimeout(resolve, this.delay));
        return answer;
      } },
      images: { list: () => {
        this.calls.push('images');
        return Promise.resolve(this.images);
      } },
    };
    const connection: Partial<EngineConnection> = {
      state: { kind: 'connected' } as ConnectionState,
      onState: this.states.event,
      onEvent: this.events.event,
      onReset: this.resets.event,
      watch: () => {
        this.watchers++;
        return { dispose: () => this.watchers-- };
      },
      engine: async () => {
        await this.connected;
        return engine as Engine;
      },
    };
    this.inventory = new Inventory(connection as EngineConnection, (error) => {
      throw error;
    });
  }

  event(type: EngineEvent['type'], action: string, id: string): void {
    this.events.fire({ type, action, id, attributes: {}, time: 0 });
  }

  changed(list: ObjectList, times = 1): Promise<void> {
    return new Promise((resolve) => {
      let left = times;
      const subscription = this.inventory.onChange((name) => {
        if (name !== list || --left > 0) return;
        subscription.dispose();
        resolve();
      });
    });
  }
}

describe('Inventory', () => {
  let bench: Bench;
  beforeEach(() => (bench = new Bench()));
  afterEach(() => bench.inventory.dispose());

  it('reads the images again after a commit, which may make one without a name', async () => {
    bench.inventory.watch('images');
    await bench.changed('images');
    const changed = bench.changed('images');
    bench.event('container', 'commit', 'a');
    await changed;
    assert.deepEqual(bench.calls, ['images', 'images']);
  });

  it('asks nothing before somebody watches, and lets go after the last watcher', async () => {
    bench.event('image', 'tag', 'x');
    assert.deepEqual(bench.calls, []);
    const changed = bench.changed('images');
    const first = bench.inventory.watch('images');
    const second = bench.inventory.watch('images');
    await changed;
    assert.deepEqual([...(bench.inventory.get('images')?.keys() ?? [])], ['x']);
    first.dispose();
    first.dispose();
    assert.equal(bench.watchers, 1);
    assert.ok(bench.inventory.get('images'));
    second.dispose();
    assert.equal(bench.watchers, 0);
    assert.equal(bench.inventory.get('images'), undefined);
    bench.event('image', 'tag', 'x');
    await new Promise((resolve) => setTimeout(resolve, 40));
    assert.deepEqual(bench.calls, ['images']);
  });

  it('reads only the containers that an event names, keeps the others and drops the gone', async () => {
    const first = bench.changed('containers');
    bench.inventory.watch('containers');
    await first;
    bench.containers = [container('c'), container('b', 'paused')];
    const second = bench.changed('containers');
    bench.event('container', 'pause', 'b');
    bench.event('container', 'destroy', 'a');
    bench.event('container', 'create', 'c');
    await second;
    assert.deepEqual(bench.calls, ['containers', 'containers b,a,c']);
    const list = bench.inventory.get('containers');
    assert.deepEqual([...(list?.keys() ?? [])], ['c', 'b']);
    assert.equal(list?.get('b')?.state, 'paused');
  });

  it('does not ask for events that change no row', async () => {
    const first = bench.changed('containers');
    bench.inventory.watch('containers');
    await first;
    bench.event('container', 'exec_start', 'a');
    bench.event('container', 'attach', 'a');
    bench.event('image', 'push', 'x');
    await new Promise((resolve) => setTimeout(resolve, 60));
    assert.deepEqual(bench.calls, ['containers']);
  });

  it('reads a burst once, and goes on reading while events never stop', async () => {
    const first = bench.changed('images');
    bench.inventory.watch('images');
    await first;
    const timer = setInterval(() => bench.event('image', 'tag', 'x'), 5);
    await bench.changed('images', 2);
    clearInterval(timer);
    assert.equal(bench.calls.length, 3);
  });

  it('reads again after an event that came during a reading', async () => {
    const first = bench.changed('containers');
    bench.inventory.watch('containers');
    await first;
    bench.delay = 40;
    const both = bench.changed('containers', 2);
    bench.event('container', 'start', 'a');
    await new Promise((resolve) => setTimeout(resolve, 160));
    bench.containers = [container('a', 'exited'), container('b')];
    bench.event('container', 'die', 'a');
    await both;
    assert.equal(bench.inventory.get('containers')?.get('a')?.state, 'exited');
  });

  it('reads a changed container once more, as the engine may tell a change before its list knows it', async () => {
    const first = bench.changed('containers');
    bench.inventory.watch('containers');
    await first;
    bench.containers = [container('a', 'paused'), container('b')];
    const both = bench.changed('containers', 2);
    bench.event('container', 'unpause', 'a');
    await bench.changed('containers');
    assert.equal(bench.inventory.get('containers')?.get('a')?.state, 'paused');
    bench.containers = [container('a', 'running'), container('b')];
    await both;
    assert.equal(bench.inventory.get('containers')?.get('a')?.state, 'running');
    await new Promise((resolve) => setTimeout(resolve, 600));
    assert.deepEqual(bench.calls, ['containers', 'containers a', 'containers a']);
  });

  it('does not rest for as long as it took to connect', async () => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'] });
    try {
      const settled = async (): Promise<void> => {
        for (let turn = 0; turn < 20; turn++) await Promise.resolve();
      };
      let connect: () => void = () => undefined;
      bench.connected = new Promise<void>((resolve) => (connect = resolve));
      bench.inventory.watch('images');
      mock.timers.tick(50);
      await settled();
      mock.timers.tick(60_000);
      // As a connection that was slow: it has the engine, and then hears of its events.
      bench.resets.fire(undefined);
      connect();
      await settled();
      mock.timers.tick(100);
      await settled();
      assert.deepEqual([...(bench.inventory.get('images')?.keys() ?? [])], ['x']);
      assert.deepEqual(bench.calls, ['images', 'images']);
    } finally {
      mock.timers.reset();
    }
  });

  it('throws away what was read from the engine before a reset', async () => {
    const first = bench.changed('images');
    bench.inventory.watch('images');
    await first;
    bench.images = [image('y')];
    const second = bench.changed('images');
    bench.resets.fire(undefined);
    await second;
    assert.deepEqual([...(bench.inventory.get('images')?.keys() ?? [])], ['y']);
  });

  it('forgets everything when the engine is gone', async () => {
    const first = bench.changed('images');
    bench.inventory.watch('images');
    await first;
    const second = bench.changed('images');
    bench.states.fire({ kind: 'unreachable', tried: [], retryAt: 0 });
    await second;
    assert.equal(bench.inventory.get('images'), undefined);
  });
});
