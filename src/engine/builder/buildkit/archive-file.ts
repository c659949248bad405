import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { readFailure } from './context-tree';

/** https://tukaani.org/xz/xz-file-format.txt, "Header Magic Bytes" */
const xzBeginning = Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]);

/**
 * An archive as the builder can unpack it: it knows tar, gzip and bzip2 by itself, but needs a program for xz that few
 * engines have beside them. Throws `fileFailed`.
 */
export async function archiveOpener(file: string): Promise<() => Promise<Readable>> {
  const isXz = await beginsWith(file, xzBeginning).catch((error: unknown) => Promise.reject(readFailure(file, error)));
  return async () => {
    const bytes = createReadStream(file, { highWaterMark: 1 << 18 });
    if (!isXz) return bytes;
    const { XzReadableStream } = await import('xz-decompress');
    const packed = Readable.toWeb(bytes) as ConstructorParameters<typeof XzReadableStream>[0];
    return Readable.fromWeb(new XzReadableStream(packed) as ReadableStream);
  };
}

async function beginsWith(file: string, beginning: Buffer): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(beginning.length), 0, beginning.length, 0);
    return buffer.equals(beginning);
  } finally {
    await handle.close();
  }
}
