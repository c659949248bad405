import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { describeArchive } from '../../files/archive-file';

/**
 * An archive as builders can unpack it: they know tar, gzip and bzip2 by themselves, but need a program for xz that few
 * engines have beside them. Throws `fileFailed`.
 */
export async function archiveOpener(file: string): Promise<() => Promise<Readable>> {
  const { compression } = await describeArchive(file);
  return async () => {
    const bytes = createReadStream(file, { highWaterMark: 1 << 18 });
    if (compression !== 'xz') return bytes;
    const { XzReadableStream } = await import('xz-decompress');
    const packed = Readable.toWeb(bytes) as ConstructorParameters<typeof XzReadableStream>[0];
    return Readable.fromWeb(new XzReadableStream(packed) as ReadableStream);
  };
}
