import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Pack, pack } from 'tar-stream';
import { failure } from '../../core/errors';
import { childPath, lastName, parentPath, partsBelow } from '../../core/files/file-path';
import { mountedWithin } from '../../core/files/change-tree';
import { t } from '../../core/localize';
import { withoutTrailing } from '../../core/trailing';
import { oneLine } from '../../core/untrusted';
import { textMap, list, object, text } from '../json/json';
import type { Engine } from '../engine';
import { removeFile } from './change-files';
import { told } from './container-files';
import { factsIfAny } from './image-files';
import { forgetListings } from './list-folder';
import type { OpenPlace } from './open-place';
import { packEmpty, packHeader } from './pack-entry';
import { type ArchiveEntry, readArchive } from './read-archive';

/** Where in a container something else than its own file system is, from its inspection: mounts and file systems in memory. */
export function mountPoints(inspected: Readonly<Record<string, unknown>>): readonly string[] {
  const mounts = list(inspected['Mounts']).map((mount) => text(object(mount)['Destination']));
  const memory = Object.keys(textMap(object(inspected['HostConfig'])['Tmpfs']));
  return [...mounts, ...memory].map((path) => withoutTrailing(path, '/')).filter((path) => path !== '');
}

/**
 * Makes a path of a container what it is in its image: the image's version with content, mode, owner and time, a folder with all that the
 * image has in it; what the image does not have is removed, for which the container has to run. Throws `conflict` where something is
 * mounted there, `invalidInput` for a folder that both have.
 */
export async function restoreFile(
  engine: Engine,
  { image, open, mounts }: { readonly image: OpenPlace; readonly open: OpenPlace; readonly mounts: readonly string[] },
  path: string,
  signal?: AbortSignal,
): Promise<'restored' | 'removed'> {
  const mount = mountedWithin(path, mounts);
  if (mount !== undefined)
    throw failure('conflict', {
      name: path,
      usedBy: [],
      detail: t('At {0} something is mounted that is not of the container.', oneLine(mount)),
    });
  const before = await factsIfAny(engine, image, path, signal);
  if (!before) {
    await removeFile(engine, open, path, signal);
    return 'removed';
  }
  if (before.type === 'folder' && (await factsIfAny(engine, open, path, signal))?.type === 'folder')
    throw failure('invalidInput', { field: 'path', value: path, reason: t('Both have this folder: restore what is in it.') });
  try {
    await engine.containers.writeFiles(open.container, parentPath(path), await archiveOf(engine, image, path, signal), signal);
  } catch (error) {
    throw told(error, lastName(path));
  } finally {
    forgetListings(engine);
  }
  return 'restored';
}

/**
 * The archive goes from the one container to the other as it is. Podman's says root of everything, and has what a link leads to instead of
 * the link (tried with 4.3): there the archive of the whole container tells both.
 */
async function archiveOf(engine: Engine, image: OpenPlace, path: string, signal?: AbortSignal): Promise<Readable> {
  if (engine.information.kind !== 'podman') return engine.containers.readFiles(image.container, path, signal);
  const entries = await entriesBelow(engine, image.container, path, signal);
  const archive = pack();
  const link = entries.get(path);
  const packed =
    link?.type === 'link'
      ? packEmpty(archive, packHeader({ ...link, name: lastName(path) }))
      : repack(archive, await engine.containers.readFiles(image.container, path, signal), path, entries);
  packed.then(
    () => archive.finalize(),
    (error: unknown) => archive.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return Readable.from(archive as AsyncIterable<Uint8Array>, { objectMode: false });
}

async function repack(archive: Pack, source: Readable, path: string, entries: ReadonlyMap<string, ArchiveEntry>): Promise<void> {
  let top: string | undefined;
  await readArchive(source, async (entry, content) => {
    top ??= entry.name;
    const { user, group } = entries.get((partsBelow(top, entry.name) ?? []).reduce(childPath, path)) ?? entry;
    const header = { ...packHeader({ ...entry, user, group }), name: entry.name };
    if (entry.type === 'file' && entry.size > 0) await pipeline(content, archive.entry(header));
    else await packEmpty(archive, header);
    return undefined;
  });
}

/** What stands at and below a path, from the archive of the whole container. */
async function entriesBelow(
  engine: Engine,
  container: string,
  path: string,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, ArchiveEntry>> {
  const entries = new Map<string, ArchiveEntry>();
  await readArchive(await engine.containers.export(container, signal), (entry) => {
    const full = (partsBelow('', entry.name) ?? []).reduce(childPath, '/');
    if (full === path || full.startsWith(`${path}/`)) entries.set(full, entry);
    return Promise.resolve(undefined);
  });
  return entries;
}
