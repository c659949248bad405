import assert from 'node:assert/strict';
import { pruneNetworks } from '../../../../src/commands/networks/prune';
import type { PruneOutcome } from '../../../../src/core/prune/page';
import { fakeApp, type FakeAppOptions, runFromRows, runWithAnswers } from '../../../support/fake-app';
import { network, PruneStore } from '../prune/store';
import { container } from '../samples';

function store(): PruneStore {
  const made = new PruneStore();
  made.networks = ['bridge', 'free', 'busy', 'asleep'].map((name) => network(name));
  made.containers = [container('web', { networks: ['busy'] }), container('job', { state: 'exited', networks: ['asleep'] })];
  return made;
}

describe('slipway.networks.prune', () => {
  it('removes all that nobody has with apply, and nothing that a stopped container needs', async () => {
    const engine = store();
    const app = fakeApp({ engine: engine.engine });
    const outcome = (await runWithAnswers(pruneNetworks, app, { apply: true })) as PruneOutcome;
    assert.deepEqual(engine.asked, ['network free-id']);
    assert.deepEqual(outcome.removed.map(({ names }) => names), [['free']]);
    assert.deepEqual(app.record.commands, ['docker network rm free']);
  });

  it('removes one of a stopped container when it is named', async () => {
    const engine = store();
    await runWithAnswers(pruneNetworks, fakeApp({ engine: engine.engine }), { items: ['asleep', 'busy', 'bridge'] });
    assert.deepEqual(engine.asked, ['network asleep-id']);
  });

  it('leaves alone what a container was given meanwhile, also one that is stopped, and what its container was started with', async () => {
    const engine = store();
    const options: FakeAppOptions = {
      engine: engine.engine,
      prunePage: (page) => {
        engine.containers = [container('late', { state: 'created', networks: ['free'] }), container('job', { state: 'running', networks: ['asleep'] })];
        return page.wish({ kind: 'remove', items: page.model.plan.items.map(({ key }) => key) });
      },
    };
    const outcome = (await runFromRows(pruneNetworks, fakeApp(options))) as PruneOutcome;
    assert.deepEqual(outcome.refused.map(({ names, reason }) => [names, reason]), [[['free'], 'in use by late'], [['asleep'], 'in use by job']]);
    assert.deepEqual(engine.asked, []);
  });
});
