import assert from 'node:assert/strict';
import { showDiskUsage } from '../../../../src/commands/system/disk-usage';
import { usageTotals } from '../../../../src/core/disk-usage';
import type { DiskUsagePageModel } from '../../../../src/core/disk-usage-page';
import { failure, SlipwayError } from '../../../../src/core/errors';
import { diskUsageOf } from '../../../../src/engine/system/disk-usage';
import { type FakeApp, fakeApp, runFromRows, runWithAnswers } from '../../../support/fake-app';
import { containerOf, image } from '../../../support/fake-images';

const used = { ...image('a', 'app:1'), size: 100 };
const unused = { ...image('b', 'old:1'), size: 90 };
const answer = {
  LayersSize: 150,
  Images: [
    { Id: used.id, RepoTags: ['app:1'], Size: 100, SharedSize: 40, Containers: 0 },
    { Id: unused.id, RepoTags: ['old:1'], Size: 90, SharedSize: 40, Containers: 0 },
    { Id: unused.id.slice(7), RepoTags: ['2'], Size: 90, SharedSize: 40, Containers: 0 },
  ],
  Containers: [
    { Id: containerOf(used, 'web').id, Names: ['/web'], Image: 'app:1', State: 'running', SizeRw: 5 },
    { Id: 'y', Names: ['/job'], Image: 'app:1', State: 'exited', SizeRw: 7 },
  ],
  Volumes: [{ Name: 'data', UsageData: { Size: 20, RefCount: 1 } }, { Name: 'left', UsageData: { Size: 30, RefCount: 0 } }, { Name: 'far', UsageData: null }],
  BuildCache: [{ ID: 'c', Type: 'regular', Description: 'RUN make', Size: 11, InUse: false, Shared: false }, { ID: 'd', Size: 13, InUse: true, Shared: false }, { ID: 'e', Size: 17, InUse: false, Shared: true }],
};

