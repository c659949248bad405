import assert from 'node:assert/strict';
import type { App } from '../../../../src/app';
import { name, names, optional } from '../../../../src/commands/answers/takes';
import { defineCommand } from '../../../../src/commands/define';
import { SlipwayError } from '../../../../src/core/errors';
import { back } from '../../../../src/ports';
import { describeError } from '../../../../src/ui/present';
import { accept, fakeApp, file, pick, runInUsersName, runWithAnswers, type } from '../../../support/fake-app';

const answers = { image: name('An image.'), tags: optional(names('Its tags.')) };

/** A command of the test that does this. */
function command(run: (app: App) => Promise<unknown>) {
  return defineCommand({ id: 'slipway.test.verb', title: 'Test', summary: 'Tests.', palette: true, answers, result: 'unknown', run });
}

const questions: Readonly<Record<string, (app: App) => Promise<unknown>>> = {
  choose: ({ ask }) => ask.choose([{ label: 'a', value: 1 }], { title: 'Which tag?' }),
  'choose of a list that fails': ({ ask }) => ask.choose(Promise.reject(new Error('no list')), { title: 'Which tag?' }),
  chooseMany: ({ ask }) => ask.chooseMany([{ label: 'a', value: 1 }], { title: 'Which tag?' }),
  input: ({ ask }) => ask.input({ title: 'Which tag?', prompt: 'p' }),
  suggest: ({ ask }) => ask.suggest({ title: 'Which tag?', prompt: 'p', suggest: () => Promise.resolve([]) }),
  confirm: ({ ask }) => ask.confirm('Which tag?', 'Remove'),
  decide: ({ ask }) => ask.decide('Which tag?', ['a', 'b']),
  saveFile: ({ ask }) => ask.saveFile({ title: 'Which tag?', defaultName: 'a', filters: {} }),
  openFiles: ({ ask }) => ask.openFiles({ title: 'Which tag?', filters: {}, many: true }),
  saveDocument: ({ ask }) => ask.saveDocument({ title: 'Which tag?', uri: 'untitled:Untitled-1' }),
  openFolder: ({ ask }) => ask.openFolder({ title: 'Which tag?' }),
};

describe('a command that a program called', () => {
  for (const [what, ask] of Object.entries(questions)) {
    it(`cannot ask: ${what}`, async () => {
      const app = fakeApp();
      const error = await runWithAnswers(command(ask), app, { image: 'a' }).then(() => assert.fail('asked'), (failed: unknown) => failed);
      assert.deepEqual(SlipwayError.details(error, 'wrongAnswer'), { command: 'slipway.test.verb', problem: 'asked', answer: 'Which tag?', takes: 'tags' });
      assert.equal(describeError(error).message, 'slipway.test.verb would have to ask “Which tag?”, and a program is not asked. Its answers: tags.');
      assert.deepEqual(app.record.questions, []);
    });
  }

  it('names all answers where all are given, and a view where it would list its verbs', async () => {
    const all = runWithAnswers(command(({ ask }) => ask.confirm('Sure?', 'Yes')), fakeApp(), { image: 'a', tags: [] });
    await assert.rejects(all, (error) => SlipwayError.details(error, 'wrongAnswer')?.takes === 'image, tags');
    await assert.rejects(runWithAnswers(command(({ views }) => views.askFilter('images')), fakeApp(), { image: 'a' }), { kind: 'wrongAnswer' });
    await assert.rejects(runWithAnswers(command(({ views }) => views.help('images')), fakeApp(), { image: 'a' }), { kind: 'wrongAnswer' });
  });

  it('asks whoever presses something in what it has opened, once the program has its result', async () => {
    let later: App | undefined;
    const app = fakeApp({ answers: [pick('a'), type('b'), accept, file('/c')] });
    await runWithAnswers(command((given) => Promise.resolve(void (later = given))), app, { image: 'a' });
    assert.ok(later);
    assert.equal(await later.ask.choose([{ label: 'a', value: 1 }], { title: 't' }), 1);
    assert.notEqual(await later.ask.input({ title: 't', prompt: 'p' }), back);
    await later.ask.confirm('Sure?', 'Yes');
    assert.equal(await later.ask.saveFile({ title: 't', defaultName: 'a', filters: {} }), '/c');
    app.done();
  });

  it('waits for nobody who reads its messages, and keeps what goes wrong there in the log', async () => {
    const base = fakeApp();
    const shown: string[] = [];
    const never = (message: string): Promise<void> => new Promise(() => shown.push(message));
    const slow: App = { ...base, show: { ...base.show, information: never, offer: () => Promise.reject(new Error('no window')) } };
    const tells = command(async ({ show }) => {
      await show.information('done');
      await show.offer('more', { title: 'More', run: () => Promise.resolve() });
      return 'result';
    });
    assert.equal(await runWithAnswers(tells, slow, { image: 'a' }), 'result');
    assert.deepEqual([shown, base.record.logged.length], [['done'], 1]);
  });

  it('asks the user in whose name it was called', async () => {
    const app = fakeApp({ answers: [accept] });
    await runInUsersName(command(({ ask }) => ask.confirm('Sure?', 'Yes')), app, { image: 'a' });
    app.done();
  });
});
