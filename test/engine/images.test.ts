import assert from 'node:assert/strict';
import type { Engine } from '../../src/engine/engine';
import { failsWith, loadFileImage, loadShellImage, testEngine, unique } from './support';

describe('engine: images', () => {
  let engine: Engine;
  let image: string;
  const name = unique('slipway-images');

  before(async () => {
    engine = await testEngine();
    image = await loadFileImage(engine, `${name}:1`, 100_000, 50_000);
  });

  after(async () => {
    const listed = await engine.images.list();
    const mine = listed.flatMap((item) => item.tags).filter((tag) => tag.includes(name));
    for (const tag of mine) await engine.images.remove(tag);
    engine.dispose();
  });

  it('says what the engine is', () => {
    const { information } = engine;
    assert.match(information.version, /^\d+\.\d+\.\d+/);
    assert.match(information.apiVersion, /^1\.(?:[3-4]\d|5[01])$/);
    assert.match(information.platform, /^linux\/(?:amd64|arm64)$/);
    assert.notEqual(information.storageDriver, '');
    if (information.kind === 'docker') assert.notEqual(information.id, '');
  });

  it('lists an image with its name, size and time', async () => {
    const found = (await engine.images.list()).find((item) => item.tags.includes(image));
    assert.ok(found);
    assert.match(found.id, /^sha256:[0-9a-f]{64}$/);
    assert.ok(found.size >= 150_000 && found.size < 500_000, String(found.size));
    assert.ok(Math.abs(Date.now() - found.created) < 3_600_000);
    assert.equal(found.dangling, false);
  });

  it('filters the list', async () => {
    const found = await engine.images.list({ filters: { reference: [image] } });
    assert.deepEqual(found.flatMap((item) => item.tags), [image]);
    assert.deepEqual(await engine.images.list({ filters: { label: [unique('none')] } }), []);
  });

  it('tells the layers with their sizes, the lowest first', async () => {
    const { layers, layerSizes } = await engine.images.layers(image);
    assert.equal(layers.length, 2);
    assert.match(layers[0]!, /^sha256:/);
    assert.ok(layerSizes[0]! >= 100_000, String(layerSizes));
    assert.ok(layerSizes[1]! >= 50_000 && layerSizes[1]! < 100_000, String(layerSizes));
  });

  it('tags, untags while other names remain, and deletes with the last one', async () => {
    const second = image.replace(/:1$/, ':second');
    await engine.images.tag(image, second);
    const tags = (await engine.images.list()).find((item) => item.tags.includes(image))?.tags ?? [];
    assert.deepEqual([...tags].sort(), [image, second].sort());
    const untagged = await engine.images.remove(second);
    assert.ok(untagged.untagged.some((tag) => tag.endsWith(':second')), JSON.stringify(untagged));
    assert.deepEqual(untagged.deleted, []);

    const lone = await loadFileImage(engine, `${name}:lone`, 1000);
    const removed = await engine.images.remove(lone);
    assert.ok(removed.deleted.length > 0);
    await failsWith(engine.images.inspect(lone), 'notFound');
  });

  it('says which image is not there', async () => {
    const missing = `${unique('nowhere')}:1`;
    for (const work of [engine.images.inspect(missing), engine.images.remove(missing), engine.images.tag(missing, 'a:b'), engine.images.layers(missing)]) {
      const details = await failsWith(work, 'notFound');
      assert.equal(details.what, 'image');
      assert.equal(details.name, missing);
    }
  });

  it('refuses names that would address something else, without asking the engine', async () => {
    for (const bad of ['', '..', 'a/../b', 'json?all=1#', 'a b', '/a', 'a//b', 'a%2fb', '-rm']) {
      await failsWith(engine.images.inspect(bad), 'invalidInput');
      await failsWith(engine.containers.inspect(bad), 'invalidInput');
    }
    await failsWith(engine.images.tag(image, 'a/UPPER'), 'invalidInput');
  });

  it('says who uses an image', async () => {
    const used = await loadShellImage(engine, `${unique('slipway-used')}:1`);
    const { id } = await engine.containers.create({ body: { Image: used, Cmd: ['true'] } });
    try {
      const details = await failsWith(engine.images.remove(used), 'conflict');
      assert.equal(details.name, used);
      assert.ok(details.usedBy.some((user) => id.startsWith(user)), JSON.stringify(details));
    } finally {
      await engine.containers.remove(id, { force: true });
      await engine.images.remove(used);
    }
  });

  it('refuses to remove by id what has several names', async () => {
    const second = image.replace(/:1$/, ':two');
    await engine.images.tag(image, second);
    const { id } = (await engine.images.list()).find((item) => item.tags.includes(image))!;
    await failsWith(engine.images.remove(id), 'conflict');
    await engine.images.remove(second);
  });

  it('shows an image without a name as dangling', async () => {
    const first = await loadFileImage(engine, `${name}:moving`, 1000);
    const before = (await engine.images.list()).find((item) => item.tags.includes(first))!;
    const second = await loadFileImage(engine, `${name}:moving`, 2000);
    assert.equal(second, first);
    const now = (await engine.images.list()).find((item) => item.id === before.id);
    assert.ok(now);
    assert.deepEqual([now.tags, now.digests, now.dangling], [[], [], true]);
    assert.ok((await engine.images.list({ filters: { dangling: ['true'] } })).some((item) => item.id === before.id));
    await engine.images.remove(before.id);
  });
});
