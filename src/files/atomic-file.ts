import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { failure, SlipwayError } from '../core/errors';
import { t } from '../core/localize';
import { patiently, type Patience, realPatience } from '../core/patience';

/** How much may wait for the disk. */
const waitingBytes = 2 << 20;
/** After so much the disk is asked to take what it was given, so that little is left to wait for at the end. */
const flushedBytes = 64 << 20;
const privateMode = 0o600;

/**
 * Writes a file that stands under its name only when it is whole: beside it as `<file>.<random>.part`, renamed at the
 * end. `fill` writes into the stream that it gets and resolves when that has ended. A failure of `fill` or of `check`
 * (called when all is written) is thrown as it is, a failure of the disk as `fileFailed`; either way the part is gone and
 * what stood under the name before is untouched. A file that another program has open is waited for; if the part cannot
 * be given its name even so, it stays, and the error names it. Gives the bytes written.
 *
 * Nobody but the user can read the part. At the end a file that was there before has its mode, owner and group again, as far
 * as the system allows; a new one has mode 0600, as docker writes archives (https://github.com/moby/sys/tree/main/atomicwriter).
 */
export async function writeWhole(
  file: string,
  fill: (sink: Writable) => Promise<void>,
  check: () => void = () => undefined,
  {
    patience = realPatience,
    move = rename,
  }: { readonly patience?: Patience; readonly move?: (from: string, to: string) => Promise<void> } = {},
): Promise<number> {
  const { target, before } = await onDisk(file, () => targetOf(file));
  const part = `${target}.${randomBytes(6).toString('hex')}.part`;
  let unmoved = false;
  const handle = await onDisk(file, () => open(part, 'wx', privateMode));
  try {
    const sink = new FileSink(file, handle);
    try {
      await fill(sink);
      check();
      await onDisk(file, () => handle.datasync());
      await giveAccess(handle, before);
    } finally {
      // The file is closed only when nothing writes to it any more.
      await sink.idle();
      await handle.close();
    }
    unmoved = true;
    await patiently(
      () => move(part, target),
      patience,
      () => {
        unmoved = false;
        check();
        unmoved = true;
      },
    );
    return sink.bytes;
  } catch (error) {
    if (unmoved && (await isFile(part))) throw unmovedFailure(file, part, error);
    await patiently(() => rm(part, { force: true }), patience).catch(() => undefined);
    throw error instanceof SlipwayError || !unmoved ? error : diskFailure(file, error);
  }
}

/** Writes what has gathered while the last piece was written: an engine sends small ones, and each write has its price. */
class FileSink extends Writable {
  bytes = 0;
  private unflushed = 0;
  private working: Promise<unknown> = Promise.resolve();
  private flushing: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly file: string,
    private readonly handle: FileHandle,
  ) {
    super({ highWaterMark: waitingBytes, decodeStrings: true });
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.take([chunk], done);
  }

  override _writev(chunks: readonly { readonly chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.take(
      chunks.map(({ chunk }) => chunk),
      done,
    );
  }

  /** Resolves when nothing is written or flushed. */
  async idle(): Promise<void> {
    await this.working;
    await this.flushing;
  }

  private take(chunks: readonly Buffer[], done: (error?: Error | null) => void): void {
    const written = onDisk(this.file, () => writeAll(this.handle, chunks));
    this.working = written.then(
      (bytes) => {
        this.bytes += bytes;
        this.flushSome(bytes);
        done();
      },
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
    );
  }

  private flushSome(bytes: number): void {
    this.unflushed += bytes;
    if (this.unflushed < flushedBytes) return;
    this.unflushed = 0;
    // A failure of it comes back at the end.
    this.flushing = this.flushing.then(() => this.handle.datasync()).catch(() => undefined);
  }
}

/** Most pieces that one call of the system takes, on every system. */
const mostPieces = 1024;

async function writeAll(handle: FileHandle, chunks: readonly Buffer[]): Promise<number> {
  let total = 0;
  for (let index = 0; index < chunks.length; index += mostPieces) {
    const pieces = chunks.slice(index, index + mostPieces);
    const size = pieces.reduce((sum, { length }) => sum + length, 0);
    const { bytesWritten } = size === 0 ? { bytesWritten: 0 } : await handle.writev(pieces);
    // A disk that is nearly full takes a part; the rest then fails, or goes through.
    if (bytesWritten < size) await handle.writeFile(Buffer.concat(pieces).subarray(bytesWritten));
    total += size;
  }
  return total;
}

/** The file behind a symbolic link, so that the link stays one, and what is there now. Refuses devices, pipes and directories. */
async function targetOf(file: string): Promise<{ readonly target: string; readonly before: Stats | undefined }> {
  const found = await stat(file).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (!found) return { target: file, before: undefined };
  if (found.isDirectory()) throw failure('fileFailed', { file, code: 'EISDIR', detail: t('It is a folder.') });
  if (!found.isFile()) throw failure('fileFailed', { file, code: 'EINVAL', detail: t('It is not an ordinary file.') });
  return { target: await realpath(file), before: found };
}

/** Who may read the finished file. Disks that know neither owners nor modes are let be. */
async function giveAccess(handle: FileHandle, before: Stats | undefined): Promise<void> {
  if (before) await handle.chown(before.uid, before.gid).catch(() => undefined);
  await handle.chmod(before ? modeFor(before, await handle.stat()) : privateMode).catch(() => undefined);
}

/** The mode from before; what its group could do another group shall not. */
function modeFor(before: Stats, now: Stats): number {
  const mode = before.mode & 0o7777;
  return before.gid === now.gid ? mode : (mode & ~0o2070) | ((mode & 0o007) << 3);
}

async function onDisk<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof SlipwayError ? error : diskFailure(file, error);
  }
}

function diskFailure(file: string, error: unknown): SlipwayError {
  const code = codeOf(error);
  const said = error instanceof Error ? error.message : String(error);
  const detail = code === 'ENOSPC' ? t('the disk is full. Free some space, or choose another folder.') : said;
  return failure('fileFailed', { file, code, detail }, error);
}

/** What was written is whole: it may have taken an hour. */
function unmovedFailure(file: string, part: string, error: unknown): SlipwayError {
  const said = error instanceof Error ? error.message : String(error);
  return failure(
    'fileFailed',
    {
      file,
      code: codeOf(error),
      detail: t('{0}. The finished file is kept as {1}: rename it when no other program has the old one open.', said, part),
    },
    error,
  );
}

async function isFile(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined))?.isFile() ?? false;
}

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'EIO';
}
