import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { open } from 'node:fs/promises';
import { exceeded } from '../core/limit-exceeded';
import { type LimitName, limits } from '../core/limits';

/** How much is read at a time where the size is not known. */
const piece = 65_536;

/** A pipe is opened without waiting for somebody who writes into it. Windows has no such flag: there it is undefined, which counts as none. */
const flags = constants.O_RDONLY | constants.O_NONBLOCK;

/**
 * The text of a file that others may have written, as UTF-8. Throws `limitExceeded` for one that is longer than the limit,
 * of which no more is read than that, `EINVAL` for a pipe or a socket, and what Node throws for one that cannot be read.
 */
export async function readBounded(file: string, limit: LimitName): Promise<string> {
  return (await readBoundedBytes(file, limit)).toString('utf8');
}

/** The same as bytes. */
export async function readBoundedBytes(file: string, limit: LimitName): Promise<Buffer> {
  const handle = await open(file, flags);
  try {
    const pieces = new Pieces(file, limit, await handle.stat());
    while (pieces.add((await handle.read(pieces.room, 0)).bytesRead));
    return pieces.whole();
  } finally {
    await handle.close();
  }
}

/** As {@link readBounded}, at once. */
export function readBoundedSync(file: string, limit: LimitName): string {
  return readBoundedBytesSync(file, limit).toString('utf8');
}

/** The same as bytes. `pipes`: the user has named it, and means what comes out of a pipe, too. */
export function readBoundedBytesSync(file: string, limit: LimitName, { pipes = false } = {}): Buffer {
  const descriptor = openSync(file, pipes ? constants.O_RDONLY : flags);
  try {
    return readDescriptor(descriptor, file, limit, pipes);
  } finally {
    closeSync(descriptor);
  }
}

/** All that comes out of an open file, such as standard input, which `name` calls in errors. */
export function readDescriptor(descriptor: number, name: string, limit: LimitName, pipes = true): Buffer {
  const pieces = new Pieces(name, limit, fstatSync(descriptor), pipes);
  while (pieces.add(readPiece(descriptor, pieces.room)));
  return pieces.whole();
}

/** Windows has an error for the end of a pipe. */
function readPiece(descriptor: number, room: Buffer): number {
  try {
    return readSync(descriptor, room);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EOF') return 0;
    throw error;
  }
}

class Pieces {
  room: Buffer;
  private readonly done: Buffer[] = [];
  private length = 0;

  constructor(
    private readonly file: string,
    private readonly limit: LimitName,
    stats: Stats,
    pipes = false,
  ) {
    if (!pipes && (stats.isFIFO() || stats.isSocket())) throw Object.assign(new Error(`EINVAL: ${file} is no file`), { code: 'EINVAL' });
    // With a byte for the end.
    this.room = Buffer.allocUnsafe(Math.max(1, Math.min(stats.size > 0 ? stats.size : piece, limits[limit].most) + 1));
  }

  /** Takes what was read into the room; whether there may be more. */
  add(count: number): boolean {
    if (count === 0) return false;
    this.length += count;
    if (this.length > limits[this.limit].most) throw exceeded(this.limit, this.file);
    this.done.push(this.room.subarray(0, count));
    const rest = this.room.subarray(count);
    this.room = rest.length > 0 ? rest : Buffer.allocUnsafe(piece);
    return true;
  }

  whole(): Buffer {
    return this.done.length === 1 ? (this.done[0] ?? Buffer.alloc(0)) : Buffer.concat(this.done);
  }
}
