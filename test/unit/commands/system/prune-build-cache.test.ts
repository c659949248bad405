import assert from 'node:assert/strict';
import { pruneBuildCache } from '../../../../src/commands/system/prune-build-cache';
import { SlipwayError } from '../../../../src/core/errors';
import type { PruneOutcome } from '../../../../src/core/prune/page';
import { fakeApp, runFromRows, runInUsersName, runWithAnswers } from '../../../support/fake-app';
import { PruneStore, record } from '../prune/store';

function store(): PruneStore {
  const made = new PruneStore();
  made.buildCache = [record('base'), record('top', { parents: ['base'], size: 5 }), record('held', { shared: true }), record('busy', { inUse: true })];
  return made;
}

describe('slipway.buildCache.prune', () => {
  it('lists what is dangling, and all when asked', async () => {
    const app = fakeApp({ engine: store().engine });
    await runFromRows(pruneBuildCache, app);
    const [page] = app.record.prunePages;
    assert.deepEqual(page?.model.plan.items.map(({ id }) => id), ['base', 'top']);
    assert.deepEqual((await page.wish({ kind: 'plan', request: { subject: 'buildCache', scope: 'unused', filters: {} } })).plan.items.map(({ id }) => id), ['base', 'top', 'held']);
  });

  it('removes records one by one, what is built on others first', async () => {
    const engine = store();
    const app = fakeApp({ engine: engine.engine });
    const outcome = (await runWithAnswers(pruneBuildCache, app, { apply: true })) as PruneOutcome;
    assert.deepEqual(engine.asked, ['cache top', 'cache base']);
    assert.equal(outcome.freedBytes, 15);
    assert.deepEqual(app.record.commands, ['top', 'base'].map((id) => `docker builder prune --all --force --filter 'id=^${id}$'`));
  });

  it('tells what a build uses by now, what was built on it, and what is gone', async () => {
    const engine = store();
    const app = fakeApp({
      engine: engine.engine,
      prunePage: (page) => {
        engine.buildCache = [record('base'), record('top', { parents: ['base'], inUse: true })];
        return page.wish({ kind: 'remove', items: ['buildCache:base', 'buildCache:top', 'buildCache:held'] });
      },
    });
    const outcome = (await runInUsersName(pruneBuildCache, app, { scope: 'unused' })) as PruneOutcome;
    assert.deepEqual(outcome.refused.map(({ id, reason }) => [id, reason]), [['top', 'a build uses it'], ['base', 'cache built on it still exists'], ['held', 'it no longer exists']]);
    // What cannot go is not even tried.
    assert.deepEqual(engine.asked, ['cache top', 'cache held']);
  });

  it('says that Podman has none', async () => {
    const app = fakeApp({ engine: store().engine, information: { kind: 'podman', version: '4.3.1' } });
    await assert.rejects(runFromRows(pruneBuildCache, app), (error) => error instanceof SlipwayError && error.kind === 'unsupported' && /Podman 4\.3\.1/.test(error.message));
  });
});
