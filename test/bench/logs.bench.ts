import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { testProgram } from '../../scripts/build/bundles';
import type { EngineVersion } from '../../scripts/environment/engine-configuration';
import { run as runProgram } from '../../scripts/environment/process';
import { dockerCommandLine } from '../../scripts/environment/tools';
import { LogSession } from '../../src/commands/logs/log-session';
import { LogView, searchOf } from '../../src/commands/logs/log-view';
import type { LogFilter } from '../../src/core/logs/logs-page';
import { connectEngine } from '../../src/engine/dockerode-engine';
import type { Engine } from '../../src/engine/engine';
import { fakeApp } from '../support/fake-app';
import { compare, median, pause, row } from './measure';

/** Once with each. */
export const engines: readonly EngineVersion[] = ['docker-20', 'docker-28'];

const million = 1_000_000;
const text = '2026-01-31 10:00:00,123 INFO  [http-nio-8080-exec-1] c.e.Web: GET /index.html 200';
const range = { since: '', until: '' };

/**
 * A million lines into the store of the page of logs against `docker logs` of the engine's own release, both with times, by turns;
 * what the store takes of memory; how long filters take; and how late lines are that come ten thousand a second.
 */
export async function run(environment: Readonly<Record<string, string>>): Promise<void> {
  const address = environment['SLIPWAY_TEST_DOCKER_HOST'] ?? '';
  const directory = path.join(environment['SLIPWAY_TEST_DIRECTORY'] ?? '', 'logs');
  await mkdir(directory, { recursive: true });
  const [command, ...first] = await dockerCommandLine((environment['SLIPWAY_TEST_ENGINE'] ?? 'attached') as EngineVersion);
  const engine = await connectEngine({ socketPath: address.replace('unix://', ''), address });
  console.log(`${'milliseconds, medians'.padEnd(58)} ${'Slipway'.padStart(9)} ${'docker'.padStart(9)}    ratio`);
  try {
    const { id } = await engine.containers.create({ body: { Image: 'slipway-test/base:1', Cmd: ['sh', '-c', `yes '${text}' | head -n ${String(million)}`] } });
    await engine.containers.start(id);
    await engine.containers.wait(id);
    const docker = async (): Promise<void> => {
      const variables = { ...process.env, DOCKER_HOST: address, DOCKER_CONFIG: environment['DOCKER_CONFIG'] ?? directory };
      const [code] = (await once(spawn(command, [...first, 'logs', '--timestamps', id], { env: variables, stdio: 'ignore' }), 'exit')) as [number];
      assert.equal(code, 0);
    };
    const replay = await compare(3, { act: async () => (await filled(engine, id)).dispose() }, { act: docker });
    console.log(row('1,000,000 lines', replay.ours, replay.peer, '≤ 1×', replay.ratio));
    await memory(directory, address, id);
    await filters(engine, id);
    await engine.containers.remove(id);
    await live(engine);
  } finally {
    engine.dispose();
    await rm(directory, { recursive: true, force: true });
  }
}

/** A log that has all of its lines. */
async function filled(engine: Engine, id: string): Promise<LogSession> {
  const session = new LogSession(fakeApp({ engine }), { containers: [{ id, name: 'web' }], range });
  await new Promise<void>((resolve) => {
    session.onChange(() => {
      if (session.store.end >= million) resolve();
    });
    session.start();
  });
  return session;
}

async function memory(directory: string, address: string, id: string): Promise<void> {
  const { options } = testProgram('test/bench/log-memory.ts', path.join(directory, 'log-memory.cjs'));
  await build(options);
  const said = JSON.parse(await runProgram(process.execPath, ['--expose-gc', path.join(directory, 'log-memory.cjs'), address, id])) as Readonly<Record<'kept' | 'peak', number>>;
  console.log(row('memory that 1,000,000 lines take, MB', said.kept / 1e6, undefined, '< 150'));
  console.log(row('by how much the process has grown then, MB', said.peak / 1e6, undefined, ''));
}

async function filters(engine: Engine, id: string): Promise<void> {
  const session = await filled(engine, id);
  const none: LogFilter = { query: '', caseSensitive: false, regular: false, onlyMatching: true, withoutLevels: [], withoutSources: [] };
  const wanted: Readonly<Record<string, Partial<LogFilter>>> = { 'a text in any case': { query: 'index.HTML 200' }, 'a level': { withoutLevels: ['debug'] }, 'a regular expression': { query: 'exec-\\d+\\] .*(404|500)', regular: true } };
  for (const [name, filter] of Object.entries(wanted)) {
    const search = await searchOf({ ...none, ...filter });
    assert.ok(search === undefined || 'found' in search);
    const view = new LogView(session.store, { ...none, ...filter }, search, undefined);
    const start = performance.now();
    let longest = 0;
    do {
      const before = performance.now();
      view.advance(8);
      longest = Math.max(longest, performance.now() - before);
    } while (view.left > 0);
    console.log(row(`filter 1,000,000 lines by ${name}`, performance.now() - start, undefined, ''));
    console.log(row('  its longest turn', longest, undefined, ''));
  }
  session.dispose();
}

/** Ten times ten thousand lines, each within a second, followed by a session that looks at the clock. */
async function live(engine: Engine): Promise<void> {
  const script = `for i in 1 2 3 4 5 6 7 8 9 10; do for j in 1 2 3 4 5 6 7 8 9 10; do yes '${text}' | head -n 1000; sleep 0.09; done; done; sleep 5`;
  const { id } = await engine.containers.create({ body: { Image: 'slipway-test/base:1', Cmd: ['sh', '-c', script] } });
  const session = new LogSession(fakeApp({ engine }), { containers: [{ id, name: 'web' }], range });
  const late: number[] = [];
  await engine.containers.start(id);
  const began = performance.now();
  let took = 0;
  session.onChange(() => {
    const last = session.store.lastTime;
    if (last) late.push(Date.now() - last.seconds * 1_000 - last.nanoseconds / 1e6);
    if (session.store.end >= 100_000 && took === 0) took = performance.now() - began;
  });
  session.start();
  for (let waited = 0; took === 0 && waited < 120; waited++) await pause(500);
  session.dispose();
  await engine.containers.remove(id, { force: true });
  console.log(row('100,000 lines, 10,000 a second: all are there after', took, undefined, ''));
  console.log(row('  lines are late, median', median(late), undefined, '< 100'));
  console.log(row('  lines are late, most', Math.max(...late), undefined, ''));
}
