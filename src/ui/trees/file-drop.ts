import * as vscode from 'vscode';
import type { App } from '../../app';
import { answersFor } from '../../commands/answers/takes-engine';
import { askTheRest } from '../../core/ask-the-rest';
import { nodeType } from '../../nodes/define';
import type { TreeRow } from './tree-row';

const uriList = 'text/uri-list';

/** Files dropped on a view, from the Explorer or from outside, go to the command of the row under them, or to that of the view. */
export function fileDrop(command: string | undefined, app: App): vscode.TreeDragAndDropController<TreeRow> {
  return {
    dragMimeTypes: [],
    dropMimeTypes: [uriList],
    async handleDrop(row, transfer) {
      const uris = (await transfer.get(uriList)?.asString())?.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#')) ?? [];
      if (uris.length === 0) return;
      const onRow = row && nodeType(row.node).drop?.(row.node.data);
      const target = onRow?.command ?? command;
      if (target === undefined) return;
      try {
        const answers = answersFor(row?.scope.app ?? app, target, { ...onRow?.answers, uris });
        await vscode.commands.executeCommand(target, answers, ...(onRow ? [askTheRest] : []));
      } catch (error) {
        await app.show.error(error);
      }
    },
  };
}
