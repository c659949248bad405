import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { failure, SlipwayError } from '../../core/errors';
import { exceeded } from '../../core/limit-exceeded';
import { t } from '../../core/localize';
import type { ReportProgress } from '../../core/progress';
import { TarEntries } from '../../core/tar-entries';
import { checkRoom, compressionOfName, compressor } from '../../files/archive-target';
import { writeWhole } from '../../files/atomic-file';
import { defined } from '../../core/records';

const reportMilliseconds = 100;

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
  const check = (): void => {
    if (signal.aborted) throw failure('cancelled', { operation });
    const problem = entries.complete ? archive.problem?.() : t('the archive ends too early');
    if (problem !== undefined) throw failure('engineFailed', { operation, status: 200, detail: archive.broken(problem) });
  };
  const note = compressionOfName(file) === 'none' ? undefined : t('Sizes before compression');
  const fill = async (sink: Writable): Promise<void> => {
    const stream = await archive.open(signal);
    const counter = new Counter(entries, bytes, note, report);
    stream.on('data', (chunk: Buffer) => {
      counter.take(chunk);
      if (entries.excess !== undefined) stream.destroy(exceeded(entries.excess, file));
    });
    if (compress) await pipeline(stream, compress, sink, { signal });
    else await pipeline(stream, sink, { signal });
    counter.tell();
  };
  try {
    return await writeWhole(file, fill, check);
  } catch (error) {
    if (signal.aborted) throw failure('cancelled', { operation }, error);
    throw error instanceof SlipwayError ? error : failure('connectionLost', { operation }, error);
  }
}

/** Reads the headers of an archive that goes by and reports its bytes, ten times a second and at the end. */
class Counter {
  private received = 0;
  private reported = 0;
  private told = 0;

  constructor(
    private readonly entries: TarEntries,
    private readonly expected: number | undefined,
    private readonly message: string | undefined,
    private readonly report: ReportProgress,
  ) {}

  take(chunk: Buffer): void {
    this.entries.push(chunk);
    this.received += chunk.length;
    if (Date.now() - this.reported >= reportMilliseconds) this.tell();
  }

  /** Says where it is, unless that was said last. */
  tell(): void {
    if (this.told === this.received) return;
    this.told = this.received;
    const { expected, received: current, message } = this;
    this.reported = Date.now();
    this.report({
      ...defined({ message }),
      current,
      ...(expected !== undefined && { total: Math.max(expected, current), estimated: current < expected }),
    });
  }
}
