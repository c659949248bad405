import { createReadStream, type Stats } from 'node:fs';
import { lstat, readdir, readlink, realpath } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Pack, pack } from 'tar-stream';
import { failure, SlipwayError } from '../../core/errors';
import { t } from '../../core/localize';

type EntryHeader = Parameters<Pack['entry']>[0];

/** What a `.dockerignore` file keeps out; `dockerfile/dockerignore.ts` reads one. */
export interface ContextIgnore {
  /** Whether something below an ignored folder may be wanted after all. */
  readonly hasExceptions: boolean;
  isIgnored(path: string): boolean;
}

export interface ContextOptions {
  /** Absolute path of the folder. */
  readonly directory: string;
  readonly ignore: ContextIgnore;
  /** Paths in the context, with `/`, that are sent whatever is ignored: the Dockerfile and `.dockerignore`. */
  readonly keep: readonly string[];
  /** Files that the folder does not have, such as a Dockerfile from elsewhere. */
  readonly extra?: readonly { readonly name: string; readonly content: string }[];
}

/**
 * The build context as a tar stream, made while it is read, so that memory does not depend on its size: sorted by name,
 * owned by root, links kept as links, sockets, pipes and devices left out. Same form as the docker command line sends
 * (moby `pkg/archive`, `TarWithOptions`). Fails with `fileFailed`.
 */
export function packContext(options: ContextOptions): Readable {
  const archive = pack();
  void new ContextPacker(archive, options).run();
  return Readable.from(archive as AsyncIterable<Uint8Array>, { objectMode: false });
}

class ContextPacker {
  private root = '';
  private stopped = false;

  constructor(
    private readonly archive: Pack,
    private readonly options: ContextOptions,
  ) {
    archive.once('close', () => (this.stopped = true));
  }

  async run(): Promise<void> {
    try {
      this.root = await realpath(this.options.directory).catch((error: unknown) => Promise.reject(fileFailure(this.options.directory, error)));
      await this.addFolder('');
      for (const { name, content } of this.options.extra ?? []) this.archive.entry({ name, mode: 0o644, mtime: new Date(0) }, content);
      this.archive.finalize();
    } catch (error) {
      if (!this.stopped) this.archive.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private async addFolder(folder: string): Promise<void> {
    const absolute = path.join(this.root, folder);
    const names = await readdir(absolute).catch((error: unknown) => Promise.reject(fileFailure(absolute, error)));
    for (const name of names.sort(byCode)) {
      if (this.stopped) return;
      await this.add(folder === '' ? name : `${folder}/${name}`);
    }
  }

  private async add(name: string): Promise<void> {
    const absolute = path.join(this.root, name);
    const ignored = this.options.ignore.isIgnored(name) && !this.options.keep.includes(name);
    if (ignored && !this.leadsSomewhere(name)) return;
    const stats = await lstat(absolute).catch((error: unknown) => Promise.reject(fileFailure(absolute, error)));
    if (stats.isDirectory()) {
      if (!ignored) await this.entry({ ...headerOf(`${name}/`, stats), type: 'directory' });
      await this.addFolder(name);
    } else if (ignored) return;
    else if (stats.isSymbolicLink()) await this.entry({ ...headerOf(name, stats), type: 'symlink', linkname: await readlink(absolute) });
    else if (stats.isFile()) await this.addFile(name, absolute, stats);
  }

  /** Whether something below an ignored folder may be sent. */
  private leadsSomewhere(folder: string): boolean {
    return this.options.ignore.hasExceptions || this.options.keep.some((kept) => kept.startsWith(`${folder}/`));
  }

  private entry(header: EntryHeader): Promise<void> {
    return new Promise((resolve, reject) => {
      this.archive.entry(header, (error) => (error ? reject(error) : resolve()));
    });
  }

  private async addFile(name: string, absolute: string, stats: Stats): Promise<void> {
    const header: EntryHeader = { ...headerOf(name, stats), type: 'file', size: stats.size };
    if (stats.size === 0) {
      await this.entry(header);
      return;
    }
    let sent = 0;
    const entry = this.archive.entry(header);
    // A file that grows meanwhile is sent as long as it was announced.
    const source = createReadStream(absolute, { end: stats.size - 1, highWaterMark: 1 << 18 });
    try {
      await pipeline(
        source,
        async function* (chunks: AsyncIterable<Buffer>) {
          for await (const chunk of chunks) {
            sent += chunk.length;
            yield chunk;
          }
          if (sent < stats.size) throw failure('fileFailed', { file: absolute, code: 'ESTALE', detail: t('The file became shorter while it was read.') });
        },
        entry,
      );
    } catch (error) {
      throw fileFailure(absolute, error);
    }
  }
}

function headerOf(name: string, stats: Stats): EntryHeader {
  // Windows has no mode; what it tells would make every script unfit to run.
  const mode = process.platform === 'win32' ? (stats.mode & 0o7777) | 0o755 : stats.mode & 0o7777;
  return { name, mode, uid: 0, gid: 0, mtime: new Date(Math.floor(stats.mtimeMs / 1000) * 1000) };
}

function byCode(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function fileFailure(file: string, error: unknown): SlipwayError {
  if (error instanceof SlipwayError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'EIO';
  return failure('fileFailed', { file, code, detail: error instanceof Error ? error.message : String(error) }, error);
}
