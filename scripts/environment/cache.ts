import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { identify, isAlive, waitUntil, type ProcessIdentity } from './process';
import { readJson } from './json';

/**
 * Where heavy downloads are kept between runs and shared by all clones of one machine:
 * `SLIPWAY_CACHE`, else `XDG_CACHE_HOME/slipway`, else `~/.cache/slipway`.
 */
export function cacheDirectory(): string {
  const chosen = process.env['SLIPWAY_CACHE'];
  if (chosen !== undefined && chosen !== '') return path.resolve(chosen);
  const base = process.env['XDG_CACHE_HOME'];
  return path.join(base !== undefined && base !== '' ? base : path.join(homedir(), '.cache'), 'slipway');
}

/**
 * The folder `name` of the cache, made by `make` when it is not there. Only a finished folder ever stands under the
 * name: it is made beside it and renamed. Two runs at once make it once; the second waits for the first.
 */
export async function cached(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const cache = cacheDirectory();
  const folder = path.join(cache, name);
  if (await isFolder(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const release = await lock(path.join(cache, `${name}.lock`));
  try {
    if (await isFolder(folder)) return folder;
    for (const entry of await readdir(cache)) {
      if (entry.startsWith(`${name}.unfinished-`)) await rm(path.join(cache, entry), { recursive: true, force: true });
    }
    const unfinished = await mkdtemp(path.join(cache, `${name}.unfinished-`));
    try {
      await make(unfinished);
      await rename(unfinished, folder);
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
    return folder;
  } finally {
    await release();
  }
}

async function isFolder(folder: string): Promise<boolean> {
  return stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** Takes the lock file, from a dead owner too; waits up to 15 minutes for a living one. */
async function lock(file: string): Promise<() => Promise<void>> {
  const own = await identify(process.pid);
  await waitUntil(
    `${file} is free`,
    900_000,
    async () => {
      try {
        await writeFile(file, JSON.stringify(own), { flag: 'wx' });
        return true;
      } catch {
        const owner = await readJson<ProcessIdentity>(file);
        if (owner !== undefined && !(await isAlive(owner))) await rm(file, { force: true });
        return false;
      }
    },
    250,
  );
  return () => rm(file, { force: true });
}
