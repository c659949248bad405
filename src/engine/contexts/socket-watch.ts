import { existsSync, type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Disposable } from '../../core/disposable';
import { isPipeAddress } from '../../core/engine-place';
import type { HostEnvironment } from './host-environment';

/** Folders of macOS in which there is always something going on: the root and what lies directly in it, libraries, temporary files. */
const wideFolders = /^(?:\/private)?(?:\/[^/]*|\/var\/(?:folders|tmp)(?:\/[^/]*){0,3})$|^\/Users\/[^/]*(?:\/Library(?:\/[^/]*)?)?$/;

/** Bursts of changes are told once, after this many milliseconds. */
const settle = 20;

/**
 * Tells when one of some paths appears, changes or goes. Watches the nearest directory that exists, without polling;
 * when a nearer one appears it is watched instead. Named pipes of Windows cannot be watched. macOS tells of everything below a
 * directory (FSEvents), so the home folder and what is above it, or above most other things, is not watched there: the
 * connection's own retries remain.
 */
export class PathWatch implements Disposable {
  private readonly watchers = new Map<string, FSWatcher>();
  private timer: NodeJS.Timeout | undefined;
  private paths: readonly string[] = [];

  constructor(
    private readonly onChange: () => void,
    private readonly host: Pick<HostEnvironment, 'platform' | 'homeDirectory'>,
  ) {}

  /** Replaces the paths. */
  set(paths: readonly string[]): void {
    this.paths = paths.filter((path) => !isPipeAddress(path));
    this.update();
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const watcher of this.watchers.values()) watcher.close();
    this.watchers.clear();
  }

  private update(): void {
    const wanted = new Map<string, Set<string>>();
    for (const path of this.paths) {
      const { directory, name } = nearestDirectory(path);
      if (this.isWide(directory)) continue;
      const names = wanted.get(directory) ?? new Set();
      wanted.set(directory, names.add(name));
    }
    for (const [directory, watcher] of this.watchers) {
      if (wanted.has(directory)) continue;
      watcher.close();
      this.watchers.delete(directory);
    }
    for (const directory of wanted.keys()) if (!this.watchers.has(directory)) this.watch(directory);
  }

  private isWide(directory: string): boolean {
    const { platform, homeDirectory } = this.host;
    if (platform !== 'darwin') return false;
    const above = directory.endsWith('/') ? directory : `${directory}/`;
    return `${homeDirectory}/`.startsWith(above) || wideFolders.test(directory);
  }

  private watch(directory: string): void {
    try {
      const watcher = watch(directory, { persistent: false }, (_, name) => {
        if (name === null || this.isWanted(directory, name)) this.tell();
      });
      watcher.on('error', () => {
        watcher.close();
        this.watchers.delete(directory);
      });
      this.watchers.set(directory, watcher);
    } catch {
      // Out of watches, or not allowed: the connection's own retries remain.
    }
  }

  private isWanted(directory: string, name: string): boolean {
    return this.paths.some((path) => {
      const nearest = nearestDirectory(path, directory);
      return nearest.directory === directory && nearest.name === name;
    });
  }

  private tell(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.update();
      this.onChange();
    }, settle);
  }
}

/** The nearest existing directory above a path (or `stop`), and the name below it that leads to the path. */
function nearestDirectory(path: string, stop?: string): { readonly directory: string; readonly name: string } {
  let child = path;
  for (;;) {
    const directory = dirname(child);
    const found = stop === undefined ? existsSync(directory) : directory === stop;
    if (found || directory === child) return { directory, name: basename(child) };
    child = directory;
  }
}
