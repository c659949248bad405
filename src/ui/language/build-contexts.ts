import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/disposable';
import { SlipwayError } from '../../core/errors';
import { exceeded } from '../../core/limit-exceeded';
import { type LimitName, limits } from '../../core/limits';
import { type DockerIgnore, ignoreFileOf, readDockerIgnore } from '../../core/ignore/dockerignore';
import { buildContextOf } from '../../dockerfile/facts/build-context';
import type { BuildContext } from '../../dockerfile/facts/build-context';

/** What `.dockerignore` beside each Dockerfile keeps out of its build. */
export class BuildContexts implements Disposable {
  private readonly owned = new DisposableStore();

  /** @param changed a file that decides about a context is another one now */
  constructor(
    private readonly platform: NodeJS.Platform,
    changed: () => void,
  ) {
    const watcher = this.owned.add(vscode.workspace.createFileSystemWatcher('**/*.dockerignore'));
    for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete]) this.owned.add(event(changed));
  }

  /** The context of a build in the Dockerfile's folder; `undefined` where no file says anything about it. Throws `limitExceeded`. */
  async contextOf(uri: vscode.Uri): Promise<BuildContext | undefined> {
    if (!hasFolder(uri)) return undefined;
    // The builder takes the file of the Dockerfile's own name before that of the folder.
    const own = uri.with({ path: `${uri.path}.dockerignore` });
    const text = (await textAt(own, 'ignoreFile')) ?? (await textAt(vscode.Uri.joinPath(uri, '..', '.dockerignore'), 'ignoreFile'));
    return text === undefined ? undefined : buildContextOf(ignoreOf(uri, text, this.platform));
  }

  dispose(): void {
    this.owned.dispose();
  }
}

/** An ignore file that holds for a document, read as the platform on which it would be built reads it. */
export function ignoreOf(uri: vscode.Uri, text: string, platform: NodeJS.Platform): DockerIgnore {
  return readDockerIgnore(ignoreFileOf(text, uri.scheme === 'file' && platform === 'win32'));
}

/** Whether the document stands in a folder with other files: not so those of git and those without a name yet. */
export function hasFolder(uri: vscode.Uri): boolean {
  return uri.scheme === 'file' || vscode.workspace.getWorkspaceFolder(uri) !== undefined;
}

/**
 * The text of a file, `undefined` where it cannot be read. Throws `limitExceeded` for one that is too long; what is no file,
 * such as a pipe, is not opened.
 */
export async function textAt(uri: vscode.Uri, limit: LimitName): Promise<string | undefined> {
  try {
    const { size, type } = await vscode.workspace.fs.stat(uri);
    if ((type & vscode.FileType.File) === 0) return undefined;
    if (size > limits[limit].most) throw exceeded(limit, uri.scheme === 'file' ? uri.fsPath : uri.toString());
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    if (error instanceof SlipwayError) throw error;
    return undefined;
  }
}
