import assert from 'node:assert/strict';
import { mkdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { testProgram } from '../../scripts/build/bundles';
import type { EngineVersion } from '../../scripts/environment/engine-configuration';
import { run as runProgram } from '../../scripts/environment/process';
import { startRegistry, type RegistryInstance } from '../../scripts/environment/registry';
import { dockerCommandLine } from '../../scripts/environment/tools';
import { loadImages } from '../../src/commands/images/load';
import { pullImage } from '../../src/commands/images/pull';
import { pushImage } from '../../src/commands/images/push';
import { saveImages } from '../../src/commands/images/save';
import { connectEngine } from '../../src/engine/dockerode-engine';
import type { Engine } from '../../src/engine/engine';
import { type FakeApp, fakeApp, runWithAnswers } from '../support/fake-app';
import { makeManyContainers, makeManyImages, writeLargeArchive } from './made-images';
import { compare, row, type Side } from './measure';

/** Once with each. */
export const engines: readonly EngineVersion[] = ['docker-20', 'docker-28'];

const base = 'slipway-test/base:1';
const large = 'bench/large:1';
const megabyte = 1 << 20;

interface Surroundings {
  readonly directory: string;
  readonly address: string;
  readonly engine: Engine;
  readonly app: FakeApp;
  /** Runs the docker command line and gives what it printed. */
  readonly docker: (...words: readonly string[]) => Promise<string>;
}

/**
 * The verbs that move bytes, and the lists, against the docker command line of the engine's own release: both do the same
 * on the same engine by turns, and the median of the ratios counts. Ours runs as in the editor, in a process that is warm.
 */
export async function run(environment: Readonly<Record<string, string>>): Promise<void> {
  const address = environment['SLIPWAY_TEST_DOCKER_HOST'] ?? '';
  const directory = path.join(environment['SLIPWAY_TEST_DIRECTORY'] ?? '', 'command-line');
  await mkdir(directory, { recursive: true });
  const [command, ...first] = await dockerCommandLine((environment['SLIPWAY_TEST_ENGINE'] ?? 'attached') as EngineVersion);
  const engine = await connectEngine({ socketPath: address.replace('unix://', ''), address });
  const surroundings: Surroundings = {
    directory,
    address,
    engine,
    app: fakeApp({ engine }),
    docker: (...words) =>
      runProgram(command, [...first, ...words], { environment: { DOCKER_HOST: address, DOCKER_CONFIG: environment['DOCKER_CONFIG'] ?? directory } }),
  };
  console.log(`${'milliseconds, medians'.padEnd(58)} ${'Slipway'.padStart(9)} ${'docker'.padStart(9)}    ratio`);
  try {
    await transfers(surroundings);
    await memory(surroundings);
    await lists(surroundings);
  } finally {
    engine.dispose();
    await rm(directory, { recursive: true, force: true });
  }
}

async function transfers(surroundings: Surroundings): Promise<void> {
  const { directory, engine, app, docker } = surroundings;
  const archive = path.join(directory, 'large.tar');
  const saved = path.join(directory, 'saved.tar');
  await writeLargeArchive(archive, large, 4, 150 * megabyte);
  // All that was written before is on the disk, so that nobody pays for another.
  const settle = (): Promise<unknown> => runProgram('sync', []);

  const load = (act: () => Promise<unknown>): Side => ({
    before: async () => {
      await engine.images.remove(large).catch(() => undefined);
      await settle();
    },
    act,
  });
  const loads = await compare(7, load(() => runWithAnswers(loadImages, app, { files: [archive] })), load(() => docker('load', '-i', archive)));
  console.log(row('load 600 MB', loads.ours, loads.peer, '≤ 1.05×', loads.ratio));

  const save = (act: () => Promise<unknown>): Side => ({
    before: async () => {
      await rm(saved, { force: true });
      await settle();
    },
    act,
    after: async () => assert.ok((await stat(saved)).size > 600 * megabyte),
  });
  const saves = await compare(7, save(() => runWithAnswers(saveImages, app, { images: [large], file: saved })), save(() => docker('save', '-o', saved, large)));
  console.log(row('save 600 MB', saves.ours, saves.peer, '≤ 1.05×', saves.ratio));

  // Each push goes to a registry that has nothing.
  let registry: RegistryInstance | undefined;
  let target = '';
  const empty = async (): Promise<void> => {
    if (target !== '') await engine.images.remove(target);
    await registry?.close();
    registry = await startRegistry({ directory: path.join(directory, 'registry') });
    target = `${registry.address}/bench/large:1`;
    await engine.images.tag(large, target);
    await settle();
  };
  const push = (act: () => Promise<unknown>): Side => ({ before: empty, act });
  const pushes = await compare(3, push(() => runWithAnswers(pushImage, app, { reference: target })), push(() => docker('push', target)));
  console.log(row('push 600 MB', pushes.ours, pushes.peer, '≤ 1.05×', pushes.ratio));

  await engine.images.remove(large);
  const pull = (act: () => Promise<unknown>): Side => ({
    before: async () => {
      await engine.images.remove(target);
      await settle();
    },
    act,
  });
  const pulls = await compare(5, pull(() => runWithAnswers(pullImage, app, { reference: target })), pull(() => docker('pull', target)));
  console.log(row('pull 600 MB', pulls.ours, pulls.peer, '≤ 1.05×', pulls.ratio));
  await engine.images.remove(target);
  await registry?.close();
  await rm(archive);
}

async function memory({ directory, address, docker }: Surroundings): Promise<void> {
  const reference = 'bench/huge:1';
  const archive = path.join(directory, 'huge.tar');
  await writeLargeArchive(archive, reference, 8, 256 * megabyte);
  await docker('load', '-i', archive);
  await rm(archive);
  const program = await built(directory, 'save-memory');
  const file = path.join(directory, 'memory.tar');
  const said = JSON.parse(await runProgram(process.execPath, [program, address, base, reference, file])) as { readonly grown: number; readonly saved: { readonly bytes: number } };
  assert.ok(said.saved.bytes > 2048 * megabyte);
  console.log(row('memory that a save of 2 GB takes at most, MB', said.grown / 1e6, undefined, '< 60'));
  await rm(file);
  await docker('image', 'rm', reference);
}

async function lists({ directory, address, engine, docker }: Surroundings): Promise<void> {
  const socketPath = address.replace('unix://', '');
  const program = await built(directory, 'list-once');
  const once = (what: string): Promise<string> => runProgram(process.execPath, [program, address, what]);
  const list = async (what: string, count: number, ours: () => Promise<readonly unknown[]>, words: readonly string[]): Promise<void> => {
    const peer: Side = { act: async () => assert.ok((await docker(...words)).split('\n').length > count) };
    const warm = await compare(15, { act: async () => assert.ok((await ours()).length >= count) }, peer);
    console.log(row(`list ${String(count)} ${what}`, warm.ours, warm.peer, '< 1×', warm.ratio));
    const cold = await compare(5, { act: async () => assert.ok(Number(await once(what)) >= count) }, peer);
    console.log(row(`list ${String(count)} ${what}, Node started for it`, cold.ours, cold.peer, '', cold.ratio));
  };
  await makeManyImages(socketPath, 'bench/many', 500);
  await list('images', 500, () => engine.images.list({ all: true }), ['images', '-a']);
  await makeManyContainers(socketPath, base, 1000);
  await list('containers', 1000, () => engine.containers.list({ all: true }), ['ps', '-a']);
}

async function built(directory: string, name: string): Promise<string> {
  const file = path.join(directory, `${name}.cjs`);
  await build(testProgram(`test/bench/${name}.ts`, file).options);
  return file;
}
