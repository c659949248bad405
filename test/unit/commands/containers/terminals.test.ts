import assert from 'node:assert/strict';
import { openContainerShell } from '../../../../src/commands/containers/shell';
import { attachToContainer } from '../../../../src/commands/containers/attach';
import { LogTerminal } from '../../../../src/commands/terminals/log-terminal';
import { startedProcess } from '../../../../src/commands/terminals/started-process';
import { TerminalLines } from '../../../../src/commands/terminals/terminal-lines';
import { Emitter } from '../../../../src/core/emitter';
import { failure, SlipwayError } from '../../../../src/core/errors';
import type { EngineEvent } from '../../../../src/engine/system/system';
import type { LogChunk, LogOptions } from '../../../../src/engine/containers/containers';
import { fakeApp, runWithAnswers } from '../../../support/fake-app';
import { hearing, PlayedTerminal } from '../samples';

const soon = () => new Promise((resolve) => setImmediate(resolve));

describe('terminals of containers', () => {
  it('shell: loses nothing of what the process said before the terminal was there', async () => {
    const played = new PlayedTerminal();
    let asked: unknown;
    const app = fakeApp({
      engine: {
        containers: {
          execute: (_id, options) => {
            asked = options;
            setImmediate(() => played.say('root@web:/# '));
            return Promise.resolve(played);
          }
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
    assert.deepEqual(asked, { command: ['sh', '-c', 'command -v bash >/dev/null 2>&1 && exec bash || exec sh'], hangUp: true, tty: true, user: 'app' });
  });

  const systems: readonly (readonly [platform: string, container: unknown, first: string])[] = [
    ['linux/amd64', { Platform: 'linux' }, 'sh'],
    ['linux/amd64', {}, 'sh'],
    ['windows/amd64', { Platform: 'windows' }, 'cmd'],
    ['windows/amd64', {}, 'cmd'],
    ['windows/amd64', { Platform: '' }, 'cmd'],
    ['windows/amd64', { Platform: 'linux' }, 'sh'],
    ['linux/amd64', undefined, 'sh'],
  ];
  for (const [platform, container, first] of systems) {
    it(`shell: is ${first} on ${platform} in a container of ${container === undefined ? 'an engine that does not tell' : JSON.stringify(container)}`, async () => {
      const asked: (readonly string[])[] = [];
      const app = fakeApp({
        information: { platform },
        engine: {
          containers: {
            inspect: () => (container === undefined ? Promise.reject(failure('connectionLost', { operation: 'inspect' })) : Promise.resolve(container as Record<string, unknown>)),
            execute: (_id, { command }) => {
              const played = new PlayedTerminal();
              asked.push(command);
              setImmediate(() => played.say('>'));
              return Promise.resolve(played);
            },
          },
        },
      });
      await runWithAnswers(openContainerShell, app, { container: 'web' });
      await runWithAnswers(openContainerShell, app, { container: 'web', command: ['top'] });
      assert.deepEqual(asked.map(([program]) => program), [first, 'top']);
      if (first === 'cmd') assert.match(asked[0]?.join(' ') ?? '', /powershell .*else \(cmd\)/);
    });
  }

  it('shell: an image without sh is an error of its own, and no terminal opens', async () => {
    const played = new PlayedTerminal();
    const app = fakeApp({
      engine: {
        containers: {
          inspect: () => Promise.resolve({}),
          hasFile: () => Promise.resolve(false),
          execute: () => {
            setImmediate(() => {
              played.say('OCI runtime exec failed: exec: "sh": executable file not found in $PATH: unknown\r\n');
              played.end.fire(127);
            });
            return Promise.resolve(played);
          }
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
      const app = fakeApp({ engine: { containers: { inspect: () => Promise.resolve(state) } } });
      await assert.rejects(runWithAnswers(attachToContainer, app, { container: 'web' }), (error) => SlipwayError.details(error, 'conflict')?.name === 'web');
    }
  });

  it('attach: gives a container with an input but no terminal its input line by line, to the end', async () => {
    const played = new PlayedTerminal();
    const signals: string[] = [];
    const app = fakeApp({
      engine: {
        containers: {
          inspect: () => Promise.resolve({ State: { Running: true }, Config: { Tty: false, OpenStdin: true } }),
          attach: () => Promise.resolve(played),
          kill: (_id, signal) => Promise.resolve(void signals.push(signal)),
        },
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

  /** A container that has written `lines` in each run, and whose engine gives each line a time `late` milliseconds after the end of its run. */
  async function logOfRuns(kind: 'docker' | 'podman', lines: (run: number) => readonly string[], late: number): Promise<{ readonly text: string; readonly asked: readonly LogOptions[] }> {
    const asked: LogOptions[] = [];
    const events = new Emitter<EngineEvent>();
    const written: { readonly at: number; readonly text: string }[] = [];
    let runs = 0;
    const endOf = (run: number): number => Date.parse('2026-01-31T00:00:00.5Z') + run * 10_000;
    const run = (): void => {
      runs += 1;
      written.push(...lines(runs).map((text) => ({ at: endOf(runs) + late, text: `${text}\n` })));
    };
    run();
    const app = fakeApp({
      information: { kind },
      engine: {
        containers: {
          logs: (_id, options) => {
            asked.push(options);
            if (runs > 2) return Promise.reject(failure('notFound', { what: 'container', name: 'web-id' }));
            const since = options.since ?? 0;
            return Promise.resolve((async function* (): AsyncGenerator<LogChunk> {
              await Promise.resolve();
              for (const { at, text } of written) if (at >= since) yield { stream: 'stdout', data: Buffer.from(text) };
            })());
          },
          inspect: () => Promise.resolve({ State: { Running: false, ExitCode: runs, FinishedAt: new Date(endOf(runs)).toISOString() } }),
        },
      },
    });
    const terminal = new LogTerminal({ ...app, connection: { ...app.connection, onEvent: events.event } }, { container: 'web-id', tail: 5 });
    const ended = new Promise<void>((resolve) => terminal.onEnd(() => resolve()));
    const heard = hearing(terminal);
    for (const count of [1, 2]) {
      for (let turns = 0; !heard.text.includes(`exit code ${String(count)}`); turns += 1) {
        assert.ok(turns < 10_000, `no end of run ${String(count)} in ${heard.text}`);
        await soon();
      }
      run();
      events.fire({ type: 'container', action: count === 1 ? 'start' : 'destroy', id: 'web-id', attributes: {}, time: 0 });
    }
    await ended;
    return { text: heard.text, asked };
  }

  for (const kind of ['docker', 'podman'] as const) {
    for (const late of [-300, 0, 1, 40, 900]) {
      it(`log: goes on after a restart where the last run ended, and ends with the container (${kind}, lines ${String(late)} ms after the end)`, async () => {
        const { text, asked } = await logOfRuns(kind, (run) => ['same', `run ${String(run)}`, 'same'], late);
        assert.match(text, /^same\r\nrun 1\r\nsame\r\n.*exit code 1.*\r\nsame\r\nrun 2\r\nsame\r\n.*exit code 2.*\r\n.*removed/s);
        assert.equal(text.match(/run \d/g)?.length, 2, text);
        assert.equal(asked[0]?.tail, 5);
        assert.deepEqual(asked.slice(1).map(({ tail }) => tail).filter((tail) => tail !== undefined), []);
        const end = Date.parse('2026-01-31T00:00:10.5Z');
        assert.equal(asked[1]?.since, kind === 'podman' ? end - 500 : end + 1);
      });
    }
  }
});
