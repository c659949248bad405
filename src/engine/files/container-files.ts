import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import { failure, SlipwayError } from '../../core/errors';
import { GrowingBytes } from '../../core/growing-bytes';
import { exceeded } from '../../core/limit-exceeded';
import { limits } from '../../core/limits';
import { t } from '../../core/localize';
import { isWithin, lastName, normalPath, parentPath } from '../../core/files/file-path';
import type { FileEntry, FileFacts } from '../../core/files/file-facts';
import type { Engine } from '../engine';
import { forgetListings, fullPath, listFolder, type OnWholeFolder } from './list-folder';
import type { OpenPlace } from './open-place';
import { ownerOf } from './owner';
import { packHeader } from './pack-entry';
import { type ArchiveEntry, readArchive } from './read-archive';

/** A file with what it is in the end, where it is a link. */
export interface FoundFile extends FileFacts {
  /** Where in the place it is, with no link left at its end. */
  readonly path: string;
  /** Whether the path itself is a link. */
  readonly isLink: boolean;
}

/** Mode of new files and folders, as those that a `docker cp` from Linux brings. */
const newFileMode = 0o644;
const newFolderMode = 0o755;

/** What is at a path, links followed within the place. Throws `notFound`, also for a link that leads nowhere or out of a volume. */
export async function findFile(engine: Engine, open: OpenPlace, path: string, signal?: AbortSignal): Promise<FoundFile> {
  const facts = await engine.containers.fileFacts(open.container, fullPath(open, path), signal);
  if (facts.type !== 'link') return { ...facts, path, isLink: false };
  const target = normalPath(facts.linkTarget ?? '');
  if (facts.linkTarget === undefined || !isWithin(open.root === '' ? '/' : open.root, target)) throw missing(path);
  const inside = open.root === '' ? target : target.slice(open.root.length) || '/';
  const end = await engine.containers.fileFacts(open.container, target, signal).catch((error: unknown) => {
    throw SlipwayError.details(error, 'notFound') ? missing(path) : error;
  });
  if (end.type === 'link') throw missing(path);
  return { ...end, path: inside, isLink: true };
}

/** {@link findFile}, and undefined where nothing is. */
export async function findFileIfAny(engine: Engine, open: OpenPlace, path: string, signal?: AbortSignal): Promise<FoundFile | undefined> {
  return ifAny(findFile(engine, open, path, signal));
}

/** What was asked of a path; undefined where nothing is. */
export async function ifAny<Result>(asked: Promise<Result>): Promise<Result | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (SlipwayError.details(error, 'notFound')?.what === 'path') return undefined;
    throw error;
  }
}

/** The names in a folder; a link to one is followed. See {@link listFolder}. */
export async function readFolder(
  engine: Engine,
  open: OpenPlace,
  path: string,
  signal?: AbortSignal,
  onWhole?: OnWholeFolder,
): Promise<readonly FileEntry[]> {
  const found = await findFile(engine, open, path, signal);
  if (found.type !== 'folder') throw wrongType(path, t('It is not a folder.'));
  return listFolder(engine, open, found.path, signal, onWhole);
}

/** The content of a file, up to the limit of what an editor opens. Throws `limitExceeded` for a longer one. */
export async function readFile(engine: Engine, open: OpenPlace, path: string, signal?: AbortSignal): Promise<Uint8Array> {
  const found = await findFile(engine, open, path, signal);
  if (found.type !== 'file') throw wrongType(path, found.type === 'folder' ? t('It is a folder.') : t('It is not an ordinary file.'));
  if (found.size > limits.openedFile.most) throw exceeded('openedFile', path);
  const content = new GrowingBytes();
  const stream = await engine.containers.readFiles(open.container, fullPath(open, found.path), signal);
  let read = false;
  await readArchive(stream, async (entry, chunks) => {
    if (entry.type !== 'file') return 'stop';
    for await (const chunk of chunks) {
      if (content.length + chunk.length > limits.openedFile.most) throw exceeded('openedFile', path);
      content.push(chunk);
    }
    read = true;
    return 'stop';
  });
  // It is set in what reads the archive.
  if (!(read as boolean)) throw wrongType(path, t('It is not an ordinary file.'));
  return content.view().slice();
}

/**
 * Writes a file whole. One that is there keeps its owner and mode, a new one is of whom its folder is. The file at the end of a link is
 * written. Throws `notFound` where the folder is not there.
 */
