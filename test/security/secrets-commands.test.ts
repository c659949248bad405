import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { App } from '../../src/app';
import { commands } from '../../src/commands/all';
import { checkedAnswers } from '../../src/commands/answers/check';
import { defineCommand } from '../../src/commands/define';
import { commandIds } from '../../src/commands/ids';
import { failure } from '../../src/core/errors';
import type { Node } from '../../src/nodes/define';
import { describeError } from '../../src/ui/present';
import { AnyUser } from '../support/any-user';
import { fakeApp } from '../support/fake-app';
import { rowsFor } from '../support/rows-for';
import { saysSecret } from '../support/says-secret';
import { secretAnswers } from '../support/secret-answers';
import { mark, type Mood, SecretWorld } from '../support/secret-world';

const moods: readonly Mood[] = ['well', 'echo', 'refusing'];
/** How often a user goes through a command, with another answer to each question. */
const turns = 3;

const copiesAll = /\.(?:copyRunLine|copyComposeService)$|^slipway\.details\.copy$/;

describe('secrets in every command', function () {
  this.timeout(120_000);

  it('are tried with all of them', () => {
    assert.deepEqual(Object.keys(secretAnswers).sort(), [...commandIds].sort());
    assert.deepEqual(commands.map(({ id }) => id).sort(), [...commandIds].sort());
    // What is refused at the door tries nothing.
    for (const command of commands) {
      for (const answers of secretAnswers[command.id as keyof typeof secretAnswers]({ folder: '/none', registry: '127.0.0.1:1' })) checkedAnswers(command, answers, true);
    }
  });

  it('are not said of what is refused', async () => {
    for (const command of commands) {
      for (const name of Object.keys(command.answers)) {
        for (const value of [{ a: [mark, 7, { [mark.slice(7)]: mark }] }, [[mark]], [mark, 7], () => mark, mark.repeat(50_000)]) {
          const error: unknown = await command.run(fakeApp(), { nodes: [], answers: { [name]: value }, programmatic: true }).catch((failed: unknown) => failed);
          assert.ok(!saysSecret(error, mark) && !describeError(error).message.includes(mark), `${command.id} ${name}: ${String(error)}`);
        }
      }
    }
  });

  for (const mood of moods) {
    describe(`when the others are ${mood}`, () => {
      let world: SecretWorld;
      let rows: readonly Node[];
      before(async () => {
        world = await SecretWorld.open(mood);
        rows = await world.rows();
      });
      after(() => world.close());

      it('rows, tooltips and what is done by itself', async () => {
        await world.look(rows);
        assert.deepEqual(await world.found(), []);
        if (mood === 'well') assert.deepEqual([...new Set(rows.map(({ kind }) => kind))].filter((kind) => ['image', 'container', 'volume', 'network', 'engine', 'registry', 'registryTag'].includes(kind)).length, 7);
      });

      /** What the whole line, file or value is asked for goes to the clipboard with everything in it, and nowhere else. */
      const found = async (command: string): Promise<readonly string[]> => {
        const all = await world.found();
        return copiesAll.test(command) ? all.filter((place) => !place.startsWith('clipboard: ')) : all;
      };

      for (const command of commands) {
        it(`${command.id}, called by a program`, async () => {
          for (const answers of secretAnswers[command.id as keyof typeof secretAnswers]({ folder: world.folder, registry: world.registry.address })) await world.run(command, answers);
          assert.deepEqual(await found(command.id), []);
        });

        it(`${command.id}, called by the user`, async () => {
          const on = rowsFor(command, rows);
          for (let turn = 0; turn < turns; turn++) {
            const user = (): AnyUser => new AnyUser(mark, world.folder, world.registry.address, turn);
            if (on.length > 0) await world.run(command, command.many ? on : on.slice(0, 1), user());
            if (command.palette) await world.run(command, [], user());
          }
          assert.deepEqual(await found(command.id), []);
        });
      }
    });
  }

  describe('would be found', () => {
    const plain = { id: 'slipway.test', title: 'Test', summary: 'Test.', palette: false, answers: {}, result: 'undefined' } as const;
    const careless: Readonly<Record<string, (app: App, world: SecretWorld) => unknown>> = {
      'in a docker line of its own': (app) => app.log.command(`docker exec -e A=${mark} web`),
      'in a remark in the log': (app) => app.log.information(`the password is ${mark}`),
      'in an error in the log': (app) => app.log.error(`with ${mark}`),
      'in the cause of an error in the log': (app) => app.log.error('x', new Error(mark)),
      'in an error': () => Promise.reject(new Error(mark)),
      'in what is wrong': () => Promise.reject(failure('invalidInput', { field: 'password', value: mark, reason: 'x' })),
      'in the cause of an error': () => Promise.reject(failure('cancelled', { operation: 'x' }, new Error(mark))),
      'in an error that is shown': (app) => app.show.error(new Error(mark)),
      'in a header, encoded': () => Promise.reject(new Error(Buffer.from(`me:${mark}`).toString('base64'))),
      'in a message': (app) => app.show.information(mark),
      'in the status bar': (app) => app.show.status(mark),
      'in an address that is opened': (app) => app.show.external(`https://h/?token=${mark}`),
      'in the title of a document': (app) => app.show.document({ title: mark, language: 'json', content: '' }),
      'in the title of a terminal': (app) => app.show.terminal({ name: mark, open: () => Promise.reject(new Error('none')) }),
      'in the title of long work': (app) => app.progress.run(mark, () => Promise.resolve()),
      'in the report of long work': (app) => app.progress.run('x', (report) => {
        report({ message: mark });
        return Promise.resolve();
      }),
      'in a question': (app) => app.ask.confirm(`Send ${mark}?`, 'Send'),
      'in what is kept': (app) => app.state.set('last', { password: mark }),
      'on the clipboard': (app) => app.clipboard.write(mark),
      'in a file': (_app, world) => writeFile(join(world.folder, 'log.txt'), mark),
      'on the console': () => console.error(mark),
      'in the list of processes': () => new Promise((resolve) => spawn('docker', ['login', '--password', mark]).once('close', resolve)),
    };
    for (const [where, run] of Object.entries(careless)) {
      it(where, async () => {
        const world = await SecretWorld.open('well');
        try {
          const command = defineCommand({ ...plain, run: async (app) => {
            await run(app, world);
            return undefined;
          } });
          assert.deepEqual(await world.found(), []);
          await world.run(command, {});
          assert.equal((await world.found()).length > 0, true);
          assert.deepEqual((await world.found()).filter((place) => !place.startsWith('the file') && !place.startsWith('state')), []);
        } finally {
          await world.close();
        }
      });
    }
  });
});
