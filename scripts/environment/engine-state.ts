import { readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { removeCgroups, thawCgroups } from './cgroups';
import { EnvironmentFailure } from './failure';
import { readJson } from './json';
import { removeBridges, type Bridge } from './network';
import { identify, isAlive, waitUntil, type ProcessIdentity } from './process';
import { removeSocketFolder } from './socket-folder';

/** What an engine made outside its folder, written down before it is made use of. */
interface EngineState {
  readonly owner: ProcessIdentity;
  readonly engine?: ProcessIdentity;
  readonly bridge: Bridge;
  readonly cgroup: string;
}

const stateFile = (directory: string): string => path.join(directory, 'state.json');

async function ownIdentity(): Promise<ProcessIdentity> {
  const own = await identify(process.pid);
  if (own === undefined) throw new EnvironmentFailure('/proc does not show this very process');
  return own;
}

/** Notes that this process owns the folder, the bridge and the control group. */
export async function claim(directory: string, made: Pick<EngineState, 'bridge' | 'cgroup'>): Promise<void> {
  await writeFile(stateFile(directory), JSON.stringify({ owner: await ownIdentity(), ...made }));
}

/** Notes the engine's process as well. */
export async function writeState(
  directory: string,
  { enginePid, ...made }: Pick<EngineState, 'bridge' | 'cgroup'> & { readonly enginePid: number },
): Promise<void> {
  const engine = await identify(enginePid);
  const state: EngineState = { owner: await ownIdentity(), ...made, ...(engine === undefined ? {} : { engine }) };
  await writeFile(stateFile(directory), JSON.stringify(state));
}

/**
 * Removes what the engine of this folder made outside it, and its processes; for an engine that was stopped, and for one
 * whose owner crashed. Throws when another living process owns it.
 */
export async function reclaim(directory: string): Promise<void> {
  const state = await readJson<EngineState>(stateFile(directory));
  if (state === undefined) return;
  if (state.owner.pid !== process.pid && (await isAlive(state.owner))) {
    throw new EnvironmentFailure(`${directory} is in use by process ${state.owner.pid}`);
  }
  const { engine } = state;
  if (engine !== undefined && (await isAlive(engine))) {
    process.kill(engine.pid, 'SIGKILL');
    await thawCgroups(state.cgroup);
    await waitUntil(`process ${engine.pid} ends`, 5000, async () => !(await isAlive(engine)));
  }
  await thawCgroups(state.cgroup);
  await removeSocketFolder(directory);
  await removeBridges(state.bridge);
  await removeCgroups(state.cgroup);
  await rm(stateFile(directory), { force: true });
}

/** Removes the folders of runs that crashed: each folder inside `parent`, one or two levels deep, with a dead owner. */
export async function reclaimAbandoned(parent: string): Promise<void> {
  const runs = await readdir(parent, { withFileTypes: true }).catch(() => []);
  for (const run of runs.filter((entry) => entry.isDirectory())) {
    const folder = path.join(parent, run.name);
    const owner = Number(/-(\d+)$/.exec(run.name)?.[1]);
    if (!Number.isInteger(owner) || (await identify(owner)) !== undefined) continue;
    for (const inner of await readdir(folder)) await reclaim(path.join(folder, inner));
    await rm(folder, { recursive: true, force: true });
  }
}
