import assert from 'node:assert/strict';
import { layersInTime } from '../../../../src/commands/layers/layers-in-time';
import { failure } from '../../../../src/core/errors';
import type { ImageLayers } from '../../../../src/engine/images/images';
import { fakeApp } from '../../../support/fake-app';

const ids = Array.from({ length: 20 }, (_, index) => `sha256:${String(index)}`);

async function setUp(read: (id: string, signal: AbortSignal | undefined) => Promise<ImageLayers>) {
  const app = fakeApp({ engine: { images: { layers: (id, signal) => read(id, signal) } } });
  return { app, engine: await app.connection.engine() };
}

const layers = (id: string): ImageLayers => ({ id, layers: [id], layerSizes: [1] });

describe('layers in time', () => {
  it('reads at most 8 at once, and each image once for an engine', async () => {
    const asked: string[] = [];
    let open = 0;
    let most = 0;
    const { app, engine } = await setUp(async (id) => {
      asked.push(id);
      most = Math.max(most, ++open);
      await new Promise((resolve) => setImmediate(resolve));
      open--;
      return layers(id);
    });
    assert.deepEqual((await layersInTime(app, engine, ids, 60_000)).map(({ id }) => id), ids);
    assert.equal(most, 8);
    assert.equal((await layersInTime(app, engine, ids, 60_000)).length, ids.length);
    assert.deepEqual(asked, ids);
  });

  it('gives what it has when the time is over, and stops the rest', async () => {
    const asked: string[] = [];
    const { app, engine } = await setUp((id, signal) => {
      asked.push(id);
      if (id === ids[0]) return Promise.resolve(layers(id));
      return new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(failure('cancelled', { operation: 'inspect' }))));
    });
    assert.deepEqual((await layersInTime(app, engine, ids, 5)).map(({ id }) => id), [ids[0]]);
    assert.ok(asked.length < ids.length);
    assert.deepEqual(app.record.logged, []);
  });

  it('leaves out what cannot be read', async () => {
    const gone = failure('notFound', { what: 'image', name: 'x' });
    const { app, engine } = await setUp((id) => (id === ids[1] ? Promise.reject(gone) : Promise.resolve(layers(id))));
    assert.equal((await layersInTime(app, engine, ids, 60_000)).length, ids.length - 1);
    assert.deepEqual(app.record.logged, [`layers of ${ids[1] ?? ''}`]);
  });
});
