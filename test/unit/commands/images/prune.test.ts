import assert from 'node:assert/strict';
import { pruneImages } from '../../../../src/commands/images/prune';
import { failure, isCancelled, SlipwayError } from '../../../../src/core/errors';
import type { BuildCacheUsage } from '../../../../src/core/disk-usage';
import type { PruneOutcome } from '../../../../src/core/prune/page';
import type { ContainerSummary } from '../../../../src/engine/containers/containers';
import type { ImageSummary } from '../../../../src/engine/images/images';
import { danglingImagesNode } from '../../../../src/nodes/dangling-images';
import { fakeApp, type FakeAppOptions, runFromRows, runInUsersName, runWithAnswers } from '../../../support/fake-app';
import { container, image } from '../samples';
import { joinEngines, type PartialEngine } from '../../../support/partial-engine';

/** An engine with images whose layers are given by letters, each of 10 bytes. */
class Store {
  readonly removed: string[] = [];
  images: ImageSummary[];
  containers: ContainerSummary[] = [];
  buildCache: BuildCacheUsage[] = [];

  constructor(private readonly layers: Readonly<Record<string, string>>, images: readonly ImageSummary[]) {
    this.images = [...images];
  }

  readonly engine: PartialEngine = {
    images: {
      list: () => Promise.resolve(this.images),
      layers: (id) => {
        const layers = (this.layers[this.find(id).id.slice(7, 8)] ?? '').split('');
        return Promise.resolve({ id, layers, layerSizes: layers.map(() => 10) });
      },
      inspect: (id) => Promise.resolve().then(() => ({ RepoTags: this.find(id).tags, RepoDigests: [] })),
      remove: (target, options) =>
        Promise.resolve().then(() => {
          assert.notEqual(options?.force, true);
          const found = this.find(target);
          if (this.containers.some(({ imageId }) => imageId === found.id) && found.tags.length < 2) {
            throw failure('conflict', { name: target, usedBy: ['web'], detail: 'in use' });
          }
          this.removed.push(target);
          const tags = found.tags.filter((tag) => tag !== target);
          this.images = this.images.filter(({ id }) => id !== found.id);
          if (tags.length > 0) this.images.push({ ...found, tags });
          return { untagged: [], deleted: tags.length > 0 ? [] : [found.id] };
        }),
    },
    containers: { list: () => Promise.resolve(this.containers) },
    system: { diskUsage: () => Promise.resolve({ layersSize: 0, images: [], containers: [], volumes: [], buildCache: this.buildCache }) },
  };

  find(name: string): ImageSummary {
    const found = this.images.find(({ id, tags }) => id === name || tags.includes(name));
    if (!found) throw failure('notFound', { what: 'image', name });
    return found;
  }
}

const store = () =>
  new Store({ a: 'xyz', b: 'xyw', c: 'q', d: 'xyz' }, [image('a', ['app:1', 'app:one']), image('b', ['app:2']), image('c', []), image('d', ['base:1'])]);
const id = (letter: string) => image(letter, []).id;
const key = (letter: string) => `images:${id(letter)}`;
const outcomeOf = (options: FakeAppOptions, answers: object) => runInUsersName(pruneImages, fakeApp(options), { ...answers }) as Promise<PruneOutcome>;

