import type { BigIntStats } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import type { SlipwayError } from '../../../core/errors';
import { failure } from '../../../core/errors';
import { t } from '../../../core/localize';
import { fileFailure, isGone } from '../../../files/file-failure';
import { deviceNumbers, linkOf, windowsMode } from '../classic/pack-context';
import { followLinks, linksOf } from './follow-links';
import { pathFilter, type PathFilter } from './path-filter';
import { QuickDisk } from './quick-disk';

/** What is told of one file or folder of a context, in the form of tonistiigi/fsutil's `Stat`. */
export interface TreeEntry {
  /** With `/`, as the disk has it. */
  readonly path: Uint8Array;
  /** In Go's bits (`io/fs.FileMode`). */
  readonly mode: number;
  /** In bytes. */
  readonly size: bigint;
  /** In nanoseconds since 1970. */
  readonly modified: bigint;
  /** Where a link leads, or the earlier name of the same file. */
  readonly linkName?: Uint8Array;
  readonly device?: { readonly major: number; readonly minor: number };
  /** Present for a file that has content: on this machine, or at hand. */
  readonly content?: TreeContent;
}

export type TreeContent =
  { readonly kind: 'file'; readonly file: Uint8Array; readonly size: number } | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

/** What the builder wants of a folder. */
export interface TreeWish {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Paths and the links on their way. */
  readonly follow: readonly string[];
}

/** A folder that is given to a build. */
export interface ContextTree {
  /** In the order of the names' bytes, each folder before what is in it. Throws `fileFailed`. */
  entries(wish: TreeWish): AsyncIterable<TreeEntry>;
}

const directoryBit = 2 ** 31;
const linkBit = 2 ** 27;
const deviceBit = 2 ** 26;
const pipeBit = 2 ** 25;
const setUserBit = 2 ** 23;
const setGroupBit = 2 ** 22;
const characterBit = 2 ** 21;
const stickyBit = 2 ** 20;

/** So many files are looked at together. */
const together = 64;

/** A folder of this machine, read while it is sent. */
export function folderTree(folder: string, platform: NodeJS.Platform): ContextTree {
  return {
    async *entries(wish) {
      const root = await realpath(folder).catch((error: unknown) => Promise.reject(fileFailure(folder, error)));
      // An empty list means everything, as does one of which nothing is left because a path is the folder itself.
      const followed = wish.follow.length > 0 ? await followLinks(wish.follow, linksOf(root)) : [];
      const filter = pathFilter({ include: [...wish.include, ...followed], exclude: wish.exclude });
      yield* new FolderWalk(root, filter, platform).folder(Buffer.alloc(0), []);
    },
  };
}

/** Files that are nowhere, or elsewhere, by name: the Dockerfile. */
export function fileTree(
  files: readonly { readonly name: string; readonly content: Uint8Array; readonly modified?: bigint }[],
): ContextTree {
  const sorted = [...files].sort((left, right) => Buffer.from(left.name).compare(Buffer.from(right.name)));
  return {
    async *entries(wish) {
      const filter = pathFilter({ include: [...wish.include, ...wish.follow], exclude: wish.exclude });
      for (const { name, content, modified = 0n } of sorted) {
        if (filter.isWanted(name))
          yield await Promise.resolve({
            path: Buffer.from(name),
            mode: 0o644,
            size: BigInt(content.length),
            modified,
            content: { kind: 'bytes', bytes: content },
          });
      }
    },
  };
}

/** A folder that may have been sent without being wanted itself, because of what is in it. */
interface Above {
  readonly entry: TreeEntry;
  sent: boolean;
}

class FolderWalk {
  /** Where a file with several names was met first, by device and inode. */
  private readonly linked = new Map<string, Uint8Array>();
  private readonly windows: boolean;
  private readonly disk = new QuickDisk();

  constructor(
    private readonly root: string,
    private readonly filter: PathFilter,
    platform: NodeJS.Platform,
  ) {
    this.windows = platform === 'win32';
  }

  async *folder(inContext: Buffer, above: readonly Above[]): AsyncGenerator<TreeEntry> {
    const absolute = this.absolute(inContext);
    const names = await readdir(absolute, { encoding: 'buffer' }).catch((error: unknown) => {
      if (isGone(error)) return [];
      throw fileFailure(absolute.toString(), error);
    });
    names.sort((left, right) => left.compare(right));
    for (let index = 0; index < names.length; index += together) {
      const looked = await Promise.all(names.slice(index, index + together).map((name) => this.look(inContext, name)));
      for (const each of looked) if (each) yield* this.tell(each, above);
    }
  }

