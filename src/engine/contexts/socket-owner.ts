import { type Stats } from 'node:fs';
import { lstat, readlink } from 'node:fs/promises';
import { posix } from 'node:path';

/** What of a file decides who can replace it; as `lstat` and `readlink` tell it. */
export interface FileFacts {
  readonly userId: number;
  readonly groupId: number;
  /** With the type, as in `st_mode`. */
  readonly mode: number;
  /** Where a symbolic link leads. */
  readonly link?: string;
}

/** The facts of a path, or undefined when nothing is there. Throws what `lstat` throws for anything else. */
export type ReadFileFacts = (path: string) => Promise<FileFacts | undefined>;

/** `foreign`: another user of the machine has put it there, or could replace it. */
export type SocketOwner = 'ours' | 'foreign' | 'missing';

const mostLinks = 40;
const [anyType, directory, stickyBit, groupWrite, othersWrite] = [0o170_000, 0o040_000, 0o1000, 0o020, 0o002];

/**
 * Who decides what a path leads to: `ours` when the socket, every folder above it and every link on the way belong to the
 * user or to root, and nobody else can write into those folders, but where the sticky bit keeps what is there, as in
 * `/tmp`. What is `ours` cannot be replaced by others afterwards.
 */
export async function socketOwner(path: string, userId: number, read: ReadFileFacts = fileFacts): Promise<SocketOwner> {
  const ours = (facts: FileFacts): boolean => facts.userId === userId || facts.userId === 0;
  let links = 0;
  let place = '/';
  const names = posix.resolve('/', path).split('/').filter(Boolean);
  try {
    const root = await read('/');
    if (root && !(ours(root) && isClosed(root, userId))) return 'foreign';
    for (let name = names.shift(); name !== undefined; name = names.shift()) {
      if (name === '.' || name === '') continue;
      if (name === '..') {
        place = posix.dirname(place);
        continue;
      }
      const next = posix.join(place, name);
      const facts = await read(next);
      if (!facts) return 'missing';
      if (!ours(facts)) return 'foreign';
      if (facts.link !== undefined) {
        links += 1;
        if (links > mostLinks) return 'foreign';
        if (facts.link.startsWith('/')) place = '/';
        names.unshift(...facts.link.split('/'));
      } else if ((facts.mode & anyType) === directory) {
        if (!isClosed(facts, userId)) return 'foreign';
        place = next;
      } else place = next;
    }
    return 'ours';
  } catch {
    // What cannot be looked at cannot be connected to by this user either, or is not as it should be.
    return 'foreign';
  }
}

/** Only its owner adds and takes away entries, or everybody only their own. A group of one user is that user. */
function isClosed({ mode, groupId }: FileFacts, userId: number): boolean {
  if ((mode & stickyBit) !== 0) return true;
  const group = (mode & groupWrite) !== 0 && groupId !== 0 && groupId !== userId;
  return !group && (mode & othersWrite) === 0;
}

/** As the system tells them. */
export async function fileFacts(path: string): Promise<FileFacts | undefined> {
  let stats: Stats;
  try {
    stats = await lstat(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined;
    throw error;
  }
  const facts = { userId: stats.uid, groupId: stats.gid, mode: stats.mode };
  return stats.isSymbolicLink() ? { ...facts, link: await readlink(path) } : facts;
}
