import assert from 'node:assert/strict';
import { pruneVolumes } from '../../../../src/commands/volumes/prune';
import { SlipwayError } from '../../../../src/core/errors';
import type { PruneOutcome } from '../../../../src/core/prune/page';
import { accept, fakeApp, leave, runFromRows, runInUsersName, runWithAnswers } from '../../../support/fake-app';
import { mount, PruneStore, volume } from '../prune/store';
import { container } from '../samples';

const nameless = 'c'.repeat(64);

function store(): PruneStore {
  const made = new PruneStore();
  made.volumes = ['data', 'used', 'left', nameless].map((name) => volume(name));
  made.sizes = { data: 50, left: 9, [nameless]: 4 };
  made.containers = [container('job', { state: 'exited', mounts: mount('used') })];
  return made;
}

describe('slipway.volumes.prune', () => {
  it('lists those without a name, as docker does, and all when asked', async () => {
    const app = fakeApp({ engine: store().engine });
    await runFromRows(pruneVolumes, app);
    const [page] = app.record.prunePages;
    assert.deepEqual(page?.model.plan.items.map(({ id }) => id), [nameless]);
    const wider = await page.wish({ kind: 'plan', request: { subject: 'volumes', scope: 'unused', filters: {} } });
    assert.deepEqual(wider.plan.items.map(({ id, bytes }) => [id, bytes]), [['data', 50], ['left', 9], [nameless, 4]]);
  });

  it('removes what it is given, and nothing that a container has', async () => {
    const engine = store();
    const app = fakeApp({ engine: engine.engine });
    const outcome = (await runInUsersName(pruneVolumes, app, { scope: 'unused', items: ['data', 'used'] })) as PruneOutcome;
    assert.deepEqual(engine.asked, ['volume data']);
    assert.deepEqual(outcome.refused.map(({ id }) => id), ['used']);
    assert.equal(outcome.freedBytes, 50);
    assert.deepEqual(app.record.commands, ['docker volume rm data']);
  });

  it('ticks no volume with a name by itself, and names those that are to go before they go', async () => {
    const engine = store();
    const answers = { scope: 'unused' };
    const page = (press: typeof leave) =>
      fakeApp({
        engine: engine.engine,
        answers: [press],
        prunePage: (shown) => {
          assert.deepEqual(shown.model.plan.items.filter(({ ticked }) => ticked).map(({ id }) => id), [nameless]);
          return shown.wish({ kind: 'remove', items: shown.model.plan.items.map(({ key }) => key) });
        },
      });
    const left = page(leave);
    await assert.rejects(pruneVolumes.run(left, { nodes: [], answers, programmatic: false }), (error) => error instanceof SlipwayError && error.kind === 'cancelled');
    assert.deepEqual(engine.asked, []);
    const pressed = page(accept);
    await pruneVolumes.run(pressed, { nodes: [], answers, programmatic: false });
    assert.match(`${pressed.record.questions[0]?.title ?? ''} ${pressed.record.questions[0]?.detail ?? ''}`, /data, left/);
    assert.deepEqual(engine.asked, ['volume data', 'volume left', `volume ${nameless}`]);
    await runWithAnswers(pruneVolumes, fakeApp({ engine: store().engine }), { scope: 'unused', apply: true });
  });

  it('leaves alone what is in use by now, was made anew, or is gone', async () => {
    const engine = store();
    const app = fakeApp({
      engine: engine.engine,
      answers: [accept],
      prunePage: (page) => {
        engine.containers = [...engine.containers, container('late', { mounts: mount('data') })];
        engine.volumes = [volume('data'), volume('left', { created: 2 })];
        return page.wish({ kind: 'remove', items: page.model.plan.items.map(({ key }) => key) });
      },
    });
    const outcome = (await runInUsersName(pruneVolumes, app, { scope: 'unused' })) as PruneOutcome;
    assert.deepEqual(outcome.refused.map(({ reason }) => reason), ['in use by late', 'it was recreated or changed in the meantime', 'it no longer exists']);
    assert.deepEqual(engine.volumes.map(({ name }) => name), ['data', 'left']);
  });

  it('says when a size is not known', async () => {
    const engine = store();
    engine.sizes = {};
    const outcome = (await runWithAnswers(pruneVolumes, fakeApp({ engine: engine.engine }), { apply: true })) as PruneOutcome;
    assert.deepEqual([outcome.freedBytes, outcome.unknownSizes], [0, 1]);
  });

  it('refuses a scope and a filter that volumes have not', async () => {
    for (const [answers, kind] of [[{ scope: 'dangling' }, 'wrongAnswer'], [{ filters: { until: ['24h'] } }, 'invalidInput']] as const) {
      await assert.rejects(runWithAnswers(pruneVolumes, fakeApp({ engine: store().engine }), { ...answers, apply: true }), { kind });
    }
  });
});
