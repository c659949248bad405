import assert from 'node:assert/strict';
import { planPrune, pruneRequest } from '../../../../src/commands/prune/planned';
import { checkSameEngine, inOrderOfRemoval, removePlanned } from '../../../../src/commands/prune/removal';
import { failure } from '../../../../src/core/errors';
import type { PruneOutcome, PrunePageModel } from '../../../../src/core/prune/page';
import { connectEngine } from '../../../../src/engine/dockerode-engine';
import { fakeApp } from '../../../support/fake-app';
import { FakeEngine, json } from '../../../support/fake-engine';
import { container, image } from '../samples';
import { PruneStore, record } from './store';
import type { PartialEngine } from '../../../support/partial-engine';

const stopped = ['one', 'two', 'three'];
const names = (items: PruneOutcome['removed'] | PruneOutcome['untouched']): readonly string[] => items.map(({ names: [name] }) => name ?? '');
const everything = (model: PrunePageModel): ReadonlySet<string> => new Set(model.plan.items.map(({ key }) => key));

function store(): PruneStore {
  const made = new PruneStore();
  made.containers = stopped.map((name) => container(name, { state: 'exited', writtenBytes: 10 }));
  return made;
}

async function remove(engine: PartialEngine, signal = new AbortController().signal): Promise<PruneOutcome> {
  const app = fakeApp({ engine });
  const model = await planPrune(app, pruneRequest('containers', {}));
  return removePlanned(await app.connection.engine(), model, everything(model), signal, () => undefined);
}

describe('the removal of a prune plan', () => {
  it('stops between two items when it is cancelled, and tells what it has not begun with', async () => {
    const engine = store();
    const controller = new AbortController();
    engine.before = () => controller.abort();
    const outcome = await remove(engine.engine, controller.signal);
    assert.deepEqual([names(outcome.removed), names(outcome.untouched), outcome.stopped], [['one'], ['two', 'three'], true]);
    assert.deepEqual(engine.asked, ['container one-id']);
    assert.equal(outcome.freedBytes, 10);
    assert.equal(outcome.interrupted, undefined);
  });

  it('tries nothing more when the engine is gone, and asks it afterwards what became of the last one', async () => {
    const engine = store();
    engine.before = (what) => {
      if (what !== 'container two-id') return;
      // It was removed, and the answer never came.
      engine.containers = engine.containers.filter(({ id }) => id !== 'two-id');
      throw failure('connectionLost', { operation: 'remove' });
    };
    const outcome = await remove(engine.engine);
    assert.deepEqual([names(outcome.removed), names(outcome.untouched)], [['one', 'two'], ['three']]);
    assert.equal(outcome.interrupted, 'the connection to the engine ended');
    assert.equal(outcome.stopped, false);
    assert.deepEqual(engine.containers.map(({ name }) => name), ['three']);
  });

  it('says of the last one that it is still there, or that this is not known', async () => {
    const engine = store();
    engine.before = (what) => {
      if (what === 'container two-id') throw failure('engineUnreachable', { tried: [] });
    };
    const there = await remove(engine.engine);
    assert.deepEqual(there.refused.map(({ reason }) => reason), ['no engine answers']);
    const other = store();
    const app = fakeApp({ engine: other.engine });
    const model = await planPrune(app, pruneRequest('containers', {}));
    const gone = (): Promise<never> => Promise.reject(failure('engineUnreachable', { tried: [] }));
    const silent = fakeApp({ engine: { containers: { list: gone, remove: gone },} });
    const unknown = await removePlanned(await silent.connection.engine(), model, everything(model), new AbortController().signal, () => undefined);
    assert.deepEqual(unknown.refused.map(({ reason }) => reason), ['no engine answers; it is not known whether it was removed']);
    assert.deepEqual(names(unknown.untouched), ['two', 'three']);
  });

  it('goes on after an item that the engine refuses', async () => {
    const engine = store();
    engine.before = (what) => {
      if (what === 'container one-id') throw failure('engineFailed', { operation: 'remove', status: 500, detail: 'busy device' });
    };
    const outcome = await remove(engine.engine);
    assert.deepEqual([names(outcome.removed), outcome.refused.map(({ reason }) => reason)], [['two', 'three'], ['busy device']]);
  });

  it('takes cache that names itself in a circle once', async () => {
    const engine = new PruneStore();
    engine.buildCache = [record('x', { parents: ['y'] }), record('y', { parents: ['x'] })];
    const model = await planPrune(fakeApp({ engine: engine.engine }), pruneRequest('buildCache', {}));
    assert.deepEqual(inOrderOfRemoval(model.plan, everything(model)).map(({ id }) => id).sort(), ['x', 'y']);
  });

  it('takes images before those that they are built on', async () => {
    const engine = new PruneStore();
    const [a, b, c] = [image('a', ['a:1']), image('b', ['b:1'], { parentId: image('a', []).id }), image('c', ['c:1'], { parentId: image('b', []).id })];
    engine.images = [b, a, c];
    const model = await planPrune(fakeApp({ engine: engine.engine }), pruneRequest('images', { scope: 'unused' }));
    assert.deepEqual(inOrderOfRemoval(model.plan, everything(model)).flatMap((item) => item.names), ['c:1', 'b:1', 'a:1']);
  });

  it('does nothing on another engine than that of the plan', async () => {
    const model = await planPrune(fakeApp({ engine: store().engine }), pruneRequest('containers', {}));
    checkSameEngine(model, 'fake');
    assert.throws(() => checkSameEngine(model, 'other'), /conflict/);
  });
});

