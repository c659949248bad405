import { createReadStream, type Stats } from 'node:fs';
import { lstat, readdir, readlink, realpath } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Pack, pack } from 'tar-stream';
import { failure } from '../../../core/errors';
import { t } from '../../../core/localize';
import { fileFailure } from '../../../files/file-failure';

type EntryHeader = Parameters<Pack['entry']>[0];

/** What a `.dockerignore` file keeps out; `core/ignore/dockerignore.ts` reads one. */
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
  /** Files that the folder does not have, such as a Dockerfile from elsewhere, or that are sent in place of its own. */
  readonly extra?: readonly { readonly name: string; readonly content: string }[];
  /** That the folder is on; this one where it is not given. */
  readonly platform: NodeJS.Platform;
}

/**
 * The build context as a tar stream, made while it is read, so that memory does not depend on its size: sorted by name,
 * owned by root, links, pipes and devices as they are, sockets left out. Same form as the docker command line sends (moby
 * `pkg/archive`, `TarWithOptions`): on Windows without links between names, with `/` where links lead. Fails with `fileFailed`, which names the file that cannot be sent.
 */
export function packContext(options: ContextOptions): Readable {
  const archive = pack();
  void new ContextPacker(archive, options).run();
  return Readable.from(archive as AsyncIterable<Uint8Array>, { objectMode: false });
}

/** A context of nothing but these files. */
export function packFiles(files: readonly { readonly name: string; readonly content: string }[]): Readable {
  const archive = pack();
  for (const { name, content } of files) archive.entry({ name, ...addedFile }, content);
  archive.finalize();
  return Readable.from(archive as AsyncIterable<Uint8Array>, { objectMode: false });
}

/** The same each time, so that the builder's cache holds. */
const addedFile = { type: 'file', mode: 0o644, mtime: new Date(0) } as const;

class ContextPacker {
  private root = '';
  private stopped = false;
  private readonly windows: boolean;
  private readonly replaced: ReadonlySet<string>;
  /** Where a file with several names was sent, by device and inode. */
  private readonly linked = new Map<string, string>();

  constructor(
    private readonly archive: Pack,
    private readonly options: ContextOptions,
  ) {
    this.windows = options.platform === 'win32';
    archive.once('close', () => (this.stopped = true));
    this.replaced = new Set((options.extra ?? []).map(({ name }) => name));
  }

