import * as vscode from 'vscode';
import type { App } from '../../app';
import { DisposableStore, type Disposable } from '../../core/disposable';
import { fileScheme } from '../../core/files/file-place';
import { imageFileScheme } from '../../core/files/image-place';
import { linkFree, oneLine } from '../../core/untrusted';
import type { Files } from '../../ports';
import { loadFileEditors, loadFileSystem, loadImageFileSystem } from '../parts';
import { registerChangeMarks } from './change-marks';

/** Files of containers and volumes as VS Code's; what reads and writes them is loaded when the first one is wanted. */
export class VsCodeFiles implements Files, Disposable {
  private readonly owned = new DisposableStore();
  private readonly changes = this.owned.add(new vscode.EventEmitter<vscode.FileChangeEvent[]>());

  /** `app` is asked late: this is one of its parts. */
  constructor(app: () => App) {
    const system = async () => (await loadFileSystem()).fileSystem(app());
    const provider: vscode.FileSystemProvider = {
      onDidChangeFile: this.changes.event,
      // What a container does to its files nobody tells.
      watch: () => new vscode.Disposable(() => undefined),
      stat: async (uri) => (await system()).stat(uri),
      readDirectory: async (uri) => (await system()).readDirectory(uri),
      readFile: async (uri) => (await system()).readFile(uri),
      writeFile: async (uri, content, options) => (await system()).writeFile(uri, content, options),
      createDirectory: async (uri) => (await system()).createDirectory(uri),
      delete: async (uri) => (await system()).delete(uri),
      rename: async (from, to, options) => (await system()).rename(from, to, options),
    };
    this.owned.add(vscode.workspace.registerFileSystemProvider(fileScheme, provider, { isCaseSensitive: true }));
    this.registerImageFiles(app);
    this.owned.add(registerChangeMarks());
  }

  private registerImageFiles(app: () => App): void {
    const system = async () => new (await loadImageFileSystem()).ImageFileSystem(app());
    const refuse = (uri: vscode.Uri): never => {
      throw vscode.FileSystemError.NoPermissions(uri);
    };
    const provider: vscode.FileSystemProvider = {
      // An image does not change.
      onDidChangeFile: () => new vscode.Disposable(() => undefined),
      watch: () => new vscode.Disposable(() => undefined),
      stat: async (uri) => (await system()).stat(uri),
      readFile: async (uri) => (await system()).readFile(uri),
      readDirectory: refuse,
      writeFile: refuse,
      createDirectory: refuse,
      delete: refuse,
      rename: refuse,
    };
    this.owned.add(vscode.workspace.registerFileSystemProvider(imageFileScheme, provider, { isCaseSensitive: true, isReadonly: true }));
  }

  async open(uri: string): Promise<void> {
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(uri, true));
  }

  async compare({ title, left, right }: { readonly title: string; readonly left: string; readonly right: string }): Promise<void> {
    await vscode.commands.executeCommand(
      'vscode.diff',
      vscode.Uri.parse(left, true),
      vscode.Uri.parse(right, true),
      linkFree(oneLine(title)),
    );
  }

  addToWorkspace(uri: string, name: string): Promise<void> {
    const folders = vscode.workspace.workspaceFolders ?? [];
    vscode.workspace.updateWorkspaceFolders(folders.length, 0, { uri: vscode.Uri.parse(uri, true), name: oneLine(name) });
    return Promise.resolve();
  }

  changed(uris: readonly string[]): void {
    this.changes.fire(uris.map((uri) => ({ type: vscode.FileChangeType.Changed, uri: vscode.Uri.parse(uri, true) })));
  }

  async gone(uris: readonly string[]): Promise<void> {
    await (await loadFileEditors()).closeEditors(uris);
  }

  async moved(from: string, to: string): Promise<void> {
    await (await loadFileEditors()).moveEditors(from, to);
  }

  dispose(): void {
    this.owned.dispose();
  }
}