describe('disk usage', () => {
  const app = () =>
    fakeApp({
      engine: {
        system: { diskUsage: () => Promise.resolve(diskUsageOf(answer)) },
        images: {
          list: () => Promise.resolve([used, unused]),
          layers: (id) => Promise.resolve({ id, layers: [id], layerSizes: [100] }),
        },
        containers: {
          list: () => Promise.resolve([containerOf(used, 'web', 'running'), containerOf(used, 'job', 'exited')]),
          remove: () => (removed++ > 0 ? Promise.reject(new Error('no part of an engine')) : Promise.resolve()),
        },
        volumes: { list: () => Promise.resolve([]) },
        networks: { list: () => Promise.resolve([]) },
      },
    });
  let removed = 0;
  beforeEach(() => {
    removed = 0;
  });
  /** A plan opens when nobody waits for it. */
  const planned = async (fake: FakeApp): Promise<void> => {
    for (let turns = 0; turns < 50 && fake.record.prunePages.length === 0; turns++) await new Promise((resolve) => setImmediate(resolve));
  };

  it('opens a page with all kinds, and counts each image once', async () => {
    const fake = app();
    const model = (await runWithAnswers(showDiskUsage, fake, {})) as DiskUsagePageModel;
    assert.equal(fake.record.diskUsagePages[0]?.model, model);
    assert.deepEqual(fake.record.commands, ['docker system df --verbose']);
    assert.equal(model.usage.images.length, 2);
    assert.deepEqual(model.usage.images.map(({ containers }) => containers), [2, 0]);
    assert.deepEqual(model.usage.containers.map(({ name, running }) => [name, running]), [['web', true], ['job', false]]);
    assert.deepEqual(model.names[used.id], ['app:1']);
    assert.deepEqual(
      usageTotals(model.usage).map(({ kind, count, active, size, reclaimable }) => [kind, count, active, size, reclaimable]),
      [['images', 2, 1, 150, 90], ['containers', 2, 1, 12, 7], ['volumes', 3, 1, 50, 30], ['buildCache', 3, 1, 24, 11]],
    );
  });

  it('leads to the plan of each kind and of everything', async () => {
    for (const what of ['images', 'containers', 'volumes', 'buildCache', 'everything'] as const) {
      const fake = app();
      await runFromRows(showDiskUsage, fake);
      await fake.record.diskUsagePages[0]!.wish({ kind: 'prune', what });
      await planned(fake);
      assert.deepEqual(fake.record.prunePages.map(({ model }) => model.request.subject), [what]);
      assert.equal(fake.record.prunePages[0]?.model.request.scope, 'unused');
    }
  });

  it('leads from each row to what it stands for', async () => {
    const fake = app();
    await runFromRows(showDiskUsage, fake);
    const page = fake.record.diskUsagePages[0]!;
    for (const what of ['images', 'containers', 'volumes'] as const) await page.wish({ kind: 'show', what });
    assert.deepEqual(fake.record.revealed, ['', '', ''], 'the views are opened');
    await page.wish({ kind: 'show', what: 'buildCache' });
    await planned(fake);
    assert.equal(fake.record.prunePages[0]?.model.request.subject, 'buildCache');
    await fake.views.setFilter('containers', 'nothing');
    await page.wish({ kind: 'show', what: 'containers', id: containerOf(used, 'web').id });
    assert.deepEqual([fake.record.revealed.at(-1), fake.views.filter('containers')], [`container/${containerOf(used, 'web').id}`, '']);
    for (const what of ['containers', 'volumes', 'images'] as const) {
      assert.equal(page.offers({ kind: 'show', what, id: 'f'.repeat(64) }), false);
    }
    // What the page shows may be gone by now.
    for (const [what, id] of [['containers', 'y'], ['volumes', 'left']] as const) {
      await assert.rejects(page.wish({ kind: 'show', what, id }), (error) => error instanceof SlipwayError && error.kind === 'notFound');
    }
  });

  it('measures again when asked, and wants to when something was removed, also in vain', async () => {
    const fake = app();
    await runFromRows(showDiskUsage, fake);
    const usage = fake.record.diskUsagePages[0]!;
    assert.equal((await usage.read('refresh')).usage.layersSize, 150);
    assert.equal(fake.record.commands.length, 2);
    await usage.wish({ kind: 'prune', what: 'containers' });
    await planned(fake);
    const plan = fake.record.prunePages[0]!;
    const items = plan.model.plan.items.map(({ key }) => key);
    assert.equal(usage.stale, 0);
    assert.equal((await plan.wish({ kind: 'remove', items })).outcome?.removed.length, 1);
    await planned(fake);
    assert.equal(usage.stale, 1);
    assert.equal((await plan.wish({ kind: 'remove', items })).outcome?.refused.length, 1);
    assert.equal(usage.stale, 2);
  });

  it('offers no plan of a build cache to Podman, and shows what goes wrong with a plan', async () => {
    const fake = fakeApp({ engine: { system: { diskUsage: () => Promise.resolve(diskUsageOf(answer)) }, images: { list: () => Promise.resolve([]) }, containers: { list: () => Promise.resolve([]) } }, information: { kind: 'podman' } });
    const model = (await runWithAnswers(showDiskUsage, fake, {})) as DiskUsagePageModel;
    assert.deepEqual(model.prunable, ['images', 'containers', 'volumes']);
    assert.equal(fake.record.diskUsagePages[0]!.offers({ kind: 'prune', what: 'buildCache' }), false);
    await fake.record.diskUsagePages[0]!.wish({ kind: 'show', what: 'buildCache' });
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(fake.record.errors.map((error) => error instanceof SlipwayError && error.kind), ['unsupported']);
  });

  it('understands an engine that answers with nothing', () => {
    assert.deepEqual(usageTotals(diskUsageOf({ Images: null, BuildCache: null })).map(({ size }) => size), [0, 0, 0, 0]);
  });

  it('opens no page when it fails', async () => {
    const fake = fakeApp({ engine: { system: { diskUsage: () => Promise.reject(failure('connectionLost', { operation: 'disk usage' })) }, images: { list: () => Promise.resolve([]) }, containers: { list: () => Promise.resolve([]) } } });
    await assert.rejects(runFromRows(showDiskUsage, fake), (error) => error instanceof SlipwayError && error.kind === 'connectionLost');
    assert.deepEqual(fake.record.diskUsagePages, []);
  });
});
