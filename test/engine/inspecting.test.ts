import assert from 'node:assert/strict';
import { historyDockerfile } from '../../src/core/history-dockerfile';
import { usageTotals } from '../../src/core/disk-usage';
import type { Engine } from '../../src/engine/engine';
import { baseOf, sharedLayers } from '../../src/engine/images/base-image';
import { imageDetailsOf } from '../../src/engine/images/image-details';
import { failsWith, loadShellImage, testEngine, unique } from './support';

describe('engine: looking at images', () => {
  let engine: Engine;
  let base: string;
  let container: string;
  const name = unique('slipway-looking');
  const built = `${name}:built`;

  before(async () => {
    engine = await testEngine();
    base = await loadShellImage(engine, `${name}:base`);
    const made = await engine.containers.create({ body: { Image: base, Cmd: ['/bin/sh', '-c', 'echo 1234567890 > /made'] } });
    container = made.id;
    await engine.containers.start(container);
    for (let wait = 0; wait < 100; wait += 1) {
      const [found] = (await engine.containers.list({ all: true })).filter(({ id }) => id === container);
      if (found?.state === 'exited') break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await engine.containers.commit(container, { reference: built, message: 'by hand', changes: ['ENV GREETING="hello you"', 'EXPOSE 8080', 'CMD ["/bin/sh"]'] });
  });

  after(async () => {
    await engine.containers.remove(container, { force: true, volumes: true });
    for (const tag of (await engine.images.list()).flatMap(({ tags }) => tags)) if (tag.includes(name)) await engine.images.remove(tag);
    engine.dispose();
  });

  const listed = async (reference: string) => {
    const images = await engine.images.list();
    const image = images.find(({ tags }) => tags.some((tag) => tag.endsWith(reference)));
    assert.ok(image, reference);
    return { image, images };
  };

  it('reads what the engine says of itself', async () => {
    const said = await engine.system.info();
    assert.equal(said['OperatingSystem'], engine.information.operatingSystem);
    assert.equal(said['Driver'], engine.information.storageDriver);
    assert.equal(typeof said['NCPU'], 'number');
  });

  it('reads a history, the first step first, and finds the base', async () => {
    const { image, images } = await listed(built);
    const steps = await engine.images.history(image.id);
    const below = await engine.images.history(base);
    assert.equal(steps.length, below.length + 1);
    assert.deepEqual(steps.slice(0, below.length).map(({ createdBy }) => createdBy), below.map(({ createdBy }) => createdBy));
    assert.ok(below[0]!.size > 1_000_000, String(below[0]!.size));
    assert.ok(steps.at(-1)!.created > Date.now() - 3_600_000);
    const found = await baseOf(engine, image, steps, images.filter(({ tags }) => tags.some((tag) => tag.includes(name))));
    assert.equal(found?.name, base);
    assert.equal(found.steps, below.length);
    assert.match(historyDockerfile(built, steps, found), new RegExp(`\\nFROM ${base.replaceAll('.', '\\.')}\\n`));
    const layers = await sharedLayers(engine, image.id, images);
    assert.deepEqual(layers, { shared: below.length, all: below.length + 1 });
  });

  it('reads an image as a record', async () => {
    const { image } = await listed(built);
    const details = imageDetailsOf(await engine.images.inspect(image.id));
    assert.equal(details.id, image.id);
    assert.match(details.platform, /^linux\/(?:amd64|arm64)/);
    assert.ok(details.environment.includes('GREETING=hello you'), details.environment.join());
    assert.deepEqual(details.ports, ['8080/tcp']);
    assert.deepEqual(details.command, ['/bin/sh']);
    assert.ok(details.tags.some((tag) => tag.endsWith(built)));
    assert.ok(details.layers.length >= 2);
    assert.ok(details.created > Date.now() - 3_600_000);
  });

  it('says what is missing', async () => {
    assert.equal((await failsWith(engine.images.history(`${name}:nothing`), 'notFound')).what, 'image');
  });

  it('tells where the disk went', async () => {
    const usage = await engine.system.diskUsage();
    const { image } = await listed(built);
    const mine = usage.images.find(({ id }) => id === image.id);
    assert.ok(mine && mine.size > 1_000_000, JSON.stringify(usage.images));
    assert.equal(new Set(usage.images.map(({ id }) => id)).size, usage.images.length);
    const stopped = usage.containers.find(({ id }) => id === container);
    assert.ok(stopped, JSON.stringify(usage.containers));
    assert.equal(stopped.running, false);
    assert.doesNotMatch(stopped.name, /^\//);
    const totals = usageTotals(usage);
    assert.deepEqual(totals.map(({ kind }) => kind), ['images', 'containers', 'volumes', 'buildCache']);
    for (const { size, reclaimable, count, active } of totals) assert.ok(reclaimable <= size && active <= count && reclaimable >= 0);
  });
});
