import assert from 'node:assert/strict';
import type { App } from '../../../../src/app';
import { commands } from '../../../../src/commands/all';
import { takesEngine } from '../../../../src/commands/answers/takes-engine';
import { defineCommand } from '../../../../src/commands/define';
import { onEngines } from '../../../../src/commands/on-engines';
import { chooseTarget, chooseTargets } from '../../../../src/commands/targets/choose-targets';
import { volumes } from '../../../../src/commands/targets/volume-targets';
import { names, optional } from '../../../../src/commands/answers/takes';
import { failure, SlipwayError } from '../../../../src/core/errors';
import type { VolumeSummary } from '../../../../src/engine/volumes/volumes';
import { fakeApp, type FakeApp, pick, pickMany } from '../../../support/fake-app';
import type { ScriptedAnswer } from '../../../support/fake-ask';

const volume = (name: string): VolumeSummary => ({ name, driver: 'local', mountpoint: '', created: undefined, labels: {} });

/** Two engines that are shown, `near` in use; both have a volume `same`, and one more each. */
function twoEngines(answers: readonly ScriptedAnswer[] = []): { readonly near: FakeApp; readonly far: FakeApp } {
  const make = (name: string, given: readonly ScriptedAnswer[]): FakeApp => {
    const lists = { volumes: { list: () => Promise.resolve([volume('same'), volume(`of-${name}`)]) }, containers: { list: () => Promise.resolve([]) } };
    const app = fakeApp({ engine: lists, answers: given });
    return Object.assign(app, { identity: { id: `context:${name}`, name, inUse: name === 'near', dockerOptions: name === 'near' ? [] : ['--context', name] } });
  };
  const near = make('near', answers);
  const far = make('far', []);
  const shown = [near, far];
  const named = (name: string): Promise<App> => {
    const found = shown.find(({ identity }) => identity.id === name || identity.name === name);
    return found ? Promise.resolve(found) : Promise.reject(failure('notFound', { what: 'context', name }));
  };
  const engines: App['engines'] = { ...near.engines, inUse: near, shown, named };
  for (const app of shown) Object.assign(app, { engines });
  return { near, far };
}

const verb = defineCommand({
  id: 'slipway.volumes.test',
  title: 'Test…',
  summary: 'Tells which volumes are meant, on which engine.',
  palette: true,
  answers: { volume: optional(names('A volume.')) },
  result: 'string',
  run: async (app, call) => {
    const chosen = await chooseTargets(app, { nodes: call.nodes, answers: {}, elsewhere: call.elsewhere }, volumes, { title: 'Test' });
    app.show.status(`tested ${chosen.map(({ name }) => name).join(', ')}`);
    return `${app.identity.name}: ${chosen.map(({ name }) => name).join(', ')}`;
  },
});
const byPerson = { nodes: [], answers: {}, programmatic: false };

describe('the engine of a call', () => {
  it('is told by a program as `engine`, which the command itself does not see', async () => {
    const { near } = twoEngines();
    const seen: unknown[] = [];
    const command = defineCommand({ id: 'slipway.volumes.test', title: 'Test', summary: '', palette: true, answers: {}, result: 'string', run: (app, call) => Promise.resolve(seen.push(app.identity.name, call.answers)) });
    for (const engine of ['far', 'context:far', 'near', undefined]) await command.run(near, { nodes: [], answers: { engine }, programmatic: true });
    assert.deepEqual(seen, ['far', {}, 'far', {}, 'near', {}, 'near', {}]);
    await assert.rejects(command.run(near, { nodes: [], answers: { engine: 'x' }, programmatic: true }), (error) => SlipwayError.details(error, 'notFound')?.name === 'x');
    for (const engine of ['', 7, null, ['far']]) {
      await assert.rejects(command.run(near, { nodes: [], answers: { engine }, programmatic: true }), (error) => SlipwayError.details(error, 'wrongAnswer')?.answer === 'engine', String(engine));
    }
  });

  it('can be told of every command but those that touch none', async () => {
    const { near } = twoEngines();
    for (const command of commands) {
      // An engine that is not there is refused before anything else is done; of a command that touches none, as an unknown answer.
      const outcome = await command.run(near, { nodes: [], answers: { engine: 'not there' }, programmatic: false }).then(() => undefined, (error: unknown) => error);
      const own = Object.hasOwn(command.answers, 'engine');
      if (!takesEngine(command)) assert.equal(SlipwayError.details(outcome, 'wrongAnswer')?.problem, 'unknown', command.id);
      else if (!own) assert.equal(SlipwayError.details(outcome, 'notFound')?.name, 'not there', command.id);
    }
  });

  it('is that of what a person chooses from all shown ones', async () => {
    const { near, far } = twoEngines([pickMany('of-far')]);
    assert.equal(await verb.run(near, byPerson), 'far: of-far');
    assert.deepEqual([near.record.statuses, far.record.statuses], [[], ['tested of-far']]);
    const [question] = near.record.questions;
    assert.deepEqual(question?.labels, ['same', 'of-near', 'same', 'of-far']);
    const here = twoEngines([pickMany('of-near')]);
    assert.equal(await verb.run(here.near, byPerson), 'near: of-near');
  });

  it('may be several: each is done by itself, and told once', async () => {
    const { near } = twoEngines([pickMany('of-near', 'of-far')]);
    assert.equal(await verb.run(near, byPerson), 'far: of-far');
    assert.deepEqual(near.record.statuses, ['near: tested of-near · far: tested of-far']);
  });

  it('has the others still done when one fails, and nothing after a cancel', async () => {
    const done: string[] = [];
    const failing = (error: Error) => async (app: App, elsewhere: { readonly chosen?: readonly unknown[] }) => {
      const chosen = await chooseTargets(app, { nodes: [], answers: {}, elsewhere: elsewhere as object }, volumes, { title: 'Test' });
      done.push(`${app.identity.name} ${chosen.map(({ name }) => name).join()}`);
      if (app.identity.name === 'near') throw error;
    };
    const gone = failure('notFound', { what: 'volume', name: 'of-near' });
    await assert.rejects(onEngines(twoEngines([pickMany('of-near', 'of-far')]).near, failing(gone)), (error) => error === gone);
    assert.deepEqual(done.splice(0), ['near of-near', 'far of-far']);
    const cancelled = failure('cancelled', { operation: 'Test' });
    await assert.rejects(onEngines(twoEngines([pickMany('of-near', 'of-far')]).near, failing(cancelled)), (error) => error === cancelled);
    assert.deepEqual(done, ['near of-near']);
  });

  it('is not asked of a second object: that comes from the same engine', async () => {
    const { near } = twoEngines([pick('of-far')]);
    const first = await onEngines(near, async (app, elsewhere) => {
      const target = await chooseTarget(app, { nodes: [], answers: {}, elsewhere }, volumes, { title: 'First' });
      const choices = await volumes.choices(app);
      return [target.name, ...choices.map(({ label }) => label)];
    });
    assert.deepEqual(first, ['of-far', 'same', 'of-far']);
  });
});
