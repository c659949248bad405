import { createServer } from 'node:net';
import { EnvironmentFailure, messageOf } from './failure';
import { run } from './process';

/** A bridge of this machine that belongs to one engine, with a private network of its own. */
export interface Bridge {
  readonly name: string;
  /** `10.N`: the engine's networks are 10.N.0.0/24, 10.N.1.0/24, … */
  readonly prefix: string;
}

interface Link {
  readonly ifname: string;
  readonly addr_info: readonly { readonly local?: string }[];
}

async function links(): Promise<readonly Link[]> {
  return JSON.parse(await run('ip', ['-json', 'address', 'show'])) as readonly Link[];
}

const isWithin = (link: Link, prefix: string): boolean => link.addr_info.some(({ local }) => local?.startsWith(`${prefix}.`) === true);

/** Makes a bridge under the first free name and network. The kernel refuses a name twice, so two runs never share one. */
export async function createBridge(): Promise<Bridge> {
  const routes = await run('ip', ['-4', 'route', 'show', 'table', 'all']);
  const taken = await links();
  for (let number = 200; number < 255; number++) {
    const bridge: Bridge = { name: `slipway${number}`, prefix: `10.${number}` };
    const isUsed = taken.some((link) => link.ifname === bridge.name || isWithin(link, bridge.prefix));
    if (isUsed || routes.split(/\s+/).some((word) => word.startsWith(`${bridge.prefix}.`))) continue;
    try {
      await run('ip', ['link', 'add', bridge.name, 'type', 'bridge']);
    } catch (error) {
      if (messageOf(error).includes('File exists')) continue; // another run was quicker
      throw error;
    }
    await run('ip', ['address', 'add', `${bridge.prefix}.0.1/24`, 'dev', bridge.name]);
    await run('ip', ['link', 'set', bridge.name, 'up']);
    return bridge;
  }
  throw new EnvironmentFailure('no network 10.200.0.0/16 … 10.254.0.0/16 is free for a bridge');
}

/** Removes the bridge and those that the engine made for its own networks: all with an address of its range. */
export async function removeBridges(bridge: Bridge): Promise<void> {
  for (const link of await links()) {
    if (link.ifname === bridge.name || isWithin(link, bridge.prefix)) {
      await run('ip', ['link', 'delete', link.ifname]).catch(async (error: unknown) => {
        if ((await links()).some(({ ifname }) => ifname === link.ifname)) throw error; // else it went with its process
      });
    }
  }
}

/** A TCP port of the loopback that was free a moment ago: the preferred one if it is, else any. */
export async function freePort(preferred?: number): Promise<number> {
  if (preferred !== undefined) return tryPort(preferred).catch(() => tryPort(0));
  return tryPort(0);
}

function tryPort(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new EnvironmentFailure('no free TCP port'));
      });
    });
  });
}