  private absolute(inContext: Uint8Array): Buffer {
    return inContext.length === 0 ? Buffer.from(this.root) : Buffer.concat([Buffer.from(`${this.root}/`), inContext]);
  }

  /** What is there under a name; undefined for what is not wanted, or has gone meanwhile. */
  private async look(folder: Buffer, name: Buffer): Promise<Looked | undefined> {
    const inContext = folder.length === 0 ? name : Buffer.concat([folder, Buffer.from('/'), name]);
    // Names that are no UTF-8 are met by patterns as well as can be told.
    const text = inContext.toString();
    const wanted = this.filter.isWanted(text);
    if (!wanted && !this.filter.mayHold(text)) return undefined;
    const absolute = this.absolute(inContext);
    try {
      const { stats, link } = await this.disk.look(absolute);
      if (!wanted && !stats.isDirectory()) return undefined;
      return { inContext, stats, wanted, link };
    } catch (error) {
      if (isGone(error)) return undefined;
      throw fileFailure(absolute.toString(), error);
    }
  }

  private async *tell(looked: Looked, above: readonly Above[]): AsyncGenerator<TreeEntry> {
    const { inContext, stats, wanted } = looked;
    const entry = this.entryOf(looked);
    if (wanted) {
      for (const folder of above) {
        if (!folder.sent) yield folder.entry;
        folder.sent = true;
      }
      yield entry;
    }
    if (stats.isDirectory() && this.filter.mayHold(inContext.toString()))
      yield* this.folder(inContext, [...above, { entry, sent: wanted }]);
  }

  private entryOf({ inContext, stats, link }: Looked): TreeEntry {
    const permissions = Number(stats.mode & 0o777n);
    const common = { path: inContext, mode: modeOf(stats, permissions, this.windows), size: 0n, modified: stats.mtimeNs };
    if (stats.isDirectory()) return common;
    if (link) return { ...common, size: stats.size, linkName: this.windows ? this.windowsLink(inContext, link) : link };
    // Windows has names for one file too, but Node's inodes are not exact.
    if (stats.nlink > 1n && !this.windows) {
      const key = `${String(stats.dev)} ${String(stats.ino)}`;
      const first = this.linked.get(key);
      // With its size, which the builder compares: it would make the link anew each time, and leave a temporary name of it behind.
      if (first) return { ...common, size: stats.size, linkName: first };
      this.linked.set(key, inContext);
    }
    if (stats.isBlockDevice() || stats.isCharacterDevice()) return { ...common, device: deviceNumbers(Number(stats.rdev)) };
    if (stats.isFIFO()) return common;
    // A socket is an empty file to the builder.
    if (stats.isSocket()) return { ...common, content: { kind: 'bytes', bytes: Buffer.alloc(0) } };
    return { ...common, size: stats.size, content: { kind: 'file', file: this.absolute(inContext), size: Number(stats.size) } };
  }

  private windowsLink(inContext: Buffer, link: Buffer): Buffer {
    return Buffer.from(linkOf(link.toString(), this.absolute(inContext).toString(), this.root));
  }
}

interface Looked {
  readonly inContext: Buffer;
  readonly stats: BigIntStats;
  readonly wanted: boolean;
  readonly link: Buffer | undefined;
}

/** Go's `io/fs.FileMode`: a kind and permissions, with bits of its own for setuid, setgid and sticky. */
function modeOf(stats: BigIntStats, permissions: number, windows: boolean): number {
  const special =
    (stats.mode & 0o4000n ? setUserBit : 0) + (stats.mode & 0o2000n ? setGroupBit : 0) + (stats.mode & 0o1000n ? stickyBit : 0);
  const kind = stats.isDirectory()
    ? directoryBit
    : stats.isSymbolicLink()
      ? linkBit
      : stats.isFIFO()
        ? pipeBit
        : stats.isBlockDevice()
          ? deviceBit
          : stats.isCharacterDevice()
            ? deviceBit + characterBit
            : 0;
  return kind + (windows ? windowsMode(permissions) : special + permissions);
}

/** A name that the builder does not take. */
export function foreignNameFailure(name: Uint8Array): SlipwayError {
  return failure('fileFailed', {
    file: Buffer.from(name).toString(),
    code: 'EILSEQ',
    detail: t('Its name, or that of what it links to, is not UTF-8. Rename the file, or ignore it in .dockerignore.'),
  });
}

/** A file that is not any more what it was when it was announced. */
export function changedFailure(file: string): SlipwayError {
  return failure('fileFailed', { file, code: 'ESTALE', detail: t('The file became shorter while it was read.') });
}
