import * as vscode from 'vscode';
import type { App } from '../../app';
import { type ImageFile, imageFileOf } from '../../core/files/image-place';
import { exceeded } from '../../core/limit-exceeded';
import { type ImageVersion, imageVersion } from '../../engine/files/image-files';
import { appOfFile, fileSystemError, typeOf } from './file-system';

/** Single files of images, as VS Code reads them beside those of a container. Every failure is a `FileSystemError`. */
export class ImageFileSystem {
  constructor(private readonly app: App) {}

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    return this.version(uri, (version) => {
      const { modified, size } = version;
      return { type: typeOf(version), size, mtime: modified, ctime: modified, permissions: vscode.FilePermission.Readonly };
    });
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return this.version(uri, ({ type, content }, { path }) => {
      if (type !== 'file') throw vscode.FileSystemError.FileIsADirectory(uri);
      if (!content) throw exceeded('openedFile', path);
      return content;
    });
  }

  private async version<Result>(uri: vscode.Uri, take: (version: ImageVersion, file: ImageFile) => Result): Promise<Result> {
    const file = imageFileOf(uri.authority, uri.path);
    if (!file) throw vscode.FileSystemError.FileNotFound(uri);
    try {
      const found = await imageVersion(await (await appOfFile(this.app, file)).connection.engine(), file);
      if (!found) throw vscode.FileSystemError.FileNotFound(uri);
      return take(found, file);
    } catch (error) {
      throw fileSystemError(error, uri);
    }
  }
}
