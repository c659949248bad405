import assert from 'node:assert/strict';
import { makeImage } from '../../scripts/environment/images';
import type { Engine } from '../../src/engine/engine';
import type { EngineFilters } from '../../src/engine/operation';
import { filterImages, imageRows } from '../../src/nodes/trees/images';
import { engineSocket, loadFileImage, openRegistry, testEngine, unique } from './support';

/** What the filter of the Images view lets through is what `docker images --filter` lists. */
describe('engine: filters of images', function () {
  this.timeout(60_000);
  let engine: Engine;
  const prefix = unique('slipway-filter');
  const solo = `${prefix}-solo`;
  const ids = new Set<string>();
  let nameless = '';
  let digested = '';

  before(async function () {
    // Podman's filters are other ones: its `reference` also takes parts of names.
    if (process.env['SLIPWAY_TEST_ENGINE'] === 'podman') this.skip();
    engine = await testEngine();
    const make = async (reference: string, day: number, labels: Readonly<Record<string, string>> = {}): Promise<string> => {
      const created = new Date(Date.UTC(2026, 0, day)).toISOString();
      const id = await makeImage(engineSocket(), { reference, created, labels, layers: [[{ path: `${prefix}-${String(day)}`, size: 100 }]] });
      ids.add(id);
      return id;
    };
    await make(`${prefix}/lib-a:1.0`, 1, { stage: 'build', note: 'a b' });
    await make(`${prefix}/lib-a:1.5`, 2, { stage: 'run' });
    await make(`${solo}:18.04`, 3, { stage: 'build', empty: '' });
    await engine.images.tag(`${solo}:18.04`, `${solo}:latest`);
    await make(`registry.test:5000/${prefix}/deep/app:1`, 4);
    nameless = await make(`${prefix}-moved:1`, 5, { stage: 'build' });
    await engine.images.tag(`${solo}:18.04`, `${prefix}-moved:1`);
    await engine.images.remove(`${prefix}-moved:1`);
    digested = await pullByDigest(`${openRegistry()}/${prefix}/digested:1`);
    ids.add(digested);
  });

  after(async () => {
    for (const id of ids) await engine.images.remove(id, { force: true });
    if (ids.size > 0) engine.dispose();
  });

  async function pullByDigest(reference: string): Promise<string> {
    await loadFileImage(engine, reference, 200);
    const { digest } = await engine.images.push(reference, {});
    await engine.images.remove(reference);
    const named = `${reference.replace(/:1$/, '')}@${digest ?? ''}`;
    await engine.images.pull(named, {});
    const found = (await engine.images.list()).find(({ digests }) => digests.includes(named));
    assert.ok(found, named);
    return found.id;
  }

  async function ours(text: string): Promise<readonly string[]> {
    const rows = filterImages(imageRows(await engine.images.list(), new Map()), text, engine.information);
    return rows.filter(({ data: { image } }) => ids.has(image.id)).map(({ data: { image, reference } }) => reference ?? image.id).sort();
  }

  async function engines(filters: EngineFilters): Promise<readonly string[]> {
    const listed = imageRows(await engine.images.list({ filters }), new Map());
    return listed.filter(({ data: { image } }) => ids.has(image.id)).map(({ data: { image, reference } }) => reference ?? image.id).sort();
  }

  const patterns = [
    solo, `${solo}:18.04`, `${solo}:18.05`, `${prefix}-s*`, `${prefix}/*`, '*/*', '*/*/*', `*/${prefix}/*/*`, `${prefix}/lib*:1.?`, `${prefix}/lib*:1?0`,
    `${prefix}/lib-?`, `${prefix}-s[a-p]lo`, `${prefix}-s[^o]lo`, `${prefix}-s[^a]lo:l*`, `${solo}:[0-9]*`, `registry.test:5000/*/deep/app`, `docker.io/library/${solo}`, `${prefix.slice(0, -1)}?-solo`,
  ];
  for (const pattern of patterns) {
    it(`reference ${pattern.replaceAll(prefix, 'P')}`, async () => assert.deepEqual(await ours(`reference:${pattern}`), await engines({ reference: [pattern] })));
  }
  it('reference *, but for the name that the containerd store gives to the nameless', async () => {
    const listed = await engines({ reference: ['*'] });
    assert.deepEqual(await ours('reference:*'), listed.filter((name) => name !== nameless));
  });
  it('several references, of which one must fit', async () => {
    const both = [solo, `${prefix}/*`];
    assert.deepEqual(await ours(both.map((pattern) => `reference:${pattern}`).join(' ')), await engines({ reference: both }));
    assert.equal((await ours(`reference:${solo}`)).length, 2);
  });

  for (const label of ['stage', 'stage=build', 'stage=none', 'note=a b', 'empty', 'empty=', 'toString']) {
    it(`label ${label}`, async () => assert.deepEqual(await ours(`"label:${label}"`), await engines({ label: [label] })));
  }
  it('several labels, all of which must fit', async () => {
    assert.deepEqual(await ours('label:stage=build label:empty'), await engines({ label: ['stage=build', 'empty'] }));
  });

  for (const [what, name] of [['a name', () => `${prefix}/lib-a:1.5`], ['a name without a tag', () => solo], ['an id', () => nameless], ['a short id', () => nameless.slice(7, 19)]] as const) {
    it(`before and since ${what}`, async () => {
      for (const key of ['before', 'since'] as const) assert.deepEqual(await ours(`${key}:${name()}`), await engines({ [key]: [name()] }), key);
    });
  }
  it('between two', async () => {
    const [since, before] = [`${prefix}/lib-a:1.0`, `registry.test:5000/${prefix}/deep/app:1`];
    const found = await ours(`since:${since} before:${before}`);
    assert.deepEqual(found, await engines({ since: [since], before: [before] }));
    assert.equal(found.length, 3);
  });

  for (const value of ['true', 'false']) {
    it(`dangling ${value}`, async () => assert.deepEqual(await ours(`dangling:${value}`), await engines({ dangling: [value] })));
  }
  it('several kinds at once', async () => {
    assert.deepEqual(await ours(`label:stage=build dangling:false since:${prefix}/lib-a:1.0`), await engines({ label: ['stage=build'], dangling: ['false'], since: [`${prefix}/lib-a:1.0`] }));
  });
});
