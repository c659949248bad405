import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/disposable';

/** Calls back when one of these files (absolute paths) changes, comes or goes, on the disk or in an editor that has not saved it. */
export function watchFiles(files: readonly string[], changed: () => void): Disposable {
  const owned = new DisposableStore();
  const uris = files.map((file) => vscode.Uri.file(file));
  const addresses = new Set(uris.map((uri) => uri.toString()));
  owned.add(
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && addresses.has(document.uri.toString())) changed();
    }),
  );
  for (const uri of uris) {
    // The folder alone and no folder in it.
    const name = new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), uri.path.slice(uri.path.lastIndexOf('/') + 1));
    const watcher = owned.add(vscode.workspace.createFileSystemWatcher(name));
    for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete]) owned.add(event(changed));
  }
  return owned;
}
