import { type BigIntStats, closeSync, lstatSync, openSync, readlinkSync, readSync } from 'node:fs';
import { type FileHandle, lstat, open, readlink } from 'node:fs/promises';

/** In milliseconds; a disk that takes longer for one thing is not waited for. */
const quick = 10;
/** In bytes; files up to this size are read at once. */
const small = 1 << 16;

/**
 * Reads what Node would read in other threads, at several times the cost of the reading itself, at once as long as the disk
 * answers at once. A disk that was slow once is asked in the usual way from then on, so that nothing else waits.
 */
export class QuickDisk {
  private isSlow = false;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** What is there, with where it leads when it is a link. Throws what Node throws. */
  async look(file: Buffer): Promise<{ readonly stats: BigIntStats; readonly link: Buffer | undefined }> {
    if (this.isSlow) {
      const stats = await lstat(file, { bigint: true });
      return { stats, link: stats.isSymbolicLink() ? await readlink(file, { encoding: 'buffer' }) : undefined };
    }
    return this.timed(() => {
      const stats = lstatSync(file, { bigint: true });
      return { stats, link: stats.isSymbolicLink() ? readlinkSync(file, { encoding: 'buffer' }) : undefined };
    });
  }

  /** The first `size` bytes of a file, fewer where it has fewer; or the open file, where it is not small. Throws what Node throws. */
  async read(file: Buffer, size: number): Promise<Buffer | FileHandle> {
    if (size > small || this.isSlow) return open(file);
    return this.timed(() => {
      const descriptor = openSync(file, 'r');
      try {
        const bytes = Buffer.allocUnsafe(size);
        return bytes.subarray(0, readSync(descriptor, bytes, 0, size, 0));
      } finally {
        closeSync(descriptor);
      }
    });
  }

  private timed<T>(work: () => T): T {
    const begun = this.now();
    try {
      return work();
    } finally {
      if (this.now() - begun > quick) this.isSlow = true;
    }
  }
}
