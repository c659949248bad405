import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import type { Engine } from '../../src/engine/engine';
import { object, texts } from '../../src/engine/json/json';
import { failsWith, loadShellImage, testEngine, unique } from './support';

describe('engine: networks and who is attached', () => {
  let engine: Engine;
  let image: string;
  let container: string;
  const name = unique('slipway-net');
  // Podman refuses addresses that the machine routes, as those of the other engines' runs beside this one.
  const addresses = `10.${String(randomInt(128, 250))}.${String(randomInt(256))}`;

  before(async () => {
    engine = await testEngine();
    image = await loadShellImage(engine, `${unique('slipway-nets')}:1`);
    container = (await engine.containers.create({ body: { Image: image, Cmd: ['sleep', '100'] } })).id;
    await engine.containers.start(container);
  });

  after(async () => {
    await engine.containers.remove(container, { force: true });
    await engine.networks.remove(name).catch(() => undefined);
    await engine.images.remove(image, { force: true });
    engine.dispose();
  });

  it('creates one with addresses and labels, and says that its name is taken', async () => {
    const { id } = await engine.networks.create({ name, driver: 'bridge', subnet: `${addresses}.0/24`, gateway: `${addresses}.9`, internal: true, labels: { a: 'b' } });
    const made = (await engine.networks.list()).find((network) => network.id === id);
    assert.deepEqual([made?.name, made?.subnets, made?.labels['a'], made?.internal], [name, [`${addresses}.0/24`], 'b', true]);
    assert.equal((await failsWith(engine.networks.create({ name }), 'conflict')).name, name);
  });

  it('attaches a running container under another name, and lets it go', async () => {
    const found = async () => (await engine.containers.list({ all: true })).find(({ id }) => id === container);
    await engine.networks.connect(name, container, { aliases: ['store'] });
    const attached = await found();
    assert.ok(attached);
    assert.ok(attached.networks.includes(name));
    assert.ok(attached.addresses?.[name]?.[0]?.startsWith(`${addresses}.`));
    const endpoints = object(object((await engine.containers.inspect(container))['NetworkSettings'])['Networks']);
    assert.ok(texts(object(endpoints[name])['Aliases']).includes('store'));
    await engine.networks.disconnect(name, container);
    assert.ok(!(await found())?.networks.includes(name));
    await failsWith(engine.networks.connect(unique('nowhere'), container), 'notFound');
  });

  it('knows which files are in a container', async () => {
    const has = await Promise.all(['/bin/sh', '/bin', '/bin/no-such-shell'].map((file) => engine.containers.hasFile(container, file)));
    assert.deepEqual(has, [true, true, false]);
  });
});
