import { lstat, readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Dirent } from 'node:fs';
import type { ContextEntry } from '../../core/build/context-listing';
import type { DockerIgnore } from '../../core/ignore/dockerignore';
import { fileFailure, isGone } from '../../files/file-failure';

/** So many files and folders are read at most. */
export const mostEntries = 100_000;
/** Sizes that are asked for together. */
const together = 64;
/** Folders that cannot be read and are named. */
const mostNamed = 20;

/** What lies in a folder. */
export interface WalkedFolder {
  readonly entries: readonly ContextEntry[];
  /** There is more than was read. */
  readonly truncated: boolean;
  readonly unreadable: readonly string[];
  readonly unreadableCount: number;
}

/**
 * Reads what lies in a folder, without following links: first what is sent, so that what is left out takes no room from
 * it. A folder in it that cannot be read is told. Throws `fileFailed` for the folder itself, and the signal's reason.
 */
export async function walkContext(
  folder: string,
  ignore: DockerIgnore,
  { signal, most = mostEntries }: { readonly signal: AbortSignal; readonly most?: number },
): Promise<WalkedFolder> {
  const root = await realpath(folder).catch((error: unknown) => Promise.reject(fileFailure(folder, error)));
  const entries: ContextEntry[] = [];
  const unreadable: string[] = [];
  let unreadableCount = 0;
  let truncated = false;
  const wanted = [''];
  const unwanted: string[] = [];
  for (let inside = wanted.pop(); inside !== undefined && !truncated; inside = wanted.pop() ?? unwanted.pop()) {
    signal.throwIfAborted();
    let found: readonly Dirent[];
    try {
      found = await readdir(path.join(root, inside), { withFileTypes: true });
    } catch (error) {
      if (inside === '') throw fileFailure(folder, error);
      if (isGone(error)) continue;
      if (unreadableCount++ < mostNamed) unreadable.push(inside);
      continue;
    }
    for (let at = 0; at < found.length && !truncated; at += together) {
      signal.throwIfAborted();
      truncated = entries.length >= most;
      const some = found.slice(at, at + Math.min(together, most - entries.length));
      const looked = await Promise.all(some.map((entry) => entryOf(root, inside, entry)));
      for (const entry of looked) {
        if (!entry) continue;
        entries.push(entry);
        if (entry.kind === 'folder') (ignore.isIgnored(entry.path) ? unwanted : wanted).push(entry.path);
      }
    }
    // A full list in the midst of a folder, or with folders that wait.
    truncated ||= entries.length >= most && wanted.length + unwanted.length > 0;
  }
  return { entries, truncated, unreadable, unreadableCount };
}

async function entryOf(root: string, inside: string, entry: Dirent): Promise<ContextEntry | undefined> {
  const name = inside === '' ? entry.name : `${inside}/${entry.name}`;
  if (entry.isDirectory()) return { path: name, kind: 'folder', bytes: 0 };
  if (entry.isSymbolicLink()) return { path: name, kind: 'link', bytes: 0 };
  if (!entry.isFile()) return { path: name, kind: 'other', bytes: 0 };
  // One that is gone meanwhile is in no list.
  const stats = await lstat(path.join(root, name)).catch(() => undefined);
  return stats && { path: name, kind: 'file', bytes: stats.size };
}