describe('an engine that is restarted in the middle of a prune', () => {
  let server: FakeEngine;
  let engine: Awaited<ReturnType<typeof connectEngine>>;
  let left: string[];

  const row = (name: string): object => ({ Id: `${name}-id`, Names: [`/${name}`], State: 'exited', Created: 1, ImageID: 'sha256:a', SizeRw: 10 });
  const asked = (): readonly string[] => server.requests.filter(({ method }) => method === 'DELETE').map(({ path }) => path);

  beforeEach(async () => {
    left = [...stopped];
    server = await FakeEngine.start();
    server.on('GET /containers/json', (response, request) => json(left.map(row))(response, request));
    for (const name of stopped) {
      server.on(`DELETE /containers/${name}-id`, (response) => {
        left = left.filter((known) => known !== name);
        response.writeHead(204).end();
      });
    }
    engine = await connectEngine({ socketPath: server.socketPath });
  });
  afterEach(async () => {
    engine.dispose();
    await server.dispose();
  });

  /** The engine dies over the second container, and is back at once or not. */
  const interrupted = async (removes: boolean, restarts: boolean): Promise<PruneOutcome> => {
    server.on('DELETE /containers/two-id', async () => {
      if (removes) left = left.filter((name) => name !== 'two');
      await server.stop();
      if (restarts) await server.listen();
    });
    return remove({ ...engine });
  };

  it('removes nothing more, and finds the last one gone', async () => {
    const outcome = await interrupted(true, true);
    assert.deepEqual([names(outcome.removed), names(outcome.untouched), outcome.refused], [['one', 'two'], ['three'], []]);
    assert.equal(outcome.freedBytes, 20);
    assert.equal(outcome.interrupted, 'the connection to the engine ended');
    assert.deepEqual(asked(), ['/containers/one-id', '/containers/two-id']);
    assert.deepEqual(left, ['three']);
  });

  it('removes nothing more, and finds the last one still there', async () => {
    const outcome = await interrupted(false, true);
    assert.deepEqual([names(outcome.removed), names(outcome.refused as PruneOutcome['untouched']), names(outcome.untouched)], [['one'], ['two'], ['three']]);
    assert.equal(outcome.freedBytes, 10);
    assert.deepEqual(left, ['two', 'three']);
  });

  it('says that it does not know when the engine stays away', async () => {
    const outcome = await interrupted(false, false);
    assert.deepEqual(outcome.refused.map(({ reason }) => reason), ['the connection to the engine ended; it is not known whether it was removed']);
    assert.deepEqual(names(outcome.untouched), ['three']);
    assert.equal(outcome.freedBytes, 10);
  });
});
