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
  const prototype = Object.getPrototypeOf(handle) as { writeFile: (this: FileHandle, chunk: Uint8Array) => Promise<void> };
  await handle.close();
  await rm(file);
  const whole = prototype.writeFile;
  let left = bytes;
  prototype.writeFile = async function (chunk) {
    await whole.call(this, chunk.subarray(0, left));
    left -= chunk.length;
    if (left < 0) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', errno: -28, syscall: 'write' });
  };
  return () => {
    prototype.writeFile = whole;
  };
}
