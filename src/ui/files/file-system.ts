import * as vscode from 'vscode';
import type { App } from '../../app';
import { isCancelled, SlipwayError } from '../../core/errors';
import type { FileEntry, FileFacts } from '../../core/files/file-facts';
import { placedFile, type PlacedFile } from '../../core/files/file-place';
import { parentPath } from '../../core/files/file-path';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import type { Engine } from '../../engine/engine';
import { removeFile, renameFile } from '../../engine/files/change-files';
import { createFolder, findFile, findFileIfAny, readFile, writeFile } from '../../engine/files/container-files';
import { type OpenPlace, type PlaceNeed, withPlace } from '../../engine/files/open-place';
import { readNames, reloadFolder } from '../../nodes/file-rows';
import { describeError } from '../present';

/** The file system of one {@link App}. */
export function fileSystem(app: App): ContainerFileSystem {
  return new ContainerFileSystem(app);
}

/** Files of containers and volumes, as VS Code asks for them. Every failure is a `FileSystemError`. */
export class ContainerFileSystem {
  constructor(private readonly app: App) {}

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    return this.at(uri, 'archives', async (engine, open, { path }) => {
      const found = await findFile(engine, open, path);
      const type = found.isLink ? linkTo(typeOf(found)) : typeOf(found);
      return { type, size: found.size, mtime: found.modified, ctime: found.modified };
    });
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    return this.told(uri, async (engine, file, app) => {
      const entries = await readNames(app, file, undefined, engine);
      return entries.map((entry): [string, vscode.FileType] => [entry.name, typeOfEntry(entry)]);
    });
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return this.at(uri, 'archives', (engine, open, { path }) =>
      this.app.progress.run(t('Reading {0}', oneLine(path)), (_report, signal) => readFile(engine, open, path, signal)),
    );
  }

  async writeFile(
    uri: vscode.Uri,
    content: Uint8Array,
    { create, overwrite }: { readonly create: boolean; readonly overwrite: boolean },
  ): Promise<void> {
    return this.at(uri, 'owners', async (engine, open, { path }) => {
      const before = await findFileIfAny(engine, open, path);
      if (before && !overwrite) throw vscode.FileSystemError.FileExists(uri);
      if (!before && !create) throw vscode.FileSystemError.FileNotFound(uri);
      await writeFile(engine, open, path, content);
      this.app.files.changed([uri.toString()]);
      this.changedBelow(uri);
    });
  }

  async createDirectory(uri: vscode.Uri): Promise<void> {
    await this.at(uri, 'owners', (engine, open, { path }) => createFolder(engine, open, path));
    this.changedBelow(uri);
  }

  async delete(uri: vscode.Uri): Promise<void> {
    await this.at(uri, 'programs', (engine, open, { path }) => removeFile(engine, open, path));
    this.changedBelow(uri);
  }

  async rename(from: vscode.Uri, to: vscode.Uri, { overwrite }: { readonly overwrite: boolean }): Promise<void> {
    const target = placedFile(to.authority, to.path);
    if (from.authority !== to.authority || !target)
      throw vscode.FileSystemError.NoPermissions(t('Files are renamed within one container or volume only.'));
    await this.at(from, 'programs', (engine, open, { path }) => renameFile(engine, open, path, target.path, { replace: overwrite }));
    for (const uri of [from, to]) this.changedBelow(uri);
  }

  /** The rows of the folder show what it has now; nobody waits for them. */
  private changedBelow(uri: vscode.Uri): void {
    const file = placedFile(uri.authority, uri.path);
    if (!file) return;
    this.app.engines
      .withKey(file.engine)
      .then((app) => app && reloadFolder(app, { place: file.place, path: parentPath(file.path) }))
      .catch((error: unknown) => this.app.log.error('read files', error));
  }

  private at<Result>(
    uri: vscode.Uri,
    need: PlaceNeed,
    work: (engine: Engine, open: OpenPlace, file: PlacedFile) => Promise<Result>,
  ): Promise<Result> {
    return this.told(uri, (engine, file) => withPlace(engine, file.place, need, undefined, (open) => work(engine, open, file)));
  }

  private async told<Result>(uri: vscode.Uri, work: (engine: Engine, file: PlacedFile, app: App) => Promise<Result>): Promise<Result> {
    const file = placedFile(uri.authority, uri.path);
    if (!file) throw vscode.FileSystemError.FileNotFound(uri);
    try {
      const app = await appOfFile(this.app, file);
      return await work(await app.connection.engine(), file, app);
    } catch (error) {
      throw fileSystemError(error, uri);
    }
  }
}

/** The App of the engine of a file: a volume of the same name on another engine is another one. Throws `Unavailable`. */
export async function appOfFile({ engines }: App, { engine: key, path }: Pick<PlacedFile, 'engine' | 'path'>): Promise<App> {
  const known = await engines.withKey(key);
  if (known) return known;
  // Which engine is in use may not be known before it answers.
  await engines.inUse.connection.engine();
  const found = await engines.withKey(key);
  if (found) return found;
  throw vscode.FileSystemError.Unavailable(t('{0} belongs to an engine that is neither shown nor in use.', oneLine(path)));
}

/** What VS Code calls such a file. */
export function typeOf({ type }: Pick<FileFacts, 'type'>): vscode.FileType {
  return {
    file: vscode.FileType.File,
    folder: vscode.FileType.Directory,
    link: vscode.FileType.SymbolicLink,
    other: vscode.FileType.Unknown,
  }[type];
}

function typeOfEntry({ type, leadsTo }: FileEntry): vscode.FileType {
  if (type !== 'link') return typeOf({ type });
  return leadsTo === undefined ? vscode.FileType.SymbolicLink : linkTo(typeOf({ type: leadsTo }));
}

/** VS Code has a link and what it leads to as bits of one number. */
const linkTo = (type: vscode.FileType): vscode.FileType => type | vscode.FileType.SymbolicLink;

/** VS Code acts on some kinds; the others are shown with their sentence. */
export function fileSystemError(error: unknown, uri: vscode.Uri): Error {
  if (error instanceof vscode.FileSystemError) return error;
  const what = SlipwayError.details(error, 'notFound')?.what;
  if (what === 'path') return vscode.FileSystemError.FileNotFound(uri);
  if (isCancelled(error)) return vscode.FileSystemError.Unavailable(t('This was cancelled.'));
  return vscode.FileSystemError.Unavailable(describeError(error).message);
}
