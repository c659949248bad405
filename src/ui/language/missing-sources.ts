import * as vscode from 'vscode';
import { DisposableStore } from '../../core/disposable';
import { Emitter } from '../../core/emitter';
import type { ContextSource } from '../../dockerfile/context-sources';
import type { Finding } from '../../dockerfile/finding';
import { sourcesToFind } from '../../dockerfile/missing-source';
import { pathOnDisk } from '../../files/on-disk';
import { hasFolder } from './build-contexts';
import type { Checked } from './checked';
import type { SlowCheck } from './slow-checks';

const pauseMilliseconds = 300;

/**
 * COPY and ADD of what is not there. The folder given to the builder is not known, so a path counts as missing only
 * where it is neither in the Dockerfile's folder nor in one above it up to the workspace's. Case counts, also where the file
 * system does not tell it: images are built on Linux.
 */
export class MissingSources implements SlowCheck {
  private readonly owned = new DisposableStore();
  private readonly changed = this.owned.add(new Emitter<void>());
  private watching = false;
  private timer: NodeJS.Timeout | undefined;

  readonly onChange = this.changed.event;

  async find(document: vscode.TextDocument, { file, configuration }: Checked): Promise<readonly Finding[]> {
    const { sources, finding } = sourcesToFind(file, configuration);
    if (!hasFolder(document.uri) || sources.length === 0) return [];
    this.watch();
    const folders = new SourceFolders(foldersOf(document.uri));
    const looked = await Promise.all(sources.map(async (source) => ({ source, found: await folders.find(source) })));
    return looked.flatMap(({ source, found }) => finding(source, found) ?? []);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.owned.dispose();
  }

  /** Files come and go in crowds, so they are looked for again when it is quiet. */
  private watch(): void {
    if (this.watching) return;
    this.watching = true;
    const watcher = this.owned.add(vscode.workspace.createFileSystemWatcher('**/*', false, true, false));
    const later = (): void => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.changed.fire(), pauseMilliseconds);
    };
    this.owned.add(watcher.onDidCreate(later));
    this.owned.add(watcher.onDidDelete(later));
  }
}

function foldersOf(uri: vscode.Uri): readonly vscode.Uri[] {
  const root = vscode.workspace.getWorkspaceFolder(uri)?.uri;
  const folders = [vscode.Uri.joinPath(uri, '..')];
  for (let last = folders[0]; root && last && last.path !== root.path && last.path.startsWith(root.path); last = folders.at(-1))
    folders.push(vscode.Uri.joinPath(last, '..'));
  return folders;
}

/** The folders that may be given to the builder, each read once. */
class SourceFolders {
  private readonly read = new Map<string, Promise<readonly string[]>>();

  constructor(private readonly folders: readonly vscode.Uri[]) {}

  /** The path itself where it is there; else one that differs from it in case alone, which Windows and macOS would find. */
  async find({ path, entry }: ContextSource): Promise<string | undefined> {
    let other: string | undefined;
    for (const folder of this.folders) {
      const found = await this.pathIn(folder, path);
      if (found === undefined) continue;
      if (entry !== undefined && !(await this.names(vscode.Uri.joinPath(folder, found)).catch(() => [])).some((name) => entry(name)))
        continue;
      if (found === path) return found;
      other ??= found;
    }
    return other;
  }

  private async pathIn(folder: vscode.Uri, path: string): Promise<string | undefined> {
    try {
      if (path === '') return path;
      return await pathOnDisk(path, (inner) => this.names(inner === '' ? folder : vscode.Uri.joinPath(folder, inner)));
    } catch {
      // A folder that cannot be listed may have it all the same.
      return isThere(vscode.Uri.joinPath(folder, path)).then((there) => (there ? path : undefined));
    }
  }

  private names(folder: vscode.Uri): Promise<readonly string[]> {
    const key = folder.toString();
    const reading =
      this.read.get(key) ?? Promise.resolve(vscode.workspace.fs.readDirectory(folder)).then((entries) => entries.map(([name]) => name));
    this.read.set(key, reading);
    return reading;
  }
}

function isThere(place: vscode.Uri): Promise<boolean> {
  return Promise.resolve(vscode.workspace.fs.stat(place)).then(
    () => true,
    () => false,
  );
}
