import assert from 'node:assert/strict';
import { copyImageDockerCommand } from '../../src/commands/images/copy-docker-command';
import { fakeApp, type FakeApp, leave, pick, runFromRows, runWithAnswers } from '../support/fake-app';
import type { ScriptedAnswer } from '../support/fake-ask';
import { image, imageRow } from '../support/fake-images';

const mark = 'hunter2MARK';
const app1 = image('a', 'app:1');

function appWith(answers: readonly ScriptedAnswer[], before = `-it -e PLAIN=${mark} --name web`): FakeApp {
  const app = fakeApp({ answers, engine: { images: { list: () => Promise.resolve([app1]) }, containers: { list: () => Promise.resolve([]) } } });
  app.record.secrets.set('runLines', JSON.stringify([{ image: 'app:1', before, after: 'serve' }]));
  return app;
}

describe('secrets in a docker command that is copied', () => {
  it('are asked for once, and left out unless they are wanted', async () => {
    for (const [answer, expected] of [[/^Leave out/, `docker run -it -e 'PLAIN=***' --name web app:1 serve`], [/^Copy with/, `docker run -it -e PLAIN=${mark} --name web app:1 serve`]] as const) {
      const app = appWith([pick(/^docker run/), pick(answer)]);
      assert.equal(await runFromRows(copyImageDockerCommand, app, imageRow(app1)), expected);
      assert.deepEqual(app.record.clipboard, [expected]);
      app.done();
      // Neither the list of lines nor the log shows them.
      assert.ok(!JSON.stringify([app.record.questions, app.record.commands, app.record.logged, app.record.statuses]).includes(mark));
    }
  });

  it('are not asked for where there are none', async () => {
    const plain = appWith([pick(/^docker run/)], '-it --name web');
    assert.equal(await runFromRows(copyImageDockerCommand, plain, imageRow(app1)), 'docker run -it --name web app:1 serve');
    plain.done();
    const other = appWith([pick(/^docker rmi/)]);
    assert.equal(await runFromRows(copyImageDockerCommand, other, imageRow(app1)), 'docker rmi app:1');
    other.done();
  });

  it('a question that is left copies nothing', async () => {
    const app = appWith([pick(/^docker run/), leave]);
    await assert.rejects(runFromRows(copyImageDockerCommand, app, imageRow(app1)), { kind: 'cancelled' });
    assert.deepEqual(app.record.clipboard, []);
  });

  it('a program says whether it wants them, and gets none by default', async () => {
    const run = (answers: object): Promise<unknown> => runWithAnswers(copyImageDockerCommand, appWith([]), { image: 'app:1', ...answers });
    const without = `docker run -it -e 'PLAIN=***' --name web app:1 serve`;
    assert.equal(await run({ verb: 'run' }), without);
    assert.equal(await run({ verb: 'run', values: false }), without);
    assert.equal(await run({ verb: 'run', values: true }), without.replace(`'PLAIN=***'`, `PLAIN=${mark}`));
    assert.equal(await run({ verb: 'inspect', values: true }), 'docker image inspect app:1');
    await assert.rejects(run({}), /verb/);
    await assert.rejects(run({ verb: 'exec' }), /wrongAnswer/);
  });

  it('a line that can be read no more is not copied', async () => {
    const app = appWith([pick(/^docker run/)], `-e "PLAIN=${mark} --nonsense`);
    assert.equal(await runFromRows(copyImageDockerCommand, app, imageRow(app1)), 'docker run -it --rm app:1');
    assert.ok(!JSON.stringify(app.record.questions).includes(mark));
  });
});