  async run(): Promise<void> {
    try {
      this.root = await realpath(this.options.directory).catch((error: unknown) =>
        Promise.reject(fileFailure(this.options.directory, error)),
      );
      await this.addFolder('');
      for (const { name, content } of this.options.extra ?? []) await this.entry({ name, ...addedFile }, Buffer.from(content));
      this.archive.finalize();
    } catch (error) {
      if (!this.stopped) this.archive.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private async addFolder(folder: string): Promise<void> {
    const absolute = path.join(this.root, folder);
    // As bytes: a name that is no UTF-8 would be another file, or none.
    const names = await readdir(absolute, { encoding: 'buffer' }).catch((error: unknown) => Promise.reject(fileFailure(absolute, error)));
    for (const bytes of names.sort((left, right) => left.compare(right))) {
      if (this.stopped) return;
      const name = bytes.toString('utf8');
      const inContext = folder === '' ? name : `${folder}/${name}`;
      if (bytes.equals(Buffer.from(name))) await this.add(inContext);
      else if (!this.options.ignore.isIgnored(inContext)) {
        throw failure('fileFailed', {
          file: path.join(absolute, name),
          code: 'EILSEQ',
          detail: t('Its name is not UTF-8. Rename the file, or ignore it in .dockerignore.'),
        });
      }
    }
  }

  private async add(name: string): Promise<void> {
    if (this.replaced.has(name)) return;
    const absolute = path.join(this.root, name);
    const ignored = this.options.ignore.isIgnored(name) && !this.options.keep.includes(name);
    if (ignored && !this.leadsSomewhere(name)) return;
    const stats = await lstat(absolute).catch((error: unknown) => Promise.reject(fileFailure(absolute, error)));
    if (stats.isDirectory()) {
      if (!ignored) await this.entry({ ...this.headerOf(`${name}/`, stats), type: 'directory' });
      await this.addFolder(name);
    } else if (ignored) return;
    else if (stats.isSymbolicLink()) await this.addLink(name, absolute, stats);
    else if (stats.isFile()) await this.addFile(name, absolute, stats);
    else if (stats.isFIFO()) await this.entry({ ...this.headerOf(name, stats), type: 'fifo' });
    else if (stats.isCharacterDevice()) await this.entry({ ...this.headerOf(name, stats), type: 'character-device', ...deviceOf(stats) });
    else if (stats.isBlockDevice()) await this.entry({ ...this.headerOf(name, stats), type: 'block-device', ...deviceOf(stats) });
  }

  private headerOf(name: string, stats: Stats): EntryHeader {
    const mode = this.windows ? windowsMode(stats.mode) : stats.mode & 0o7777;
    return { name, mode, uid: 0, gid: 0, ...timeOf(Math.floor(stats.mtimeMs / 1000)) };
  }

  private async addLink(name: string, absolute: string, stats: Stats): Promise<void> {
    const bytes = await readlink(absolute, { encoding: 'buffer' }).catch((error: unknown) => Promise.reject(fileFailure(absolute, error)));
    const linkname = bytes.toString('utf8');
    if (!bytes.equals(Buffer.from(linkname)))
      throw failure('fileFailed', {
        file: absolute,
        code: 'EILSEQ',
        detail: t('The name that it links to is not UTF-8. Ignore the link in .dockerignore.'),
      });
    await this.entry({
      ...this.headerOf(name, stats),
      type: 'symlink',
      linkname: this.windows ? linkOf(linkname, absolute, this.root) : linkname,
    });
  }

  /** Whether something below an ignored folder may be sent. */
  private leadsSomewhere(folder: string): boolean {
    return this.options.ignore.hasExceptions || this.options.keep.some((kept) => kept.startsWith(`${folder}/`));
  }

  /** An entry with all of its content, none for what is no file. */
  private entry(header: EntryHeader, content: Buffer = Buffer.alloc(0)): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (error?: Error | null): void => (error ? reject(error) : resolve());
      if (header.type !== 'file') {
        this.archive.entry(header, done);
        return;
      }
      // The entry of a file goes on until its stream is ended, also when nothing is to come.
      this.archive.entry({ ...header, size: content.length }, done).end(content.length > 0 ? content : undefined);
    });
  }

  private async addFile(name: string, absolute: string, stats: Stats): Promise<void> {
    // Windows has names for one file too, but docker sends each there, and Node's inodes are not exact.
    if (stats.nlink > 1 && !this.windows) {
      const key = `${String(stats.dev)} ${String(stats.ino)}`;
      const first = this.linked.get(key);
      if (first !== undefined) {
        await this.entry({ ...this.headerOf(name, stats), type: 'link', linkname: first });
        return;
      }
      this.linked.set(key, name);
    }
    const header: EntryHeader = { ...this.headerOf(name, stats), type: 'file', size: stats.size };
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
          if (sent < stats.size)
            throw failure('fileFailed', { file: absolute, code: 'ESTALE', detail: t('The file became shorter while it was read.') });
        },
        entry,
      );
    } catch (error) {
      throw fileFailure(absolute, error);
    }
  }
}

/**
 * Windows has no modes: what may write is the owner alone, and everything may be run, or no script could (moby
 * `pkg/archive`, `chmodTarEntry`).
 */
export function windowsMode(mode: number): number {
  return (mode & 0o755) | 0o111;
}

/**
 * Where a link of Windows leads, as Linux reads it: with slashes. An absolute one, as each junction is, becomes relative
 * where it stays in the context.
 */
export function linkOf(target: string, link: string, root: string): string {
  const { win32 } = path;
  const plain = target.replace(/^(?:\\\\\?|\\\?\?)\\(?:UNC(?=\\))?/i, (prefix) => (/UNC$/i.test(prefix) ? '\\' : ''));
  const inside = win32.isAbsolute(plain) ? win32.relative(root, plain) : '..';
  const leaves = win32.isAbsolute(inside) || /^\.\.(?:\\|$)/.test(inside);
  const written = leaves ? plain : win32.relative(win32.dirname(link), plain) || '.';
  return written.replaceAll('\\', '/');
}

/** The last second for which the packer has room in a header. */
const lastSecond = 2 ** 31 - 1;

/** A time before 1970 or after 2038 stands in an extended header, as Go's `archive/tar` writes and reads it. */
function timeOf(seconds: number): Pick<EntryHeader, 'mtime' | 'pax'> {
  const within = Math.min(Math.max(0, seconds), lastSecond);
  return { mtime: new Date(within * 1000), ...(within === seconds ? {} : { pax: { mtime: String(seconds) } }) };
}

/** The numbers of a device, as Linux packs them (`makedev(3)`). */
export function deviceNumbers(rdev: number): { readonly major: number; readonly minor: number } {
  return { major: (rdev >> 8) & 0xfff, minor: (rdev & 0xff) | ((rdev >> 12) & 0xfff00) };
}

function deviceOf({ rdev }: Stats): Pick<EntryHeader, 'devmajor' | 'devminor'> {
  const { major, minor } = deviceNumbers(rdev);
  return { devmajor: major, devminor: minor };
}
