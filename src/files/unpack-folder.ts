import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, type FileHandle, link, lutimes, mkdir, open, rename, rm, symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { SlipwayError } from '../core/errors';
import { staysBelow } from '../core/files/file-path';
import { nameKey } from '../core/name-key';
import { fileFailure } from './file-failure';
import { portableFileName } from './file-names';

/** One thing to be made below the folder. */
export interface UnpackedEntry {
  readonly type: 'file' | 'folder' | 'link' | 'hardLink' | 'other';
  /** Names from the folder's top down, each without separators; none for the top itself. */
  readonly parts: readonly string[];
  readonly mode: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
  /** Of a link as it is; of a hard link the parts of the other name. */
  readonly target?: string | readonly string[];
}

/** Why something was left out. */
export type LeftOut = { readonly path: string; readonly why: 'leadsOut' | 'noFile' | 'name' };

/**
 * Unpacks files that somebody else has named into a new folder (or a new file) that stands under its name only when it is whole. Nothing outside of it is
 * ever written: names are single parts, no entry goes through a link, since links are made last and only where they stay in the folder, and
 * the folder is this object's own. What cannot be made here (devices, links that lead out, names that this platform does not have) is left out and told.
 */
export class FolderUnpacker {
  readonly leftOut: LeftOut[] = [];
  files = 0;
  bytes = 0;
  private readonly part: string;
  private readonly made = new Map<string, 'file' | 'folder'>();
  private readonly links: { readonly path: string; readonly target: string; readonly modified: number }[] = [];
  private readonly folders: { readonly path: string; readonly mode: number; readonly modified: number }[] = [];

  private readonly windows: boolean;

  /** `target` is an absolute path at which nothing is. */
  constructor(
    private readonly target: string,
    private readonly platform: NodeJS.Platform,
  ) {
    this.part = `${target}.${randomBytes(6).toString('hex')}.part`;
    this.windows = platform === 'win32';
  }

  /** What the file system takes for one name; those of Windows and macOS do not tell case. */
  private key(file: string): string {
    return this.windows || this.platform === 'darwin' ? nameKey(file) : file;
  }

  /** Makes one entry; the content of a file is read to its end. Throws `fileFailed`. */
  async add(entry: UnpackedEntry, content: AsyncIterable<Uint8Array>): Promise<void> {
    const { parts, type } = entry;
    const path = parts.join('/');
    if (type === 'other') {
      this.leave(path, 'noFile');
      return;
    }
    if (!parts.every((part) => isOneName(part, this.windows))) {
      this.leave(path, 'name');
      return;
    }
    const file = join(this.part, ...parts);
    await this.onDisk(file, async () => {
      if (type === 'folder') await this.addFolder(file, entry);
      else if (!(await this.hasParent(parts))) this.leave(path, 'name');
      else if (type === 'link') this.addLink(file, entry);
      else if (this.made.has(this.key(file))) this.leave(path, 'name');
      else if (type === 'hardLink') await this.addHardLink(file, entry);
      else await this.addFile(file, entry, content);
    });
  }

  /** Gives the links and times that come last, and the folder its name. */
  async finish(): Promise<void> {
    await this.onDisk(this.target, async () => {
      for (const { path, target, modified } of this.links) {
        await symlink(target, path);
        await lutimes(path, modified / 1000, modified / 1000).catch(() => undefined);
      }
      // Those below first: a mode may take away what is needed to go on, and what is made in a folder changes its time.
      for (const { path, mode, modified } of [...this.folders].reverse()) {
        if (!this.windows) await chmod(path, mode | 0o700).catch(() => undefined);
        await utimes(path, modified / 1000, modified / 1000).catch(() => undefined);
      }
      await rename(this.part, this.target);
    });
  }

  /** Takes everything away again. */
  async abandon(): Promise<void> {
    await rm(this.part, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  }

  private leave(path: string, why: LeftOut['why']): void {
    this.leftOut.push({ path, why });
  }

  /** Folders whose own entry is missing are made; a file in the way is left as it is. */
  private async hasParent(parts: readonly string[]): Promise<boolean> {
    let path = this.part;
    for (const part of ['', ...parts.slice(0, -1)]) {
      if (part !== '') path = join(path, part);
      const known = this.made.get(this.key(path));
      if (known === 'file') return false;
      // A single file stands in no folder.
      if (known === 'folder' || parts.length === 0) continue;
      await mkdir(path, { mode: 0o700 });
      this.made.set(this.key(path), 'folder');
    }
    return true;
  }

  private async addFolder(file: string, { parts, mode, modified }: UnpackedEntry): Promise<void> {
    const known = this.made.get(this.key(file));
    if (known === 'file' || (parts.length > 0 && !(await this.hasParent(parts)))) {
      this.leave(parts.join('/'), 'name');
      return;
    }
    if (known === undefined) await mkdir(file, { mode: 0o700 });
    this.made.set(this.key(file), 'folder');
    this.folders.push({ path: file, mode: mode & 0o777, modified });
  }

  private addLink(file: string, { parts, target, modified }: UnpackedEntry): void {
    if (typeof target !== 'string' || this.windows || !staysBelow(parts, target)) {
      this.leave(parts.join('/'), 'leadsOut');
      return;
    }
    if (this.made.has(this.key(file))) {
      this.leave(parts.join('/'), 'name');
      return;
    }
    // Nothing is written through it: whatever would stand below finds a file in the way.
    this.made.set(this.key(file), 'file');
    this.links.push({ path: file, target, modified });
  }

  private async addHardLink(file: string, { parts, target }: UnpackedEntry): Promise<void> {
    const other =
      typeof target === 'object' && target.every((part) => isOneName(part, this.windows)) ? join(this.part, ...target) : undefined;
    const isLink = this.links.some(({ path }) => path === other);
    if (other === undefined || isLink || this.made.get(this.key(other)) !== 'file') {
      this.leave(parts.join('/'), 'leadsOut');
      return;
    }
    await link(other, file);
    this.made.set(this.key(file), 'file');
    this.files += 1;
  }

  private async addFile(file: string, { mode, modified }: UnpackedEntry, content: AsyncIterable<Uint8Array>): Promise<void> {
    const { O_CREAT, O_EXCL, O_WRONLY } = constants;
    // Windows has no such flag.
    const O_NOFOLLOW = (constants as { readonly O_NOFOLLOW?: number }).O_NOFOLLOW ?? 0;
    const handle = await open(file, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, 0o600);
    this.made.set(this.key(file), 'file');
    try {
      for await (const chunk of content) this.bytes += await writeAll(handle, chunk);
      // Nobody becomes another user by what a container has made.
      if (!this.windows) await handle.chmod(mode & 0o777);
      await handle.utimes(modified / 1000, modified / 1000);
      this.files += 1;
    } finally {
      await handle.close();
    }
  }

  private async onDisk(file: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof SlipwayError || !(error instanceof Error) || !('syscall' in error)) throw error;
      throw fileFailure(file, error);
    }
  }
}

async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<number> {
  let offset = 0;
  while (offset < chunk.length) offset += (await handle.write(chunk, offset)).bytesWritten;
  return offset;
}

/** A name that means one thing in a folder here; on Windows those are fewer. */
function isOneName(name: string, windows: boolean): boolean {
  if (name === '' || name === '.' || name === '..' || name.includes('/') || name.includes('\u0000')) return false;
  return !windows || portableFileName(name) === name.replace(/^[.\s]+/, '');
}
