import type { FileChange } from '../file-changes';
import { compareNatural } from '../natural-order';
import { childPath, isWithin } from './file-path';

/** One row of the tree of changes: a file, or a folder in which something differs. */
export interface ChangeEntry {
  /** Absolute, as in the container. */
  readonly path: string;
  /** From the row above: `usr/local/lib` where the folders between hold nothing else. */
  readonly label: string;
  /** Undefined for a folder that is there only for what is in it. */
  readonly kind: FileChange['kind'] | undefined;
  readonly folder: boolean;
  /** How many differ in it, itself included. */
  readonly count: number;
  /** Folders first, by name. */
  readonly entries: readonly ChangeEntry[];
}

/** What is known beside the engine's list. */
export interface ChangeSurroundings {
  /** Whether a path that has nothing below it is a folder; undefined where that is not known. */
  readonly isFolder?: (path: string) => boolean | undefined;
  /** Where something is mounted: what the engine makes to mount it is no change. */
  readonly mounts?: readonly string[];
}

interface Place {
  kind: FileChange['kind'] | undefined;
  readonly below: Map<string, Place>;
}

/**
 * What differs, as a tree. A folder that the engine lists as changed counts only by what is in it: adding a file changes the time of its
 * folder. Paths are untrusted; what is not absolute is left out.
 */
export function changeTree(changes: readonly FileChange[], { isFolder, mounts = [] }: ChangeSurroundings = {}): readonly ChangeEntry[] {
  const top: Place = { kind: undefined, below: new Map() };
  const mounted = new Set(mounts);
  for (const { kind, path } of changes) {
    const parts = path.split('/').filter((part) => part !== '');
    if (!path.startsWith('/') || parts.length === 0 || parts.length > mostParts || parts.some((part) => part === '.' || part === '..'))
      continue;
    let place = top;
    for (const part of parts) {
      let next = place.below.get(part);
      if (!next) place.below.set(part, (next = { kind: undefined, below: new Map() }));
      place = next;
    }
    if (!mounted.has(`/${parts.join('/')}`)) place.kind = kind;
  }
  return entriesOf(top, '/', isFolder ?? (() => undefined));
}

/** Nobody reads rows that are nested deeper. */
const mostParts = 200;

function entriesOf(place: Place, path: string, isFolder: (path: string) => boolean | undefined): readonly ChangeEntry[] {
  const entries = [...place.below].flatMap(([name, below]) => entryOf(below, childPath(path, name), name, isFolder) ?? []);
  return entries.sort((left, right) => Number(right.folder) - Number(left.folder) || compareNatural(left.label, right.label));
}

function entryOf(
  { kind: told, below }: Place,
  path: string,
  label: string,
  isFolder: (path: string) => boolean | undefined,
): ChangeEntry | undefined {
  if (below.size === 0) {
    const folder = isFolder(path) ?? false;
    // Nothing in it differs: its time, or what was in it for a while.
    if (told === undefined || (folder && told === 'changed')) return undefined;
    return { path, label, kind: told, folder, count: 1, entries: [] };
  }
  const entries = entriesOf({ kind: told, below }, path, isFolder);
  // Podman goes on listing a folder as deleted that is there again.
  const isThere = told === 'changed' || (told === 'deleted' && entries.some(({ kind: below }) => below !== 'deleted'));
  const kind = isThere ? undefined : told;
  const [only, ...others] = entries;
  if (!only) return kind === undefined ? undefined : { path, label, kind, folder: true, count: 1, entries };
  if (kind === undefined && only.folder && others.length === 0) return { ...only, label: `${label}/${only.label}` };
  return { path, label, kind, folder: true, count: entries.reduce((sum, { count }) => sum + count, kind === undefined ? 0 : 1), entries };
}

/** Paths that have nothing below them, those first that may be folders without a reason to be shown; at most `most`. */
export function doubtfulPaths(changes: readonly FileChange[], most: number): readonly string[] {
  const holders = new Set(changes.map(({ path }) => path.slice(0, path.lastIndexOf('/'))));
  const leaves = changes.filter(({ path, kind }) => kind !== 'deleted' && path !== '/' && !holders.has(path));
  return [...leaves.filter(({ kind }) => kind === 'changed'), ...leaves.filter(({ kind }) => kind === 'added')]
    .slice(0, most)
    .map(({ path }) => path);
}

/** Where in a container something else than its own file system is, from what the engine tells of it. */
export function mountedWithin(path: string, mounts: readonly string[]): string | undefined {
  return mounts.find((mount) => isWithin(path, mount) || isWithin(mount, path));
}