export async function writeFile(engine: Engine, open: OpenPlace, path: string, content: Uint8Array, signal?: AbortSignal): Promise<void> {
  const before = await findFileIfAny(engine, open, path, signal);
  if (before && before.type !== 'file')
    throw wrongType(path, before.type === 'folder' ? t('It is a folder.') : t('It is not an ordinary file.'));
  const target = before?.path ?? path;
  const header = before ? await headerOf(engine, open, target, signal) : await newHeader(engine, open, target, newFileMode, signal);
  await put(
    engine,
    open,
    parentPath(target),
    { ...header, name: lastName(target), type: 'file', size: content.length, modified: Date.now() },
    content,
    signal,
  );
}

/** Makes a folder that is not there yet, of whom the folder around it is. */
export async function createFolder(engine: Engine, open: OpenPlace, path: string, signal?: AbortSignal): Promise<void> {
  if (await findFileIfAny(engine, open, path, signal))
    throw failure('conflict', { name: parentPath(path), usedBy: [], detail: t('It has something of this name already.') });
  const header = await newHeader(engine, open, path, newFolderMode, signal);
  await put(
    engine,
    open,
    parentPath(path),
    { ...header, name: lastName(path), type: 'folder', size: 0, modified: Date.now() },
    undefined,
    signal,
  );
}

/** Owner, mode and attributes of something that is there. */
export async function headerOf(engine: Engine, open: OpenPlace, path: string, signal?: AbortSignal): Promise<ArchiveEntry> {
  let first: ArchiveEntry | undefined;
  await readArchive(await engine.containers.readFiles(open.container, fullPath(open, path), signal), (entry) => {
    first = entry;
    return Promise.resolve('stop');
  });
  if (!first) throw missing(path);
  return { ...first, ...(await ownerOf(engine, open, fullPath(open, path), first, signal)) };
}

async function newHeader(
  engine: Engine,
  open: OpenPlace,
  path: string,
  mode: number,
  signal?: AbortSignal,
): Promise<Pick<ArchiveEntry, 'user' | 'group' | 'mode'>> {
  const parent = await findFile(engine, open, parentPath(path), signal);
  if (parent.type !== 'folder') throw wrongType(parentPath(path), t('It is not a folder.'));
  try {
    const { user, group } = await headerOf(engine, open, parent.path, signal);
    return { user, group, mode };
  } catch (error) {
    // An engine that does not tell it: what is new has to be somebody's.
    if (SlipwayError.details(error, 'unsupported')) return { user: 0, group: 0, mode };
    throw error;
  }
}

async function put(
  engine: Engine,
  open: OpenPlace,
  folder: string,
  entry: Omit<ArchiveEntry, 'target'>,
  content: Uint8Array | undefined,
  signal?: AbortSignal,
): Promise<void> {
  const archive = pack();
  if (content && content.length > 0) archive.entry(packHeader(entry), Buffer.from(content.buffer, content.byteOffset, content.byteLength));
  else if (entry.type === 'file') archive.entry({ ...packHeader(entry), size: 0 }).end(undefined);
  else archive.entry(packHeader(entry), () => undefined);
  archive.finalize();
  try {
    const found = await findFile(engine, open, folder, signal);
    await engine.containers.writeFiles(
      open.container,
      fullPath(open, found.path),
      Readable.from(archive as AsyncIterable<Uint8Array>, { objectMode: false }),
      signal,
    );
  } catch (error) {
    throw told(error, lastName(entry.name));
  } finally {
    forgetListings(engine);
  }
}

/** What the engines say of files that are mounted one by one, such as `/etc/hosts`, tells nobody why. */
export function told(error: unknown, name: string): unknown {
  const failed = SlipwayError.details(error, 'engineFailed');
  if (!failed || !/device or resource busy/i.test(failed.detail)) return error;
  return failure('unsupported', {
    operation: 'write files',
    engine: '',
    detail: t(
      '{0} is mounted into the container by itself, as the engine does with /etc/hosts: it cannot be replaced, only written to by a program in the container.',
      name,
    ),
  });
}

/** Nothing is there. */
export function missing(path: string): SlipwayError {
  return failure('notFound', { what: 'path', name: path });
}

function wrongType(path: string, reason: string): SlipwayError {
  return failure('invalidInput', { field: 'path', value: path, reason });
}
