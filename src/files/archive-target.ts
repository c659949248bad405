import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { failure } from '../core/errors';
import { t } from '../core/localize';
import { formatBytes } from '../core/sizes';
import type { Compression } from './archive-file';

// Node has it from 22.15 and 23.8 on.
const createZstdCompress = (zlib as { createZstdCompress?: () => Transform }).createZstdCompress;

const endings: readonly (readonly [RegExp, Compression])[] = [
  [/\.(?:tgz|gz)$/i, 'gzip'],
  [/\.(?:tzst|zst)$/i, 'zstd'],
  [/\.(?:txz|xz)$/i, 'xz'],
  [/\.(?:tbz2?|bz2)$/i, 'bzip2'],
];

/** How an archive is compressed that is to be written under this name. */
export function compressionOfName(file: string): Compression {
  return endings.find(([ending]) => ending.test(file))?.[1] ?? 'none';
}

/** Program of the command line that compresses so. */
export const compressionProgram = { gzip: 'gzip', xz: 'xz', zstd: 'zstd', bzip2: 'bzip2' } as const satisfies Readonly<
  Record<Exclude<Compression, 'none'>, string>
>;

/** A stream that compresses, none for `none`. Throws `invalidInput` where this Node cannot. */
export function compressor(file: string): Transform | undefined {
  const compression = compressionOfName(file);
  if (compression === 'none') return undefined;
  if (compression === 'gzip') return zlib.createGzip();
  if (compression === 'zstd' && createZstdCompress) return createZstdCompress();
  const names = createZstdCompress ? '.tar, .tar.gz, .tar.zst' : '.tar, .tar.gz';
  throw failure('invalidInput', {
    field: 'file',
    value: file,
    reason: t('Archives of this kind cannot be written here. Use one of these: {0}', names),
  });
}

/** Names and endings of what can be written, for a dialog. */
export function archiveFilters(): Readonly<Record<string, readonly string[]>> {
  return {
    [t('Tar archive')]: ['tar'],
    [t('Tar archive, compressed with gzip')]: ['tar.gz', 'tgz'],
    ...(createZstdCompress ? { [t('Tar archive, compressed with zstd')]: ['tar.zst'] } : {}),
  };
}

/**
 * Throws `fileFailed` (`ENOSPC`) when the disk of a file has clearly less room than `bytes`, before anything is read.
 * A disk that does not tell its room, and a folder that is not there, are left to the writing itself.
 */
export async function checkRoom(file: string, bytes: number): Promise<void> {
  const stats = await statfs(dirname(file)).catch(() => undefined);
  if (!stats || stats.blocks === 0) return;
  const free = stats.bavail * stats.bsize;
  // What is known before is an estimate.
  if (free >= bytes * 0.95) return;
  const detail = t(
    'about {0} is needed and {1} is free. Free some space, or choose another folder or a compressed archive.',
    formatBytes(bytes),
    formatBytes(free),
  );
  throw failure('fileFailed', { file, code: 'ENOSPC', detail });
}
