import assert from 'node:assert/strict';
import { openContainerShell } from '../../../../src/commands/containers/shell';
import { attachToContainer } from '../../../../src/commands/containers/attach';
import { LogTerminal } from '../../../../src/commands/log-terminal';
import { startedProcess } from '../../../../src/commands/started-process';
import { TerminalLines } from '../../../../src/commands/terminal-lines';
import { Emitter } from '../../../../src/core/emitter';
import { failure, SlipwayError } from '../../../../src/core/errors';
import type { EngineEvent, LogChunk, LogOptions } from '../../../../src/engine/engine';
import { fakeApp, runWithAnswers } from '../../../support/fake-app';
import { hearing, PlayedTerminal } from '../samples';

const soon = () => new Promise((resolve) => setImmediate(resolve));

describe('terminals of containers', () => {
  it('shell: loses nothing of what the process said before the terminal was there', async () => {
    const played = new PlayedTerminal();
    let asked: unknown;
    const app = fakeApp({
      engine: {
        execute: (_id, options) => {
          asked = options;
          setImmediate(() => played.say('root@web:/# '));
          return Promise.resolve(played);
        },
      },
    });
    await runWithAnswers(openContainerShell, app, { container: 'web', user: 'app' });
    const [terminal] = app.record.terminals;
    const stream = (await terminal?.open(new AbortController().signal)) as PlayedTerminal;
    const heard = hearing(stream);
    await soon();
    played.say('more');
    assert.equal(heard.text, 'root@web:/# more');
    stream.write('ls\n');
    assert.equal(played.written, 'ls\n');
    assert.deepEqual(asked, { command: ['sh', '-c', 'command -v bash >/dev/null 2>&1 && exec bash || exec sh'], tty: true, user: 'app' });
  });

  it('shell: an image without sh is an error of its own, and no terminal opens', async () => {
    const played = new PlayedTerminal();
    const app = fakeApp({
      engine: {
        execute: () => {
          setImmediate(() => {
            played.say('OCI runtime exec failed: exec: "sh": executable file not found in $PATH: unknown\r\n');
            played.end.fire(127);
          });
          return Promise.resolve(played);
        },
      },
    });
    await assert.rejects(runWithAnswers(openContainerShell, app, { container: 'web' }), (error) => SlipwayError.details(error, 'notFound')?.name === 'sh');
    assert.equal(app.record.terminals.length, 0);
    assert.ok(played.disposed);
  });

  it('a program that ends with 127 of its own accord is no missing program', async () => {
    const played = new PlayedTerminal();
    setImmediate(() => {
      played.say('nope\n');
      played.end.fire(127);
    });
    await startedProcess(played, { container: 'web', program: 'sh', patience: 5_000 });
    assert.ok(!played.disposed);
  });

  it('attach: refuses a container that is stopped or has no terminal', async () => {
    for (const state of [{ State: { Running: false }, Config: { Tty: true } }, { State: { Running: true }, Config: { Tty: false } }]) {
      const app = fakeApp({ engine: { inspectContainer: () => Promise.resolve(state) } });
      await assert.rejects(runWithAnswers(attachToContainer, app, { container: 'web' }), (error) => SlipwayError.details(error, 'conflict')?.name === 'web');
    }
  });

  it('attach: gives a container with an input but no terminal its input line by line, to the end', async () => {
    const played = new PlayedTerminal();
    const signals: string[] = [];
    const app = fakeApp({
      engine: {
        inspectContainer: () => Promise.resolve({ State: { Running: true }, Config: { Tty: false, OpenStdin: true } }),
        attach: () => Promise.resolve(played),
        killContainer: (_id, signal) => Promise.resolve(void signals.push(signal)),
      },
    });
    await runWithAnswers(attachToContainer, app, { container: 'web' });
    const stream = await app.record.terminals[0]!.open(new AbortController().signal);
    stream.write('a\rb');
    assert.equal(played.written, 'a\n');
    stream.write('\u0003');
    assert.deepEqual([signals, played.inputEnded], [['SIGINT'], true]);
  });

  it('lines: a line feed alone gets its carriage return, wherever the pieces end', () => {
    const text = 'a\nb\r\nc\n\n\u001b[31mred\u001b[0m\r\n';
    const expected = 'a\r\nb\r\nc\r\n\r\n\u001b[31mred\u001b[0m\r\n';
    for (let size = 1; size <= text.length; size++) {
      const lines = new TerminalLines();
      let result = '';
      for (let at = 0; at < text.length; at += size) result += Buffer.from(lines.convert(Buffer.from(text.slice(at, at + size)))).toString();
      assert.equal(result, expected, `pieces of ${String(size)}`);
    }
  });

  it('log: goes on after a restart where the last run ended, and ends with the container', async () => {
    const asked: LogOptions[] = [];
    const events = new Emitter<EngineEvent>();
    let runs = 0;
    async function* saying(text: string): AsyncGenerator<LogChunk> {
      await Promise.resolve();
      yield { stream: 'stdout', data: Buffer.from(text) };
    }
    const app = fakeApp({
      engine: {
        containerLogs: (_id, options) => {
          asked.push(options);
          if (++runs > 2) return Promise.reject(failure('notFound', { what: 'container', name: 'web-id' }));
          return Promise.resolve(saying(`run ${String(runs)}\n`));
        },
        inspectContainer: () => Promise.resolve({ State: { Running: false, ExitCode: runs, FinishedAt: `2026-01-31T00:00:0${String(runs)}.5Z` } }),
      },
    });
    const terminal = new LogTerminal({ ...app, connection: { ...app.connection, onEvent: events.event } }, { container: 'web-id', tail: 5 });
    const ended = new Promise<void>((resolve) => terminal.onEnd(() => resolve()));
    const heard = hearing(terminal);
    const start = (action: string) => events.fire({ type: 'container', action, id: 'web-id', attributes: {}, time: 0 });
    while (!heard.text.includes('exit code 1')) await soon();
    start('start');
    while (!heard.text.includes('exit code 2')) await soon();
    start('destroy');
    await ended;
    assert.match(heard.text, /^run 1\r\n.*exit code 1.*\r\nrun 2\r\n.*exit code 2.*\r\n.*removed/s);
    assert.equal(asked[0]?.tail, 5);
    assert.equal(asked[1]?.tail, undefined);
    assert.equal(asked[1]?.since, Date.parse('2026-01-31T00:00:01.5Z') + 1);
  });
});
