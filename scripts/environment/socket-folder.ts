import { createHash } from 'node:crypto';
import { lstat, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EnvironmentFailure } from './failure';

/** The longest path of a unix socket on Linux (unix(7)), without the closing zero. */
const longestSocketPath = 107;

/**
 * Where the sockets of the instance in `directory` go: a short folder of their own, since a clone may lie in a path that
 * is too long for one. It is the same from start to start, so an address that was noted stays good.
 */
export function socketFolder(directory: string): string {
  const name = `slipway-${createHash('sha256').update(path.resolve(directory)).digest('hex').slice(0, 12)}`;
  const folders = [tmpdir(), '/tmp'].map((parent) => path.join(parent, name));
  return folders.find((folder) => Buffer.byteLength(path.join(folder, 'docker.sock')) <= longestSocketPath) ?? path.join('/tmp', name);
}

/** Makes the folder, for this user alone. Throws EnvironmentFailure when somebody else has made it. */
export async function makeSocketFolder(directory: string): Promise<string> {
  const folder = socketFolder(directory);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await lstat(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.()) throw new EnvironmentFailure(`${folder} belongs to another user`);
  return folder;
}

/** Removes the folder and the sockets in it. */
export async function removeSocketFolder(directory: string): Promise<void> {
  await rm(socketFolder(directory), { recursive: true, force: true });
}
