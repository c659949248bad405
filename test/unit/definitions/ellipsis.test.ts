import assert from 'node:assert/strict';
import type { App } from '../../../src/app';
import { commands } from '../../../src/commands/all';
import type { AnyCommand } from '../../../src/commands/define';
import { failure, isCancelled } from '../../../src/core/errors';
import type { Node } from '../../../src/nodes/define';
import { objectsOf } from '../../../src/commands/on-engines';
import type { OpenedPage } from '../../../src/pages';
import { fakePages } from '../../support/fake-pages';
import { OrdinaryWorld } from '../../support/ordinary-world';
import { rowsFor } from '../../support/rows-for';

describe('the title of a command', function () {
  this.timeout(60_000);
  let world: OrdinaryWorld;
  let rows: readonly Node[];
  before(async () => {
    world = await OrdinaryWorld.open();
    rows = await world.rows();
  });
  after(() => world.close());

  /** What a person is asked who calls a command and answers nothing, before anything is changed. */
  async function asked(command: AnyCommand, nodes: readonly Node[]): Promise<{ readonly questions: readonly string[]; readonly error: unknown }> {
    const questions: string[] = [];
    const before = world.changes();
    let heard = 0;
    const hasBegun = (): boolean => world.changes() > before;
    const hear = (question: string): void => {
      heard++;
      if (!hasBegun()) questions.push(question);
    };
    const question = (kind: string) => async (first: unknown): Promise<never> => {
      hear(kind);
      await first;
      throw failure('cancelled', { operation: kind });
    };
    // A command that goes on when its page is closed asks by the page.
    const waiting = <Model>(page: OpenedPage<Model>): OpenedPage<Model> => ({
      ...page,
      get closed() {
        hear('page');
        return page.closed;
      },
    });
    const pages = fakePages(() => app, () => Promise.resolve());
    const app: App = {
      ...(await world.unchanged()),
      ask: new Proxy({}, { get: (_target, kind) => question(String(kind)) }) as App['ask'],
      views: { ...world.app.views, askFilter: question('askFilter') },
      pages: { open: async (page, argument) => waiting(await pages.open(page, argument)) },
    };
    const error: unknown = await command.run(app, { nodes: objectsOf(command, nodes), answers: {}, programmatic: false }).then(() => undefined, (failed: unknown) => failed);
    assert.ok(heard > 0 || hasBegun() || !isCancelled(error), `${command.id} came to no question: ${String(error)}`);
    return { questions, error };
  }

  for (const command of commands) {
    it(`tells by … whether something is asked: ${command.title}`, async () => {
      const on = rowsFor(command, rows);
      assert.ok(on.length > 0 || (command.on ?? []).length === 0, `test/support/ordinary-world.ts has no row for ${command.id}`);
      // From a row, from two, from all; without rows as the palette and title bars call.
      const several = command.many ? [...on.map((_, index) => on.slice(index, index + 2)), on] : [];
      const calls = on.length === 0 ? [[]] : [...on.map((row) => [row]), ...several];
      const outcomes: Awaited<ReturnType<typeof asked>>[] = [];
      for (const nodes of calls) outcomes.push(await asked(command, nodes));
      const questions = outcomes.flatMap((outcome) => outcome.questions);
      const said = questions.length > 0 ? `asked: ${questions.join(', ')}` : `nothing is asked: ${outcomes.map(({ error }) => String(error)).join('; ')}`;
      assert.equal(command.title.endsWith('…'), questions.length > 0, said);
    });
  }
});
