import { type FileHandle, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * From now on writing to files fails with ENOSPC after so many bytes, as on a disk that fills up in the middle of a
 * write. Gives what ends it. For tests that cannot mount a small disk of their own.
 */
export async function fillDisk(bytes: number): Promise<() => void> {
  const file = path.join(tmpdir(), `slipway-handle-${String(process.pid)}`);
  const handle = await open(file, 'w');
  const prototype = Object.getPrototypeOf(handle) as Pick<FileHandle, 'writev' | 'writeFile'>;
  await handle.close();
  await rm(file);
  const { writev, writeFile } = prototype;
  let left = bytes;
  const full = (): never => {
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', errno: -28, syscall: 'write' });
  };
  // As systems do: what fits is written, and the next call fails.
  prototype.writev = async function (this: FileHandle, pieces) {
    const piece = Buffer.concat(pieces as readonly Uint8Array[]).subarray(0, left);
    if (piece.length === 0) full();
    left -= piece.length;
    return { ...(await writev.call(this, [piece])), buffers: pieces };
  };
  prototype.writeFile = () => Promise.resolve().then(full);
  return () => {
    prototype.writev = writev;
    prototype.writeFile = writeFile;
  };
}
