import { createReadStream, type Stats } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Pack, pack } from 'tar-stream';
import { failure, isCancelled, SlipwayError } from '../../core/errors';
import { checkedFileName, childPath } from '../../core/files/file-path';
import { t } from '../../core/localize';
import type { ReportProgress } from '../../core/progress';
import { fileFailure } from '../../files/file-failure';
import { linkOf, windowsMode } from '../builder/classic/pack-context';
import type { Engine } from '../engine';
import { findFile, findFileIfAny, headerOf, told } from './container-files';
import { forgetListings, fullPath } from './list-folder';
import type { OpenPlace } from './open-place';
import type { Owner } from './owner';
import { packEmpty, packHeader } from './pack-entry';
import { runProgram } from './run-program';

/** A local file or folder and the name that it gets. */
export interface UploadSource {
  /** Absolute. */
  readonly path: string;
  readonly name: string;
}

/** What an upload brings: the files themselves, or what is in one folder. */
export interface UploadPlan {
  readonly sources: readonly UploadSource[];
  /** Names of the folder that are there already, and would be replaced, or filled up. */
  readonly taken: readonly string[];
}

/** Files by their own names. Throws `fileFailed` for one that is not there. */
export async function planUpload(
  engine: Engine,
  open: OpenPlace,
  folder: string,
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<UploadPlan> {
  const sources: UploadSource[] = [];
  for (const path of paths) {
    await lstat(path).catch((error: unknown) => Promise.reject(fileFailure(path, error)));
    sources.push({ path, name: checkedFileName(basename(path), 'file') });
  }
  return { sources, taken: await takenNames(engine, open, folder, sources, signal) };
}

async function takenNames(
  engine: Engine,
  open: OpenPlace,
  folder: string,
  sources: readonly UploadSource[],
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const taken: string[] = [];
  for (const { name } of sources) if (await findFileIfAny(engine, open, childPath(folder, name), signal)) taken.push(name);
  return taken;
}

/**
 * Writes local files and folders into a folder of a place, of whom that folder is; modes, times and links are kept. What was not there before is
 * removed again when it fails or is cancelled, where programs can be run; elsewhere `leftBehind` gets its names.
 */
export async function uploadFiles(
  engine: Engine,
  open: OpenPlace,
  folder: string,
  plan: UploadPlan,
  options: {
    readonly platform: NodeJS.Platform;
    readonly report?: ReportProgress;
    readonly signal?: AbortSignal;
    readonly leftBehind?: (names: readonly string[]) => void;
  },
): Promise<{ readonly files: number; readonly bytes: number }> {
  const { signal } = options;
  const found = await findFile(engine, open, folder, signal);
  if (found.type !== 'folder') throw failure('invalidInput', { field: 'path', value: folder, reason: t('It is not a folder.') });
  const { user, group } = await headerOf(engine, open, found.path, signal).catch((error: unknown): Owner => {
    if (SlipwayError.details(error, 'unsupported')) return { user: 0, group: 0 };
    throw error;
  });
  const packer = new LocalPacker({ user, group }, options.platform, options.report);
  try {
    await engine.containers.writeFiles(open.container, fullPath(open, found.path), packer.pack(plan.sources), signal);
    return packer.sums;
  } catch (error) {
    await takeBack(engine, open, found.path, plan, packer.begun, options.leftBehind);
    throw signal?.aborted && !isCancelled(error) ? failure('cancelled', { operation: 'upload' }, error) : told(error, folder);
  } finally {
    forgetListings(engine);
  }
}

async function takeBack(
  engine: Engine,
  open: OpenPlace,
  folder: string,
  { taken }: UploadPlan,
  begun: readonly string[],
  leftBehind?: (names: readonly string[]) => void,
): Promise<void> {
  const own = begun.filter((name) => !taken.includes(name));
  const paths = own.map((name) => fullPath(open, childPath(folder, name)));
  if (open.running && paths.length > 0) {
    const end = await runProgram(engine, open.container, ['rm', '-rf', '--', ...paths]).catch(() => undefined);
    if (end !== undefined && end !== 'missing' && end.code === 0 && own.length === begun.length) return;
  }
  if (begun.length > 0) leftBehind?.(open.running ? begun.filter((name) => taken.includes(name)) : begun);
}

class LocalPacker {
  private files = 0;
  private bytes = 0;
  private readonly tops: string[] = [];
  private stopped = false;

  constructor(
    private readonly owner: Owner,
    private readonly platform: NodeJS.Platform,
    private readonly report: ReportProgress | undefined,
  ) {}

  get sums(): { readonly files: number; readonly bytes: number } {
    return { files: this.files, bytes: this.bytes };
  }

  /** Names at the top of which something may have been sent. */
  get begun(): readonly string[] {
    return this.tops;
  }

  pack(sources: readonly UploadSource[]): Readable {
    const archive = pack();
    archive.once('close', () => (this.stopped = true));
    void this.run(archive, sources);
    return Readable.from(archive as AsyncIterable<Uint8Array>, { objectMode: false, highWaterMark: 1 << 20 });
  }

  private async run(archive: Pack, sources: readonly UploadSource[]): Promise<void> {
    try {
      for (const { path, name } of sources) {
        this.tops.push(name);
        await this.add(archive, path, name);
      }
      archive.finalize();
    } catch (error) {
      if (!this.stopped) archive.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private async add(archive: Pack, path: string, name: string): Promise<void> {
    if (this.stopped) return;
    const stats = await lstat(path).catch((error: unknown) => Promise.reject(fileFailure(path, error)));
    if (stats.isDirectory()) {
      await packEmpty(archive, this.header(name, 'folder', stats));
      const names = await readdir(path).catch((error: unknown) => Promise.reject(fileFailure(path, error)));
      for (const below of names) await this.add(archive, join(path, below), `${name}/${below}`);
    } else if (stats.isSymbolicLink()) {
      const target = await readlink(path).catch((error: unknown) => Promise.reject(fileFailure(path, error)));
      await packEmpty(archive, {
        ...this.header(name, 'link', stats),
        linkname: this.platform === 'win32' ? linkOf(target, path, path) : target,
      });
    } else if (stats.isFile()) await this.addFile(archive, path, name, stats);
  }

  private header(name: string, type: 'file' | 'folder' | 'link', stats: Stats): ReturnType<typeof packHeader> {
    const mode = this.platform === 'win32' ? windowsMode(stats.mode) : stats.mode & 0o7777;
    return packHeader({
      name,
      type,
      size: type === 'file' ? stats.size : 0,
      mode,
      ...this.owner,
      modified: Math.floor(stats.mtimeMs / 1000) * 1000,
    });
  }

  private async addFile(archive: Pack, path: string, name: string, stats: Stats): Promise<void> {
    this.files += 1;
    if (stats.size === 0) return packEmpty(archive, this.header(name, 'file', stats));
    const sent = (length: number): void => {
      this.bytes += length;
      this.report?.({ current: this.bytes });
    };
    let left = stats.size;
    try {
      await pipeline(
        // A file that grows meanwhile is sent as long as it was announced.
        createReadStream(path, { end: stats.size - 1, highWaterMark: 1 << 18 }),
        async function* (chunks: AsyncIterable<Buffer>) {
          for await (const chunk of chunks) {
            left -= chunk.length;
            sent(chunk.length);
            yield chunk;
          }
          if (left > 0)
            throw failure('fileFailed', { file: path, code: 'ESTALE', detail: t('The file became shorter while it was read.') });
        },
        archive.entry(this.header(name, 'file', stats)),
      );
    } catch (error) {
      throw fileFailure(path, error);
    }
  }
}
