import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { EngineVersion } from '../../scripts/environment/engine-configuration';
import { callEngine } from '../../scripts/environment/engine-api';
import { knownBytes } from '../../scripts/environment/images';
import { run as runProgram } from '../../scripts/environment/process';
import { buildxCommandLine } from '../../scripts/environment/tools';
import type { BuildRequest } from '../../src/core/build/build-request';
import { connectEngine } from '../../src/engine/dockerode-engine';
import { buildCalls } from '../support/fake-builds';
import { compare, row, type Side } from './measure';

/** Once with each. */
export const engines: readonly EngineVersion[] = ['docker-20', 'docker-28'];

const megabyte = 1 << 20;

/**
 * Builds of a folder with 20,000 files and 500 MB, half of them ignored, against `docker buildx build` on the same engine
 * by turns; the median of the ratios counts.
 */
export async function run(environment: Readonly<Record<string, string>>): Promise<void> {
  const address = environment['SLIPWAY_TEST_DOCKER_HOST'] ?? '';
  const directory = path.join(environment['SLIPWAY_TEST_DIRECTORY'] ?? '', 'builds');
  const folder = path.join(directory, 'context');
  await makeContext(folder);
  const buildx = await buildxCommandLine();
  if (buildx === undefined) throw new Error('docker buildx cannot be had here');
  const socketPath = address.replace('unix://', '');
  const engine = await connectEngine({ socketPath, address });
  const request: BuildRequest = { source: { kind: 'folder', folder }, dockerfile: { kind: 'file', file: path.join(folder, 'Dockerfile') }, references: ['bench/built:ours'] };
  const ours = (): Promise<unknown> => engine.builder.build(request, buildCalls());
  const [command, ...first] = buildx;
  const words = [...first, 'build', '--provenance=false', '-t', 'bench/built:peer', folder];
  const peer = (): Promise<unknown> => runProgram(command, words, { environment: { DOCKER_HOST: address, DOCKER_CONFIG: directory, BUILDX_CONFIG: path.join(directory, 'buildx') } });
  const settle = (): Promise<unknown> => runProgram('sync', []);
  const forget = async (): Promise<void> => {
    for (const name of ['bench/built:ours', 'bench/built:peer']) await engine.images.remove(name).catch(() => undefined);
    await callEngine(socketPath, '/build/prune?all=1', { method: 'POST' });
    await settle();
  };
  // Even numbers: whichever comes second pays for what the engine still clears away, and each is as often the second.
  const pairs = engine.information.containerdStore ? { cold: 6, changed: 6, nothing: 6 } : { cold: 6, changed: 8, nothing: 10 };
  console.log(`${'milliseconds, medians'.padEnd(58)} ${'Slipway'.padStart(9)} ${'buildx'.padStart(9)}    ratio`);
  try {
    const cold = (act: () => Promise<unknown>): Side => ({ before: forget, act });
    const colds = await compare(pairs.cold, cold(ours), cold(peer));
    console.log(row('cold build of 20,000 files and 500 MB, half ignored', colds.ours, colds.peer, '≤ 1.05×', colds.ratio));
    await ours();
    await peer();
    let number = 0;
    const change = async (): Promise<void> => writeFile(path.join(folder, 'kept/0/0.txt'), `changed ${String((number += 1))}`);
    const warm = (act: () => Promise<unknown>): Side => ({ before: change, act });
    const warms = await compare(pairs.changed, warm(ours), warm(peer));
    console.log(row('the same with one changed file', warms.ours, warms.peer, '≤ 1.05×', warms.ratio));
    await ours();
    await peer();
    const nothing = await compare(pairs.nothing, { act: ours }, { act: peer });
    console.log(row('the same where nothing changed', nothing.ours, nothing.peer, '≤ 1.05×', nothing.ratio));
    const before = process.memoryUsage().rss;
    await forget();
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 50);
    await ours();
    clearInterval(watch);
    console.log(`memory: ${String(Math.round((most - before) / megabyte))} MB more at most while 250 MB are sent`);
  } finally {
    engine.dispose();
    await rm(directory, { recursive: true, force: true });
  }
}

/** 20,000 files of 1 kB in folders of 100, and 480 MB in files of 8 MB; everything below `ignored` is left out. */
async function makeContext(folder: string): Promise<void> {
  for (const half of ['kept', 'ignored']) {
    for (let group = 0; group < 100; group += 1) {
      const inner = path.join(folder, half, String(group));
      await mkdir(inner, { recursive: true });
      await Promise.all(Array.from({ length: 100 }, (_, file) => writeFile(path.join(inner, `${String(file)}.txt`), knownBytes(`${half}${String(group)}${String(file)}`, 1_000))));
    }
    await mkdir(path.join(folder, half, 'large'));
    for (let file = 0; file < 30; file += 1) await writeFile(path.join(folder, half, 'large', `${String(file)}.bin`), knownBytes(`${half}${String(file)}`, 8 * megabyte));
  }
  await writeFile(path.join(folder, '.dockerignore'), 'ignored\n');
  await writeFile(path.join(folder, 'Dockerfile'), 'FROM scratch\nCOPY . /app/\n');
}
