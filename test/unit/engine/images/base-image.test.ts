import assert from 'node:assert/strict';
import { failure } from '../../../../src/core/errors';
import type { Engine } from '../../../../src/engine/engine';
import type { ImageSummary } from '../../../../src/engine/images/images';
import { baseOf, sharedLayers } from '../../../../src/engine/images/base-image';

const step = (createdBy: string) => ({ createdBy, size: 1, created: 0, comment: '' });
const image = (id: string, size: number, tags: readonly string[] = [`${id}:1`]): ImageSummary => ({ id, tags, digests: [], created: 0, size, labels: {}, parentId: '', dangling: tags.length === 0 });

/** An engine whose images have these layers, one step for each; what has none fails as said. */
function engine(layers: Readonly<Record<string, readonly string[]>>, fault: Error = failure('notFound', { what: 'image', name: 'gone' })) {
  const asked: string[] = [];
  const fake = {
    images: {
      inspect: (id: string) => {
        asked.push(id);
        return layers[id] ? Promise.resolve({ RootFS: { Layers: layers[id] } }) : Promise.reject(fault);
      },
      history: (id: string) => Promise.resolve((layers[id] ?? []).map(step)),
    },
  } as unknown as Engine;
  return { fake, asked };
}

describe('engine/images/base-image', () => {
  const all = { own: ['a', 'b', 'c', 'd'], base: ['a', 'b', 'c'], below: ['a', 'b'], other: ['a', 'x'], same: ['a', 'b', 'c', 'd'], empty: [], larger: ['a'] };
  const images = [image('below', 20), image('base', 30), image('other', 20), image('empty', 0), image('own', 40), image('larger', 41), image('gone', 1)];
  const own = { id: 'own', created: 0, size: 40 };
  const steps = all.own.map(step);

  it('finds the image on which another is built: of several the nearest', async () => {
    const { fake, asked } = engine(all);
    assert.deepEqual(await baseOf(fake, own, steps, images), { id: 'base', name: 'base:1', steps: 3 });
    assert.ok(!asked.includes('larger'), 'what is larger is not asked about');
    const before = asked.length;
    assert.deepEqual(await baseOf(fake, own, steps, images.toReversed()), { id: 'base', name: 'base:1', steps: 3 });
    assert.deepEqual(asked.slice(before), ['gone'], 'layers are read once, but of what was not there');
  });
  it('finds none without a name, of another size, or itself', async () => {
    for (const candidates of [[], [image('base', 30, [])], [image('base', 41)], [image('own', 40)], [image('other', 20)], [image('empty', 0)], [image('gone', 1)]]) {
      assert.equal(await baseOf(engine(all).fake, own, steps, candidates), undefined);
    }
    assert.deepEqual(await baseOf(engine(all).fake, own, steps, [image('base', 40)]), { id: 'base', name: 'base:1', steps: 3 });
  });
  it('asks nothing when there is nothing to compare', async () => {
    const { fake, asked } = engine(all);
    await baseOf(fake, own, steps, [image('base', 30, [])]);
    assert.deepEqual(asked, []);
  });
  it('takes layers without the same steps for no base', async () => assert.equal(await baseOf(engine(all).fake, own, ['x', 'b', 'c', 'd'].map(step), [image('base', 30)]), undefined));
  it('finds none once it is given up', async () => assert.equal(await baseOf(engine(all).fake, own, steps, images, AbortSignal.abort()), undefined));

  it('counts the layers that others have too', async () => {
    const shared = (others: readonly string[]) => sharedLayers(engine(all).fake, 'own', others.map((id) => image(id, 1)));
    assert.deepEqual(await shared([]), { shared: 0, all: 4 });
    assert.deepEqual(await shared(['own']), { shared: 0, all: 4 });
    assert.deepEqual(await shared(['other', 'own', 'below', 'empty', 'gone']), { shared: 2, all: 4 });
    assert.deepEqual(await shared(['same']), { shared: 4, all: 4 });
  });
  it('passes over images that are gone or broken, and over nothing else', async () => {
    const broken = failure('engineFailed', { operation: 'inspect', status: 500, detail: '' });
    assert.deepEqual(await sharedLayers(engine(all, broken).fake, 'own', [image('gone', 1)]), { shared: 0, all: 4 });
    const lost = failure('connectionLost', { operation: 'inspect' });
    await assert.rejects(sharedLayers(engine(all, lost).fake, 'own', [image('gone', 1)]), (error) => error === lost);
    await assert.rejects(sharedLayers(engine(all).fake, 'gone', []), /notFound/);
  });
});
