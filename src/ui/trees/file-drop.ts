import * as vscode from 'vscode';
import type { App } from '../../app';
import type { TreeRow } from './tree-row';

const uriList = 'text/uri-list';

/** Files dropped on a view, from the Explorer or from outside, go to a command. */
export function fileDrop(command: string, app: App): vscode.TreeDragAndDropController<TreeRow> {
  return {
    dragMimeTypes: [],
    dropMimeTypes: [uriList],
    async handleDrop(_row, transfer) {
      const uris = (await transfer.get(uriList)?.asString())?.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#')) ?? [];
      if (uris.length === 0) return;
      try {
        await vscode.commands.executeCommand(command, { uris });
      } catch (error) {
        await app.show.error(error);
      }
    },
  };
}
