import assert from 'node:assert/strict';
import { pruneSystem } from '../../../../src/commands/system/prune';
import type { PruneOutcome } from '../../../../src/core/prune/page';
import { accept, fakeApp, runFromRows, runInUsersName, runWithAnswers } from '../../../support/fake-app';
import { mount, network, PruneStore, record, volume } from '../prune/store';
import { container, image } from '../samples';
import { joinEngines } from '../../../support/partial-engine';

const shop = image('a', ['shop:1']);

function store(): PruneStore {
  const made = new PruneStore();
  made.containers = [container('job', { state: 'exited', imageId: shop.id, mounts: mount('data'), networks: ['net'], writtenBytes: 7 }), container('web', { imageId: image('b', []).id })];
  made.networks = [network('net'), network('bridge')];
  made.volumes = [volume('data')];
  made.sizes = { data: 20 };
  made.images = [shop, image('b', ['web:1'])];
  made.buildCache = [record('c')];
  return made;
}

describe('slipway.system.prune', () => {
  it('lists what docker would remove, without volumes', async () => {
    const app = fakeApp({ engine: store().engine });
    await runFromRows(pruneSystem, app);
    const [page] = app.record.prunePages;
    assert.deepEqual(page?.model.plan.items.map(({ key }) => key), ['containers:job-id', 'networks:net-id', 'buildCache:c']);
    assert.deepEqual(page.model.request, { subject: 'everything', scope: 'dangling', volumes: 'none', filters: {} });
  });

  it('removes containers first, then what they used', async () => {
    const engine = store();
    const app = fakeApp({ engine: engine.engine });
    const outcome = (await runInUsersName(pruneSystem, app, { scope: 'unused', volumes: 'unused', apply: true })) as PruneOutcome;
    // A volume with a name goes only when it is named.
    assert.deepEqual(engine.asked, ['container job-id', 'network net-id', 'image shop:1', 'cache c']);
    assert.equal(outcome.freedBytes, 7 + 100 + 10);
    assert.deepEqual(outcome.refused, []);
    assert.deepEqual(app.record.commands, ['docker container rm job', 'docker network rm net', 'docker image rm shop:1', "docker builder prune --all --force --filter 'id=^c$'"]);
    assert.deepEqual(engine.images.map(({ tags }) => tags), [['web:1']]);
  });

  it('leaves what a container uses that could not go', async () => {
    const engine = store();
    const app = fakeApp({
      engine: engine.engine,
      answers: [accept],
      prunePage: (page) => {
        engine.containers = engine.containers.map((known) => ({ ...known, state: 'running' }));
        return page.wish({ kind: 'remove', items: page.model.plan.items.map(({ key }) => key) });
      },
    });
    const outcome = (await runInUsersName(pruneSystem, app, { scope: 'unused', volumes: 'unused' })) as PruneOutcome;
    assert.deepEqual(engine.asked, ['container job-id', 'cache c']);
    assert.deepEqual(outcome.refused.map(({ kind, reason }) => [kind, reason]), [['containers', 'it runs'], ['networks', 'in use by job'], ['volumes', 'in use by job'], ['images', 'in use by job']]);
    assert.equal(outcome.freedBytes, 10);
  });

  it('goes on with what a container used that went without us', async () => {
    const engine = store();
    const app = fakeApp({
      engine: engine.engine,
      answers: [accept],
      prunePage: (page) => {
        engine.containers = [];
        return page.wish({ kind: 'remove', items: page.model.plan.items.map(({ key }) => key) });
      },
    });
    const outcome = (await runInUsersName(pruneSystem, app, { scope: 'unused', volumes: 'unused' })) as PruneOutcome;
    assert.deepEqual(outcome.refused.map(({ kind, reason }) => [kind, reason]), [['containers', 'it no longer exists']]);
    assert.deepEqual(outcome.removed.map(({ kind }) => kind), ['networks', 'volumes', 'images', 'buildCache']);
    assert.equal(outcome.freedBytes, 20 + 100 + 10);
  });

  it('takes items by kind and name, and refuses a name that means several', async () => {
    const engine = store();
    engine.networks = [network('data')];
    const outcome = (await runWithAnswers(pruneSystem, fakeApp({ engine: engine.engine }), { volumes: 'unused', items: ['data', 'networks:data'] })) as PruneOutcome;
    assert.deepEqual(engine.asked, ['network data-id']);
    assert.deepEqual(outcome.refused.map(({ id }) => id), ['data']);
  });

  it('says that Podman has no build cache, and plans the rest', async () => {
    const app = fakeApp({ engine: joinEngines(store().engine, { system: { diskUsage: () => assert.fail('nothing is measured') } }), information: { kind: 'podman' } });
    await runFromRows(pruneSystem, app);
    const [page] = app.record.prunePages;
    assert.deepEqual(page?.model.plan.kinds, ['containers', 'networks', 'images']);
    assert.deepEqual(page.model.plan.notes, ['This engine has no build cache.']);
  });
});
