import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { failure, SlipwayError } from '../core/errors';
import { t } from '../core/localize';
import type { ReportProgress } from '../core/progress';
import { TarEntries } from '../core/tar-entries';
import { checkRoom, compressionOfName, compressor } from '../files/archive-target';
import { writeWhole } from '../files/atomic-file';

/** A tar archive of the engine on its way to a file. */
export interface WrittenArchive {
  /** One word: `save`, `export`. */
  readonly operation: string;
  /** Absolute path; its ending says how the archive is compressed. */
  readonly file: string;
  /** About how many bytes the engine will send, when that is known. */
  readonly bytes: number | undefined;
  readonly open: (signal: AbortSignal) => Promise<Readable>;
  /** What of the archive is looked at for {@link check}. */
  readonly entries?: TarEntries;
  /** What is wrong with an archive that has its end; a translated sentence. */
  readonly problem?: () => string | undefined;
  /** The sentence about an archive that is not whole. */
  readonly broken: (problem: string) => string;
}

/**
 * Writes an archive whole or not at all and gives the size of the file. Refuses, before the engine is asked, a
 * compression that cannot be made (`invalidInput`) and a disk that has no room for it (`fileFailed`). A cut connection is
 * `connectionLost`, an archive without its end `engineFailed`; the file is then as it was before.
 */
export async function writeArchive(archive: WrittenArchive, report: ReportProgress, signal: AbortSignal): Promise<number> {
  const { operation, file, bytes } = archive;
  const compress = compressor(file);
  if (!compress && bytes !== undefined) await checkRoom(file, bytes);
  const entries = archive.entries ?? new TarEntries(() => false, false);
  const stream = await archive.open(signal);
  const check = (): void => {
    if (signal.aborted) throw failure('cancelled', { operation });
    const problem = entries.complete ? archive.problem?.() : t('the archive ends too early');
    if (problem !== undefined) throw failure('engineFailed', { operation, status: 200, detail: archive.broken(problem) });
  };
  const watch = counted(entries, bytes, compressionOfName(file) === 'none' ? undefined : t('Sizes before compression'), report);
  let written: Promise<number> | undefined;
  const write = (chunks: AsyncIterable<Uint8Array>): Promise<number> => (written = writeWhole(file, chunks, check));
  try {
    if (compress) await pipeline(stream, watch, compress, write, { signal });
    else await pipeline(stream, watch, write, { signal });
  } catch (error) {
    stream.destroy();
    // The pipeline may give up before the part of the file is gone.
    const cause: unknown = await written?.then(
      () => error,
      (problem: unknown) => (problem instanceof SlipwayError ? problem : error),
    );
    if (signal.aborted) throw failure('cancelled', { operation }, error);
    if (cause instanceof SlipwayError) throw cause;
    throw error instanceof SlipwayError ? error : failure('connectionLost', { operation }, error);
  }
  return (await written) ?? 0;
}

/** Passes an archive on, reads its headers and reports its bytes. */
function counted(entries: TarEntries, bytes: number | undefined, message: string | undefined, report: ReportProgress): Transform {
  let received = 0;
  return new Transform({
    highWaterMark: 1 << 20,
    transform(chunk: Buffer, _encoding, done) {
      entries.push(chunk);
      received += chunk.length;
      report({
        ...(message === undefined ? {} : { message }),
        current: received,
        ...(bytes === undefined ? {} : { total: Math.max(bytes, received), estimated: received < bytes }),
      });
      done(null, chunk);
    },
  });
}
