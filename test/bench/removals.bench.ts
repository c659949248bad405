import assert from 'node:assert/strict';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { EngineVersion } from '../../scripts/environment/engine-configuration';
import { run as runProgram } from '../../scripts/environment/process';
import { dockerCommandLine } from '../../scripts/environment/tools';
import { removeContainers } from '../../src/commands/containers/remove';
import { connectEngine } from '../../src/engine/dockerode-engine';
import type { Engine } from '../../src/engine/engine';
import { fakeApp, runWithAnswers } from '../support/fake-app';
import { compare, row } from './measure';

/** Once with each. */
export const engines: readonly EngineVersion[] = ['docker-20', 'docker-28'];

const count = 100;

/** Removal of a hundred containers by the command against `docker rm`, by turns on the same engine, and how many requests ours had at once. */
export async function run(environment: Readonly<Record<string, string>>): Promise<void> {
  const address = environment['SLIPWAY_TEST_DOCKER_HOST'] ?? '';
  const directory = path.join(environment['SLIPWAY_TEST_DIRECTORY'] ?? '', 'removals');
  await mkdir(directory, { recursive: true });
  const [command, ...first] = await dockerCommandLine((environment['SLIPWAY_TEST_ENGINE'] ?? 'attached') as EngineVersion);
  const engine = await connectEngine({ socketPath: address.replace('unix://', ''), address });
  const variables = { DOCKER_HOST: address, DOCKER_CONFIG: environment['DOCKER_CONFIG'] ?? directory };
  const flying = { now: 0, most: 0 };
  const app = fakeApp({ engine: counted(engine, flying) });
  let names: readonly string[] = [];
  const before = async (): Promise<void> => {
    names = await made(engine);
  };
  const after = async (): Promise<void> => assert.deepEqual(await engine.containers.list({ all: true }), []);
  console.log(`${'milliseconds, medians'.padEnd(58)} ${'Slipway'.padStart(9)} ${'docker'.padStart(9)}    ratio`);
  try {
    const ours = { before, act: () => runWithAnswers(removeContainers, app, { containers: names }), after };
    const peer = { before, act: () => runProgram(command, [...first, 'rm', ...names], { environment: variables }), after };
    const removal = await compare(3, ours, peer);
    console.log(row(`${String(count)} containers removed`, removal.ours, removal.peer, '≤ 1500 ms', removal.ratio));
    console.log(row('requests at once', flying.most, undefined, '≤ 8'));
  } finally {
    engine.dispose();
    await rm(directory, { recursive: true, force: true });
  }
}

async function made(engine: Engine): Promise<readonly string[]> {
  const names = Array.from({ length: count }, (_none, index) => `bench-removal-${String(index)}`);
  for (const name of names) await engine.containers.create({ name, body: { Image: 'slipway-test/base:1', Cmd: ['true'] } });
  return names;
}

/** The engine, with a look at how many removals it is asked for at once. */
function counted({ containers, images, volumes, networks }: Engine, flying: { now: number; most: number }): Partial<Pick<Engine, 'containers' | 'images' | 'volumes' | 'networks'>> {
  const remove: Engine['containers']['remove'] = async (...call) => {
    flying.most = Math.max(flying.most, (flying.now += 1));
    try {
      await containers.remove(...call);
    } finally {
      flying.now -= 1;
    }
  };
  return { containers: { ...containers, remove }, images, volumes, networks };
}
