import { pipeline, type Readable } from 'node:stream';
import { failure, SlipwayError } from '../../core/errors';
import { followedBy } from '../../core/followed';
import type { EngineInformation } from '../../engine/information';
import { compareApiVersions } from '../../engine/transport/negotiation';
import { checkedArchive, type Compression, decompressor } from '../../files/archive-file';
import { engineName } from '../../engine/information';

const extensions: Readonly<Record<Compression, string>> = { none: 'tar', gzip: 'tar.gz', xz: 'tar.xz', zstd: 'tar.zst', bzip2: 'tar.bz2' };

/** What is known of an archive that goes to an engine. */
export interface SentArchive {
  readonly operation: 'load' | 'import';
  readonly file: string;
  readonly compression: Compression;
}

/**
 * The bytes of a file as this engine can read them, checked on their way: see {@link checkedArchive}. What the engine
 * cannot decompress is decompressed here; throws `unsupported` where neither can.
 */
export function sentArchive(archive: SentArchive, information: EngineInformation): Readable {
  const { operation, file, compression } = archive;
  const checked = checkedArchive(file, compression, operation === 'load' ? 'images' : 'files');
  if (compression !== 'zstd' || readsZstd(information)) return checked;
  const plain = decompressor('zstd');
  if (!plain) {
    checked.destroy();
    throw unreadable(archive, information);
  }
  // The error of either side reaches the engine's reader through the stream that it reads.
  return pipeline(checked, plain, () => undefined);
}

/** The failure of an engine as people can use it: what is wrong with the file, or with its compression, comes first. */
export function archiveFailure(error: unknown, archive: SentArchive, information: EngineInformation): unknown {
  const cause: unknown = error instanceof SlipwayError ? error.cause : undefined;
  // What is wrong with the file says more than what the engine made of its missing end.
  if (SlipwayError.details(error, 'fileFailed') && cause instanceof SlipwayError) return cause;
  const detail = SlipwayError.details(error, 'engineFailed')?.detail ?? SlipwayError.details(error, 'notFound')?.detail ?? '';
  // The engine calls the program xz of its own machine.
  if (archive.compression === 'xz' && followedBy(detail, /\bxz\b/, /executable|not found/)) return unreadable(archive, information, error);
  return error;
}

function unreadable({ operation, compression }: SentArchive, information: EngineInformation, cause?: unknown): SlipwayError {
  return failure('unsupported', { operation: `${operation} .${extensions[compression]}`, engine: engineName(information) }, cause);
}

/** Docker reads zstd from 23.0 (API 1.42) on; Podman 4.3 does. */
function readsZstd({ kind, apiVersion }: EngineInformation): boolean {
  return kind === 'podman' || compareApiVersions(apiVersion, '1.42') >= 0;
}
