import { readdir, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { waitUntil } from './process';

const root = '/sys/fs/cgroup';

/** Removes the control groups `name` that an engine made, in every hierarchy, with those inside them. */
export async function removeCgroups(name: string): Promise<void> {
  const hierarchies = await folders(root);
  for (const base of [root, ...hierarchies.map((entry) => path.join(root, entry))]) {
    const folder = path.join(base, name);
    // The kernel refuses a group until the last of its killed processes is gone.
    await waitUntil(`the control group ${folder} is removed`, 5000, async () => {
      await removeTree(folder);
      return !(await folders(base)).includes(name);
    });
  }
}

/**
 * Lets the processes of the group go on that are paused: a frozen process cannot be killed, and what contains it does not
 * end. Both generations of control groups; does nothing where there are none.
 */
export async function thawCgroups(name: string): Promise<void> {
  await thaw(path.join(root, 'freezer', name), 'freezer.state', 'THAWED');
  await thaw(path.join(root, name), 'cgroup.freeze', '0');
}

async function thaw(folder: string, file: string, word: string): Promise<void> {
  await writeFile(path.join(folder, file), word, { flag: 'r+' }).catch(() => undefined); // no such group or file
  for (const inner of await folders(folder)) await thaw(path.join(folder, inner), file, word);
}

async function folders(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

async function removeTree(folder: string): Promise<void> {
  for (const inner of await folders(folder)) await removeTree(path.join(folder, inner));
  await rmdir(folder).catch(() => undefined); // not there, or busy: the caller looks again
}
