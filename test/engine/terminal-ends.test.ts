import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { testProgram } from '../../scripts/build/bundles';
import type { Engine } from '../../src/engine/engine';
import { engineSocket, eventually, loadShellImage, testEngine, unique } from './support';

/** What is started: with a terminal and without, one that reads its input and others that do not, behind a shell and alone. */
const processes = [
  { what: 'a shell with a program in front', tty: true, command: ['sh', '-c', 'sleep 7771; true'] },
  { what: 'a program alone in a terminal', tty: true, command: ['sleep', '7772'] },
  { what: 'a program of another user', tty: true, command: ['sleep', '7773'], user: '1000' },
  { what: 'a program without a terminal that reads nothing', tty: false, command: ['sleep', '7774'] },
  { what: 'a program that writes', tty: false, command: ['sh', '-c', 'while echo 7775; do sleep 1; done'] },
] as const;

describe('engine: processes whose terminal closes', () => {
  let engine: Engine;
  let container: string;
  let directory: string;
  let child: string;

  before(async () => {
    engine = await testEngine();
    directory = await mkdtemp(path.join(tmpdir(), 'slipway-terminal-ends-'));
    child = path.join(directory, 'child.cjs');
    await build(testProgram('test/engine/terminal-child.ts', child).options);
    const name = unique('terminal-ends');
    const image = await loadShellImage(engine, `${name}:1`);
    container = (await engine.containers.create({ name, body: { Image: image, Cmd: ['sleep', '100000'] } })).id;
    await engine.containers.start(container);
  });
  after(async () => {
    await engine.containers.remove(container, { force: true });
    engine.dispose();
    await rm(directory, { recursive: true });
  });

  /** The commands of all that runs beside the container's own process, which waits for no child: what has ended is `[sleep]` there. */
  async function running(): Promise<readonly string[]> {
    const { titles, processes: rows } = await engine.containers.top(container);
    const column = titles.findIndex((title) => title === 'CMD' || title === 'COMMAND');
    return rows.map((row) => row[column] ?? '').filter((command) => command !== 'sleep 100000' && !command.startsWith('['));
  }
  const isGone = (number: string): Promise<true | undefined> => running().then((all) => (all.some((each) => each.includes(number)) ? undefined : true));
  const isThere = (number: string): Promise<true | undefined> => running().then((all) => (all.some((each) => each.includes(number)) ? true : undefined));
  /** The one that waits in the container is there too. */
  const isWatched = (): Promise<true | undefined> => running().then((all) => (all.includes('cat') ? true : undefined));

  for (const { what, ...options } of processes) {
    const number = /\d{4}/.exec(options.command.join(' '))?.[0] ?? '';

    it(`${what} is gone after the terminal has closed`, async () => {
      const stream = await engine.containers.execute(container, { ...options, hangUp: true });
      stream.onData(() => undefined);
      await eventually(() => isThere(number), 'the process');
      await eventually(isWatched, 'the watcher');
      stream.dispose();
      await eventually(() => isGone(number), `the end of ${number}`);
      await eventually(async () => ((await running()).length === 0 ? true : undefined), 'nothing else to run');
    });

    it(`${what} is gone after the process of the terminal was killed`, async () => {
      const started = spawn(process.execPath, [child], { stdio: ['pipe', 'ignore', 'inherit'] });
      started.stdin.end(JSON.stringify({ socketPath: engineSocket(), container, ...options }));
      await eventually(() => isThere(number), 'the process');
      await eventually(isWatched, 'the watcher');
      started.kill('SIGKILL');
      await eventually(() => isGone(number), `the end of ${number}`);
      await eventually(async () => ((await running()).length === 0 ? true : undefined), 'nothing else to run');
    });
  }

  it('what was taken away from its terminal on purpose stays', async () => {
    const stream = await engine.containers.execute(container, { command: ['sh', '-c', '(trap "" HUP; exec sleep 8881) & sleep 8882'], tty: true, hangUp: true });
    stream.onData(() => undefined);
    await eventually(() => isThere('8881'), 'the process');
    await eventually(isWatched, 'the watcher');
    stream.dispose();
    await eventually(() => isGone('8882'), 'the end of what was in front');
    assert.ok(await isThere('8881'));
  });

  it('a process that has ended by itself leaves no watcher behind', async () => {
    const stream = await engine.containers.execute(container, { command: ['sh', '-c', 'read line'], tty: true, hangUp: true });
    stream.onData(() => undefined);
    await eventually(isWatched, 'the watcher');
    stream.write('\n');
    await eventually(async () => ((await running()).every((each) => each.includes('8881')) ? true : undefined), 'nothing else to run');
    stream.dispose();
  });
});
