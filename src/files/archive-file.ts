import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { PassThrough, Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as zlib from 'node:zlib';
import { failure, SlipwayError } from '../core/errors';
import { archiveProblem, imageArchiveEntries } from '../core/image-archive';
import { exceeded } from '../core/limit-exceeded';
import { t } from '../core/localize';
import { TarEntries } from '../core/tar-entries';

/** How an archive is compressed, by its first bytes. */
export type Compression = 'none' | 'gzip' | 'xz' | 'zstd' | 'bzip2';

const signatures: readonly (readonly [Compression, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['bzip2', [0x42, 0x5a, 0x68]],
];

/** How an archive is compressed that begins so; six bytes tell. */
export function compressionOf(beginning: Uint8Array): Compression {
  const found = signatures.find(([, bytes]) => bytes.every((byte, index) => beginning[index] === byte));
  return found?.[0] ?? 'none';
}

/** Size in bytes and compression of a file. Throws `fileFailed`. */
export async function describeArchive(file: string): Promise<{ readonly size: number; readonly compression: Compression }> {
  try {
    const stats = await stat(file);
    if (stats.isDirectory()) throw failure('fileFailed', { file, code: 'EISDIR', detail: t('This is a folder.') });
    const handle = await open(file, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(6), 0, 6, 0);
      return { size: stats.size, compression: compressionOf(buffer.subarray(0, bytesRead)) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw asFileFailure(file, error);
  }
}

function asFileFailure(file: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  return failure('fileFailed', { file, code: String(error.code), detail: error.message }, error);
}

// Node has it from 22.15 and 23.8 on.
const createZstdDecompress = (zlib as { createZstdDecompress?: () => Transform }).createZstdDecompress;

/** What an archive holds: `images` as `docker save` writes them, or the `files` of one file system. */
export type ArchiveContent = 'images' | 'files';

/** A stream that undoes a compression, or `undefined` where this Node cannot. */
export function decompressor(compression: Compression): Transform | undefined {
  if (compression === 'none') return new PassThrough();
  if (compression === 'gzip') return zlib.createGunzip();
  return compression === 'zstd' ? createZstdDecompress?.() : undefined;
}

/**
 * The bytes of an archive as they are in the file, the last piece held back until everything before has turned out to be
 * whole: an engine that gets a damaged archive never gets its end, and keeps nothing of it. Fails with `invalidInput`
 * that says where the archive broke, or `limitExceeded`. What Node cannot decompress goes unchecked.
 */
export function checkedArchive(file: string, compression: Compression, content: ArchiveContent): Readable {
  return Readable.from(checkedChunks(new ArchiveReader(file, compression, content), file), { objectMode: false, highWaterMark: 1 << 20 });
}

async function* checkedChunks(check: ArchiveReader, file: string): AsyncGenerator<Uint8Array, void> {
  let held: Buffer | undefined;
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
      if (held) yield held;
      await check.push(chunk);
      held = chunk;
    }
    await check.end();
  } catch (error) {
    throw asFileFailure(file, error);
  } finally {
    check.stop();
  }
  if (held) yield held;
}

/** Reads the entries of an archive beside its way to the engine. */
class ArchiveReader {
  private readonly entries: TarEntries;
  private readonly input: Transform | undefined;
  private readonly done: Promise<unknown>;
  private position = 0;

  constructor(
    private readonly file: string,
    private readonly compression: Compression,
    content: ArchiveContent,
  ) {
    this.entries = content === 'images' ? imageArchiveEntries() : new TarEntries(() => false, false);
    this.input = compression === 'none' ? undefined : decompressor(compression);
    this.done = this.input ? this.read(this.input) : Promise.resolve(undefined);
  }

  async push(chunk: Buffer): Promise<void> {
    this.position += chunk.length;
    if (this.compression === 'none') this.take(chunk);
    const { input } = this;
    if (input && !input.write(chunk)) {
      const failed = await Promise.race([new Promise<undefined>((resolve) => input.once('drain', () => resolve(undefined))), this.done]);
      if (failed !== undefined) throw this.broken(this.position, failed);
    }
  }

  async end(): Promise<void> {
    if (this.compression !== 'none' && !this.input) return;
    this.input?.end();
    const failed = await this.done;
    if (failed !== undefined) throw this.broken(this.position, failed);
    const { damage } = this.entries;
    if (damage) throw this.invalid(damage.offset === 0 ? t('This is not a tar archive.') : damageText(damage));
    const problem = archiveProblem(this.entries.entries, 0);
    if (problem !== undefined) throw this.invalid(t('The archive is incomplete: {0}.', problem));
  }

  stop(): void {
    this.input?.destroy();
  }

  private take(chunk: Buffer): void {
    this.entries.push(chunk);
    if (this.entries.excess !== undefined) throw exceeded(this.entries.excess, this.file);
  }

  /** Resolves with what went wrong, so that nobody need listen at once. */
  private async read(input: Transform): Promise<unknown> {
    try {
      await pipeline(input, async (chunks: AsyncIterable<Buffer>) => {
        for await (const chunk of chunks) this.take(chunk);
      });
      return undefined;
    } catch (error) {
      return error;
    }
  }

  private broken(offset: number, error: unknown): Error {
    if (error instanceof SlipwayError) return error;
    return this.invalid(
      t('The compressed data is damaged within its first {0} bytes: {1}', offset, error instanceof Error ? error.message : String(error)),
      error,
    );
  }

  private invalid(reason: string, cause?: unknown): Error {
    return failure('invalidInput', { field: 'file', value: this.file, reason }, cause);
  }
}

function damageText({ offset, entry }: { readonly offset: number; readonly entry: string | undefined }): string {
  if (entry === undefined) return t('The archive is damaged at byte {0}.', offset);
  return t('The archive is cut off at byte {0}, within {1}.', offset, entry);
}
