import type { EngineVersion } from '../../scripts/environment/engine-configuration';
import { LiveEngineConnection } from '../../src/engine/connection/engine-connection';
import { hostEnvironment, type HostEnvironment } from '../../src/engine/contexts/host-environment';
import { connectEngine } from '../../src/engine/dockerode-engine';
import { Inventory } from '../../src/engine/inventory/inventory';
import { Sshd, sshdMissing } from '../support/sshd';
import { Tunnel } from '../support/tunnel';
import { median, pause } from './measure';

/** Milliseconds that each piece takes each way. */
const delay = 100;
const rounds = 5;

/** Once with this one: what takes long here is the link. */
export const engines: readonly EngineVersion[] = ['docker-20'];

/** From asking for a list until it is there, and from an event until the list has it, with a link of 100 ms each way. */
export async function run(environment: Readonly<Record<string, string>>): Promise<void> {
  Object.assign(process.env, environment);
  const dockerHost = environment['SLIPWAY_TEST_DOCKER_HOST'] ?? '';
  const socket = dockerHost.replace('unix://', '');
  const missing = await sshdMissing();
  const near = await Tunnel.open({ path: socket });
  await row('tcp', near.address, hostEnvironment(), near, socket);
  near.dispose();
  if (missing !== undefined) {
    console.log(`over ssh: needs ${missing}`);
    return;
  }
  const sshd = await Sshd.start(dockerHost);
  try {
    const far = await Tunnel.open({ host: '127.0.0.1', port: sshd.port });
    await sshd.know('known', far.port);
    await row('ssh', sshd.address.replace(String(sshd.port), String(far.port)), await sshd.client(sshd.knowing()), far, socket);
    far.dispose();
  } finally {
    await sshd.dispose();
  }
}

async function row(name: 'tcp' | 'ssh', address: string, host: HostEnvironment, tunnel: Tunnel, socket: string): Promise<void> {
  const bare: number[] = [];
  const first: number[] = [];
  const late: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    // What the other computer itself takes, without the delay of the link.
    tunnel.latency = 0;
    bare.push(await firstList(address, host, undefined, []));
    tunnel.latency = delay;
    first.push(await firstList(address, host, socket, late));
  }
  const middle = (values: readonly number[]): string => `${Math.round(median(values))} ms`;
  const bound = name === 'ssh' ? 3_500 : 1_000;
  console.log(`${name}: first list ${middle(first)} (bound ${bound} ms; ${middle(bare)} without the delay), event to its list ${middle(late)} (link there, back and there: ${3 * delay} ms)`);
}

async function firstList(address: string, host: HostEnvironment, socket: string | undefined, late: number[]): Promise<number> {
  const begin = performance.now();
  const connection = new LiveEngineConnection({ chosen: () => address, environment: host });
  const inventory = new Inventory(connection, (error) => console.error(error));
  const changed = (fits: () => boolean) => new Promise<void>((resolve) => {
    const listener = inventory.onChange(() => {
      if (!fits()) return;
      listener.dispose();
      resolve();
    });
  });
  const there = changed(() => inventory.get('images') !== undefined);
  const watch = inventory.watch('images');
  await there;
  const took = performance.now() - begin;
  if (socket !== undefined) {
    const beside = await connectEngine({ socketPath: socket });
    for (let index = 0; index < 3; index += 1) {
      // A list that was just read is not read again at once.
      await pause(1_500);
      const tag = `far-${performance.now().toString(36).replace('.', '')}:1`;
      const shown = changed(() => [...(inventory.get('images')?.values() ?? [])].some(({ tags }) => tags.includes(tag)));
      await beside.images.tag('slipway-test/base:1', tag);
      const tagged = performance.now();
      await shown;
      late.push(performance.now() - tagged);
      await beside.images.remove(tag);
    }
    beside.dispose();
  }
  watch.dispose();
  inventory.dispose();
  connection.dispose();
  return took;
}
