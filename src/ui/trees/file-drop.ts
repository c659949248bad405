import * as vscode from 'vscode';
import type { App } from '../../app';
import { answersFor } from '../../commands/answers/takes-engine';
import { askTheRest } from '../../core/ask-the-rest';
import { nodeType } from '../../nodes/define';
import type { ViewFrame } from '../../nodes/define-tree';
import type { TreeRow } from './tree-row';

const uriList = 'text/uri-list';

/**
 * Files dropped on a view, from the Explorer or from outside, go to the command of the row under them, or to that of the view. Rows that are
 * dragged onto a row of another engine go to the command of their view.
 */
export function fileDrop({ view, drop, drag }: ViewFrame, app: App): vscode.TreeDragAndDropController<TreeRow> {
  const rowsType = `application/vnd.code.tree.slipway.${view}`;
  let dragged: readonly TreeRow[] = [];
  const dropRows = async (target: TreeRow | undefined): Promise<void> => {
    const to = target?.scope.app.identity.id;
    if (drag === undefined || to === undefined) return;
    const sources = new Map<App, string[]>();
    for (const { node, scope } of dragged) {
      const carried = nodeType(node).dragged?.(node.data) ?? [];
      if (scope.app.identity.id !== to && carried.length > 0) sources.set(scope.app, [...(sources.get(scope.app) ?? []), ...carried]);
    }
    for (const [source, references] of sources)
      await vscode.commands.executeCommand(drag, answersFor(source, drag, { references, to }), askTheRest);
  };
  const dropFiles = async (row: TreeRow | undefined, uris: readonly string[]): Promise<void> => {
    const onRow = row && nodeType(row.node).drop?.(row.node.data);
    const target = onRow?.command ?? drop;
    if (target === undefined || uris.length === 0) return;
    const answers = answersFor(row?.scope.app ?? app, target, { ...onRow?.answers, uris });
    await vscode.commands.executeCommand(target, answers, ...(onRow ? [askTheRest] : []));
  };
  return {
    dragMimeTypes: [],
    dropMimeTypes: drag === undefined ? [uriList] : [uriList, rowsType],
    handleDrag(rows, transfer) {
      dragged = rows;
      if (drag !== undefined) transfer.set(rowsType, new vscode.DataTransferItem(view));
    },
    async handleDrop(row, transfer) {
      try {
        if (transfer.get(rowsType)) await dropRows(row);
        else await dropFiles(row, await urisOf(transfer));
      } catch (error) {
        await app.show.error(error);
      }
    },
  };
}

async function urisOf(transfer: vscode.DataTransfer): Promise<readonly string[]> {
  const text = await transfer.get(uriList)?.asString();
  return text?.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#')) ?? [];
}
