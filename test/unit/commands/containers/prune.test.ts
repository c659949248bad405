import assert from 'node:assert/strict';
import { pruneContainers } from '../../../../src/commands/containers/prune';
import { failure } from '../../../../src/core/errors';
import type { PruneOutcome } from '../../../../src/core/prune/page';
import { fakeApp, runFromRows, runWithAnswers } from '../../../support/fake-app';
import { PruneStore } from '../prune/store';
import { container } from '../samples';
import { joinEngines } from '../../../support/partial-engine';

function store(): PruneStore {
  const made = new PruneStore();
  made.containers = [container('web'), container('job', { state: 'exited', writtenBytes: 30 }), container('old', { state: 'created', labels: { keep: '' } })];
  return made;
}

describe('slipway.containers.prune', () => {
  it('opens the page with what is stopped', async () => {
    const app = fakeApp({ engine: store().engine });
    assert.deepEqual(((await runFromRows(pruneContainers, app)) as PruneOutcome).removed, []);
    assert.deepEqual(app.record.prunePages[0]?.model.plan.items.map(({ names }) => names), [['job'], ['old']]);
    assert.deepEqual(app.record.prunePages[0].model.request, { subject: 'containers', scope: 'unused', filters: {} });
  });

  it('removes what it is given, and refuses what runs or is filtered away', async () => {
    const engine = store();
    const app = fakeApp({ engine: engine.engine });
    const outcome = (await runWithAnswers(pruneContainers, app, { items: ['job', 'web', 'old'], filters: { 'label!': ['keep'] } })) as PruneOutcome;
    assert.deepEqual(engine.asked, ['container job-id']);
    assert.deepEqual(outcome.removed, [{ kind: 'containers', id: 'job-id', names: ['job'], action: 'deleted' }]);
    assert.deepEqual(outcome.refused.map(({ id, reason }) => [id, reason]), [['web', 'it cannot be pruned'], ['old', 'it cannot be pruned']]);
    assert.equal(outcome.freedBytes, 30);
    assert.deepEqual(app.record.commands, ['docker container rm job']);
    assert.equal(app.record.prunePages.length, 0);
  });

  it('removes all of the plan with apply, without a page', async () => {
    const engine = store();
    const outcome = (await runWithAnswers(pruneContainers, fakeApp({ engine: engine.engine }), { apply: true })) as PruneOutcome;
    assert.deepEqual(outcome.removed.map(({ names }) => names), [['job'], ['old']]);
    assert.deepEqual(engine.containers.map(({ name }) => name), ['web']);
  });

  it('tells what runs by now and what is gone already', async () => {
    const engine = store();
    const app = fakeApp({
      engine: engine.engine,
      prunePage: (page) => {
        engine.containers = engine.containers.filter(({ name }) => name !== 'old').map((known) => ({ ...known, state: 'running' }));
        return page.wish({ kind: 'remove', items: page.model.plan.items.map(({ key }) => key) });
      },
    });
    const outcome = (await runFromRows(pruneContainers, app)) as PruneOutcome;
    assert.deepEqual(outcome.refused.map(({ names, reason }) => [names, reason]), [[['job'], 'it runs'], [['old'], 'it no longer exists']]);
    assert.equal(outcome.freedBytes, 0);
    assert.deepEqual(engine.containers.map(({ name }) => name), ['web', 'job']);
  });

  it('refuses items of which the name means several', async () => {
    const engine = store();
    const id = 'ab'.repeat(32);
    engine.containers = ['1', '2'].map((end) => container(`twin${end}`, { id: id.slice(0, 63) + end, state: 'exited' }));
    const outcome = (await runWithAnswers(pruneContainers, fakeApp({ engine: engine.engine }), { items: [id.slice(0, 12)] })) as PruneOutcome;
    assert.deepEqual([outcome.removed.length, outcome.refused.length, engine.asked.length], [0, 1, 0]);
  });

  it('fails when the engine does', async () => {
    const engine = joinEngines(store().engine, { containers: { list: () => Promise.reject(failure('connectionLost', { operation: 'list' })) } });
    await assert.rejects(runFromRows(pruneContainers, fakeApp({ engine })), /connectionLost/);
  });
});