describe('slipway.images.prune', () => {
  it('opens the page with the plan of the dangling ones from their row', async () => {
    const app = fakeApp({ engine: store().engine });
    const outcome = (await runFromRows(pruneImages, app, danglingImagesNode.make({ images: [] }))) as PruneOutcome;
    const [page] = app.record.prunePages;
    assert.deepEqual(page?.model.plan.items.map((item) => item.id), [id('c')]);
    assert.deepEqual(page.model.request, { subject: 'images', scope: 'dangling', filters: {} });
    assert.deepEqual(outcome.removed, []);
    const wider = await page.wish({ kind: 'plan', request: { subject: 'images', scope: 'unused', filters: {} } });
    assert.equal(wider.plan.items.length, 4);
    // From the lists alone: the page hears of the bytes later.
    assert.equal(wider.counting, true);
    assert.deepEqual(wider.plan.items.map(({ upperBound }) => upperBound), [true, true, true, true]);
  });

  it('removes exactly the items, by all their names, and counts shared layers once', async () => {
    const images = store();
    const app = fakeApp({ engine: images.engine });
    images.containers = [container('db', { imageId: id('d') })];
    const outcome = (await runWithAnswers(pruneImages, app, { scope: 'unused', items: ['app:1', 'app:2'] })) as PruneOutcome;
    assert.deepEqual(images.removed, ['app:1', 'app:one', 'app:2']);
    assert.equal(app.record.prunePages.length, 0);
    assert.deepEqual(outcome.removed.map(({ names, action }) => [names, action]), [[['app:1', 'app:one'], 'deleted'], [['app:2'], 'deleted']]);
    // x, y and z stay for base:1; only w goes.
    assert.equal(outcome.freedBytes, 10);
    assert.deepEqual(app.record.commands, ['docker image rm app:1 app:one app:2']);
  });

  it('leaves alone what a container uses by now, with all its names', async () => {
    const images = store();
    const outcome = await outcomeOf(
      {
        engine: images.engine,
        prunePage: async (page) => {
          // The lists are shown at once; the bytes come with the layers.
          assert.equal(page.model.counting, true);
          assert.equal((await page.read('rest')).counting, undefined);
          images.containers = [container('web', { imageId: id('a') }), container('two', { imageId: id('b') })];
          return page.wish({ kind: 'remove', items: [key('a'), key('b'), key('c')] });
        },
      },
      { scope: 'unused' },
    );
    assert.deepEqual(images.removed, [id('c')]);
    assert.deepEqual(outcome.refused.map(({ names, reason }) => [names, reason]), [[['app:1', 'app:one'], 'in use by web'], [['app:2'], 'in use by web']]);
    assert.equal(outcome.freedBytes, 10);
  });

  it('leaves alone what was named meanwhile, and never takes a name that moved', async () => {
    const images = store();
    const outcome = await outcomeOf(
      {
        engine: images.engine,
        prunePage: (page) => {
          images.images = [image('c', ['kept:1']), image('a', ['app:one']), image('e', ['app:1']), image('b', [])];
          return page.wish({ kind: 'remove', items: [key('a'), key('b'), key('c')] });
        },
      },
      { scope: 'unused' },
    );
    assert.deepEqual(images.removed, ['app:one', id('b')]);
    assert.deepEqual(outcome.refused.map(({ reason }) => reason), ['it was given the name kept:1 in the meantime']);
  });

  it('refuses items that the scope does not cover', async () => {
    const images = store();
    images.containers = [container('web', { imageId: id('b') })];
    const outcome = await outcomeOf({ engine: images.engine }, { scope: 'unused', items: ['app:2', 'nothing'] });
    assert.deepEqual(outcome.refused.map(({ id: refused }) => refused), ['app:2', 'nothing']);
    assert.deepEqual(images.removed, []);
  });

  it('says "up to" for the containerd image store', async () => {
    const outcome = await outcomeOf({ engine: store().engine, information: { containerdStore: true } }, { scope: 'dangling', items: [id('c')] });
    assert.equal(outcome.upperBound, true);
  });

  it('says "up to" while build cache holds layers of images', async () => {
    const images = store();
    images.buildCache = [{ id: 'r', kind: 'regular', description: '', size: 10, inUse: false, shared: true, lastUsed: 0, parents: [] }];
    const outcome = await outcomeOf({ engine: images.engine }, { scope: 'dangling', items: [id('c')] });
    assert.deepEqual([outcome.upperBound, outcome.freedBytes], [true, 10]);
    // An engine that could only measure everything is not asked.
    const old = await outcomeOf({ engine: joinEngines(store().engine, { system: { diskUsage: () => assert.fail('dear') } }), information: { apiVersion: '1.41' } }, { scope: 'dangling', items: [id('c')] });
    assert.equal(old.upperBound, false);
  });

  it('removes all of the scope with apply', async () => {
    const images = store();
    await outcomeOf({ engine: images.engine }, { scope: 'dangling', apply: true });
    assert.deepEqual(images.removed, [id('c')]);
  });

  it('stops between two images and tells so', async () => {
    const images = store();
    const app = fakeApp({ engine: images.engine, cancelWork: true });
    await assert.rejects(runWithAnswers(pruneImages, app, { scope: 'unused', items: ['app:1'] }), isCancelled);
    assert.deepEqual(images.removed, []);
  });

  it('refuses a scope and a filter that docker does not know', async () => {
    for (const answers of [{ scope: 'unused', filters: { name: ['x'] } }, { scope: 'unused', filters: { until: ['soon'] } }]) {
      await assert.rejects(outcomeOf({ engine: store().engine }, answers), (error) => error instanceof SlipwayError && error.kind === 'invalidInput');
    }
    await assert.rejects(outcomeOf({ engine: store().engine }, { scope: 'all' }), { kind: 'wrongAnswer' });
  });
});
