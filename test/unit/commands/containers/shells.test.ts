import assert from 'node:assert/strict';
import { runInContainer } from '../../../../src/commands/containers/run-command';
import { openContainerShell } from '../../../../src/commands/containers/shell';
import { openContainerShellWithOptions } from '../../../../src/commands/containers/shell-with-options';
import { isCancelled, SlipwayError } from '../../../../src/core/errors';
import type { EngineContainers, ExecuteOptions } from '../../../../src/engine/containers/containers';
import { containerNode } from '../../../../src/nodes/container';
import { fakeApp, type FakeAppOptions, pick, runFromRows, runWithAnswers, type } from '../../../support/fake-app';
import { container, PlayedTerminal } from '../samples';

const row = (name: string, changes = {}) => containerNode.make({ container: container(name, changes), readAt: 0 });

/** A container that has these files, in which each process says nothing, or that there is no such program. */
function world(files: readonly string[], answers: FakeAppOptions['answers'] = [], more: Partial<EngineContainers> = {}) {
  const executed: ExecuteOptions[] = [];
  const app = fakeApp({
    engine: {
      containers: {
        inspect: () => Promise.resolve({ Platform: 'linux' }),
        changes: () => Promise.resolve([]),
        hasFile: (_id, file) => Promise.resolve(files.includes(file)),
        execute: (_id, options) => {
          executed.push(options);
          const played = new PlayedTerminal();
          const [program = ''] = options.command;
          const there = program.startsWith('/') ? files.includes(program) : files.some((file) => file === `/bin/${program}`);
          setImmediate(() => {
            played.say(there ? '# ' : 'OCI runtime exec failed: executable file not found in $PATH');
            if (!there) played.end.fire(127);
          });
          return Promise.resolve(played);
        },
        ...more,
      },
    },
    answers,
  });
  return { app, executed };
}

describe('shells of containers', () => {
  it('offers the shells that are there, with user, folder, variables and rights, and remembers the choice for the image', async () => {
    const { app, executed } = world(['/bin/sh', '/usr/bin/zsh', '/bin/bash', '/usr/bin/bash'], [pick('/usr/bin/zsh'), type('root'), type('/srv'), type('A=1  B=x=y'), pick('Privileged')]);
    await runFromRows(openContainerShellWithOptions, app, row('web'));
    assert.deepEqual(app.record.questions[0]?.labels, ['/bin/bash', '/usr/bin/zsh', '/bin/sh', 'Another program…']);
    assert.deepEqual(executed, [{ command: ['/usr/bin/zsh'], hangUp: true, tty: true, user: 'root', workingDirectory: '/srv', environment: ['A=1', 'B=x=y'], privileged: true }]);
    assert.deepEqual(app.record.commands, ["docker exec -it --user root --workdir /srv --env 'A=***' --env 'B=***' --privileged web /usr/bin/zsh"]);
    await runFromRows(openContainerShell, app, row('web'));
    assert.deepEqual(executed[1], { command: ['/usr/bin/zsh'], hangUp: true, tty: true });
    app.done();
  });

  it('takes nothing of what is left empty', async () => {
    const { app, executed } = world(['/bin/sh'], [pick('Another program…'), type('python'), type(''), type(''), type(''), pick('The rights of the container')]);
    await assert.rejects(runFromRows(openContainerShellWithOptions, app, row('web')), (error) => SlipwayError.details(error, 'notFound')?.name === 'python');
    assert.deepEqual(executed, [{ command: ['python'], hangUp: true, tty: true }]);
  });

  it('finds a shell that is in no usual place', async () => {
    const { app, executed } = world(['/busybox/sh']);
    await runFromRows(openContainerShell, app, row('web'));
    assert.deepEqual(executed.map(({ command }) => command[0]), ['sh', '/busybox/sh']);
    assert.equal(app.record.terminals.length, 1);
  });

  for (const command of [openContainerShell, openContainerShellWithOptions]) {
    it(`${command.title} says that there is no shell and offers what works`, async () => {
      const { app } = world([]);
      await assert.rejects(runFromRows(command, app, row('web')), isCancelled);
      assert.deepEqual(app.record.information, [{ message: 'The image of web has no shell. Its log and its changed files can be looked at without one.', action: 'Show Logs', more: ['Show Changed Files'] }]);
      assert.equal(app.record.terminals.length, 0);
    });
  }

  it('tells a program that there is no shell', async () => {
    const { app } = world([]);
    await assert.rejects(runWithAnswers(openContainerShell, app, { container: 'web' }), (error) => SlipwayError.details(error, 'notFound')?.what === 'file');
    assert.deepEqual(app.record.information, []);
  });
});

describe('one command in a container', () => {
  it('is read by a shell of the container, in a terminal', async () => {
    const { app, executed } = world(['/bin/sh', '/bin/bash'], [type(' ls | wc -l ')]);
    await runFromRows(runInContainer, app, row('web'));
    assert.deepEqual(executed, [{ command: ['/bin/sh', '-c', 'ls | wc -l'], hangUp: true, tty: true }]);
    assert.deepEqual(app.record.terminals.map(({ name }) => name), ['web: ls']);
  });

  it('is words where there is no shell', async () => {
    const { app, executed } = world(['/bin/serve'], [type('/bin/serve  --version')]);
    await runFromRows(runInContainer, app, row('web'));
    assert.deepEqual(executed[0]?.command, ['/bin/serve', '--version']);
  });

  it('gives a program the output and the exit code, and opens no terminal', async () => {
    const { app, executed } = world([], [], {
      execute: (_id, options) => {
        executed.push(options);
        const played = new PlayedTerminal();
        setImmediate(() => {
          played.say('said\n');
          played.end.fire(3);
        });
        return Promise.resolve(played);
      },
    });
    assert.deepEqual(await runWithAnswers(runInContainer, app, { container: 'web', command: ['false'], user: '5' }), { container: 'web', exitCode: 3, output: 'said\n' });
    assert.deepEqual(executed, [{ command: ['false'], hangUp: true, tty: false, user: '5' }]);
    assert.deepEqual([app.record.terminals, app.record.commands], [[], ['docker exec --user 5 web false']]);
  });
});
