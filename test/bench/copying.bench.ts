import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { startEngine } from '../../scripts/environment/engine';
import type { EngineVersion } from '../../scripts/environment/engine-configuration';
import { run as runProgram } from '../../scripts/environment/process';
import { dockerCommandLine } from '../../scripts/environment/tools';
import { connectEngine } from '../../src/engine/dockerode-engine';
import type { Engine } from '../../src/engine/engine';
import { ImageCopier } from '../../src/engine/images/copy-image';
import { createReadStream } from 'node:fs';
import { writeLargeArchive } from './made-images';
import { compare, row } from './measure';

const reference = 'bench/copied:1';
const [layers, layerBytes] = [5, 40 << 20];
/** Even: whichever comes second pays for what the engine still clears away. */
const pairs = 6;

/** An image of 200 MB from one engine into another, against `docker save | docker load` with the two sockets, by turns. */
export async function run(environment: Readonly<Record<string, string>>): Promise<void> {
  const directory = path.join(environment['SLIPWAY_TEST_DIRECTORY'] ?? '', 'copying');
  await mkdir(directory, { recursive: true });
  const far = await startEngine({ version: 'docker-28', directory: path.join(directory, 'far'), say: () => undefined });
  const hosts = { 'Docker 20.10': environment['SLIPWAY_TEST_DOCKER_HOST'] ?? '', 'Docker 28.5': far.dockerHost };
  const engines = new Map<string, Engine>();
  try {
    for (const [name, host] of Object.entries(hosts)) engines.set(name, await connectEngine({ socketPath: host.replace('unix://', ''), address: host }));
    const archive = path.join(directory, 'image.tar');
    await writeLargeArchive(archive, reference, layers, layerBytes);
    const [command, ...first] = await dockerCommandLine((environment['SLIPWAY_TEST_ENGINE'] ?? 'attached') as EngineVersion);
    const docker = [command, ...first].map((word) => `'${word}'`).join(' ');
    console.log(`${'milliseconds, medians'.padEnd(58)} ${'Slipway'.padStart(9)} ${'docker'.padStart(9)}    ratio`);
    for (const [from, to] of [['Docker 20.10', 'Docker 28.5'], ['Docker 28.5', 'Docker 20.10']] as const) {
      const [source, target] = [engines.get(from), engines.get(to)];
      if (!source || !target) throw new Error('an engine is missing');
      await source.images.load(createReadStream(archive), {});
      const before = async (): Promise<void> => {
        await target.images.remove(reference, { force: true }).catch(() => undefined);
        await runProgram('sync', []);
      };
      const { id } = (await source.images.list()).find(({ tags }) => tags.includes(reference)) ?? {};
      if (id === undefined) throw new Error('the image is not there');
      const ours = { before, act: () => new ImageCopier(source, target).copy({ id, names: [reference] }, {}) };
      const script = `${docker} -H '${hosts[from]}' save ${reference} | ${docker} -H '${hosts[to]}' load`;
      const peer = { before, act: () => runProgram('sh', ['-c', script], { environment: { DOCKER_CONFIG: directory } }) };
      const copied = await compare(pairs, ours, peer);
      console.log(row(`200 MB, ${from} → ${to}`, copied.ours, copied.peer, '≤ 1.1×', copied.ratio));
      for (const engine of [source, target]) await engine.images.remove(reference, { force: true });
    }
  } finally {
    for (const engine of engines.values()) engine.dispose();
    await far.close();
    await rm(directory, { recursive: true, force: true });
  }
}
