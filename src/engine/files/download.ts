import type { Readable } from 'node:stream';
import { failure, SlipwayError } from '../../core/errors';
import { lastName, partsBelow } from '../../core/files/file-path';
import type { ReportProgress } from '../../core/progress';
import { FolderUnpacker, type LeftOut } from '../../files/unpack-folder';
import type { Engine } from '../engine';
import { findFile, missing } from './container-files';
import { fullPath } from './list-folder';
import type { OpenPlace } from './open-place';
import { readArchive } from './read-archive';

/** What a download has brought. */
export interface Downloaded {
  readonly files: number;
  readonly bytes: number;
  /** What could not be made here, with its path below the folder. */
  readonly leftOut: readonly LeftOut[];
}

const reportMilliseconds = 100;

/**
 * Writes a file or folder of a place to `target`, an absolute path at which nothing is; whole or not at all. Modes (without setuid) and times
 * are kept, and links that stay within the folder. Throws `notFound`, `fileFailed` and `cancelled`.
 */
export async function downloadFiles(
  engine: Engine,
  open: OpenPlace,
  path: string,
  {
    target,
    platform,
    report,
    signal,
  }: { readonly target: string; readonly platform: NodeJS.Platform; readonly report?: ReportProgress; readonly signal?: AbortSignal },
): Promise<Downloaded> {
  const found = await findFile(engine, open, path, signal);
  const stream = await engine.containers.readFiles(open.container, fullPath(open, found.path), signal);
  const unpacker = new FolderUnpacker(target, platform);
  try {
    await unpackStream(stream, unpacker, () => missing(path), report);
    if (signal?.aborted) throw failure('cancelled', { operation: 'download' });
    await unpacker.finish();
  } catch (error) {
    await unpacker.abandon();
    if (signal?.aborted) throw failure('cancelled', { operation: 'download' }, error);
    throw error instanceof SlipwayError ? error : failure('connectionLost', { operation: 'download' }, error);
  }
  return { files: unpacker.files, bytes: unpacker.bytes, leftOut: unpacker.leftOut };
}

/** Name for what is downloaded. */
export function downloadName(path: string, place: string): string {
  return lastName(path) || place;
}

async function unpackStream(stream: Readable, unpacker: FolderUnpacker, none: () => SlipwayError, report?: ReportProgress): Promise<void> {
  let top: string | undefined;
  let told = 0;
  stream.on('data', () => {
    if (Date.now() - told < reportMilliseconds) return;
    told = Date.now();
    report?.({ current: unpacker.bytes });
  });
  await readArchive(stream, async (entry, content) => {
    top ??= entry.name;
    const parts = partsBelow(top, entry.name);
    if (parts === undefined) unpacker.leftOut.push({ path: entry.name, why: 'name' });
    else {
      const target = entry.type === 'hardLink' ? partsBelow(top, entry.target ?? '') : entry.target;
      await unpacker.add({ ...entry, parts, ...(target !== undefined && { target }) }, content);
    }
    return undefined;
  });
  if (top === undefined) throw none();
  report?.({ current: unpacker.bytes });
}
