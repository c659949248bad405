import { randomBytes } from 'node:crypto';
import { isCancelled, SlipwayError } from '../../core/errors';
import { childPath, partsBelow } from '../../core/files/file-path';
import type { FileEntry } from '../../core/files/file-facts';
import { linksCommand, listingCommand, readListing, withLinks } from '../../core/files/folder-listing';
import { compareNatural } from '../../core/natural-order';
import { nameCost } from '../../core/tar-entries';
import { limits } from '../../core/limits';
import type { Engine } from '../engine';
import type { OpenPlace } from './open-place';
import { type ArchiveEntry, readArchive } from './read-archive';
import { runProgram } from './run-program';

/** What a listing costs, told before it is paid: the engine sends all that is in the folder, since no program can be asked. */
export type OnWholeFolder = () => void;

/** Folders of places that do not change by themselves, as their archives told them, by engine and place. */
const known = new WeakMap<Engine, Map<string, Map<string, readonly FileEntry[]>>>();
const mostPlaces = 8;

/** Forgets what is known of all places that are still; called after each change, and when somebody asks to read anew. */
export function forgetListings(engine: Engine): void {
  known.delete(engine);
}

/**
 * The names in a folder, folders first. Where the container runs and has `find` and `stat` they are asked; elsewhere the folder is read
 * whole and only the headers are looked at, after `onWhole`. What is below is then known too. `path` is that of a real folder. Throws `notFound`.
 */
export async function listFolder(
  engine: Engine,
  open: OpenPlace,
  path: string,
  signal?: AbortSignal,
  onWhole?: OnWholeFolder,
): Promise<readonly FileEntry[]> {
  const full = fullPath(open, path);
  const asked = open.running ? await askPrograms(engine, open.container, full, signal) : undefined;
  if (asked) return sorted(asked);
  const before = open.still === undefined ? undefined : known.get(engine)?.get(open.still)?.get(path);
  if (before) return before;
  onWhole?.();
  const folders = await readTree(engine, open, path, signal);
  if (open.still !== undefined) keep(engine, open.still, folders);
  return folders.get(path) ?? [];
}

/** A path of a place as its container has it. */
export function fullPath({ root }: Pick<OpenPlace, 'root'>, path: string): string {
  return root === '' ? path : path === '/' ? root : `${root}${path}`;
}

/** Undefined where the container has no such programs. */
async function askPrograms(
  engine: Engine,
  container: string,
  folder: string,
  signal?: AbortSignal,
): Promise<readonly FileEntry[] | undefined> {
  const mark = randomBytes(12).toString('hex');
  const base = folder === '/' ? '' : folder;
  try {
    const listed = await runProgram(engine, container, listingCommand(base, mark), signal);
    // What stands in a folder that cannot be read as a whole is told by its archive.
    if (listed === 'missing' || listed.code !== 0) return undefined;
    const entries = readListing(listed.output, mark, base);
    if (!entries.some(({ type }) => type === 'link')) return entries;
    const links = await runProgram(engine, container, linksCommand(base, mark), signal);
    return links === 'missing' ? entries : withLinks(entries, links.output, mark, base);
  } catch (error) {
    if (isCancelled(error) || SlipwayError.details(error, 'connectionLost') || SlipwayError.details(error, 'limitExceeded')) throw error;
    return undefined;
  }
}

/** Every folder in the archive of one, with what is in it. */
async function readTree(engine: Engine, open: OpenPlace, path: string, signal?: AbortSignal): Promise<Map<string, readonly FileEntry[]>> {
  const folders = new Map<string, FileEntry[]>([[path, []]]);
  let top: string | undefined;
  let cost = 0;
  await readArchive(await engine.containers.readFiles(open.container, fullPath(open, path), signal), (entry) => {
    if (top === undefined) {
      top = entry.name;
      return Promise.resolve(undefined);
    }
    const parts = partsBelow(top, entry.name);
    const name = parts?.at(-1);
    if (parts === undefined || name === undefined) return Promise.resolve(undefined);
    cost += nameCost(entry.name);
    // Beyond that only the folder itself is told.
    if (parts.length > 1 && cost > limits.archiveNames.most) return Promise.resolve(undefined);
    const folder = parts.slice(0, -1).reduce(childPath, path);
    const found = fileEntry(entry, name);
    const others = folders.get(folder);
    if (others) others.push(found);
    else folders.set(folder, [found]);
    if (found.type === 'folder' && !folders.has(childPath(folder, name))) folders.set(childPath(folder, name), []);
    return Promise.resolve(undefined);
  });
  const complete = cost <= limits.archiveNames.most ? folders : new Map([[path, folders.get(path) ?? []]]);
  return new Map([...complete].map(([folder, entries]) => [folder, sorted(leadingTo(entries, complete, folder))]));
}

function fileEntry({ type, size, mode, modified, target, user, group }: ArchiveEntry, name: string): FileEntry {
  return {
    name,
    type: type === 'hardLink' ? 'file' : type,
    size,
    mode,
    modified,
    ...(type === 'link' && target !== undefined && { linkTarget: target }),
    owner: { user, group },
  };
}

/** What links of a folder lead to, where the same archive tells it. */
function leadingTo(
  entries: readonly FileEntry[],
  folders: ReadonlyMap<string, readonly FileEntry[]>,
  folder: string,
): readonly FileEntry[] {
  const names = new Map(entries.map((entry) => [entry.name, entry]));
  return entries.map((entry) => {
    const { linkTarget } = entry;
    if (linkTarget === undefined) return entry;
    const beside = names.get(linkTarget);
    const end = folders.has(linkTarget) || folders.has(childPath(folder, linkTarget)) ? 'folder' : beside?.type;
    return end === undefined || end === 'link' ? entry : { ...entry, leadsTo: end };
  });
}

function sorted(entries: readonly FileEntry[]): readonly FileEntry[] {
  const isFolder = ({ type, leadsTo }: FileEntry): boolean => type === 'folder' || leadsTo === 'folder';
  return [...entries].sort((left, right) => Number(isFolder(right)) - Number(isFolder(left)) || compareNatural(left.name, right.name));
}

function keep(engine: Engine, place: string, folders: Map<string, readonly FileEntry[]>): void {
  const places = known.get(engine) ?? new Map<string, Map<string, readonly FileEntry[]>>();
  known.set(engine, places);
  const before = places.get(place) ?? new Map<string, readonly FileEntry[]>();
  places.delete(place);
  const [oldest] = places.keys();
  if (places.size >= mostPlaces && oldest !== undefined) places.delete(oldest);
  for (const [folder, entries] of folders) before.set(folder, entries);
  places.set(place, before);
}
