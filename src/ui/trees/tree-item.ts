import * as vscode from 'vscode';
import type { App } from '../../app';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import { contextValue, nodeType } from '../../nodes/define';
import type { TreeRow } from './tree-row';

/** A row as VS Code draws it; `open` for one that the user has opened. */
export function treeItem({ view, node }: TreeRow, open: boolean, app: App): vscode.TreeItem {
  const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(
    oneLine(view.label),
    view.expandable === undefined ? None : view.expandable === 'expanded' || open ? Expanded : Collapsed,
  );
  item.id = node.id;
  if (view.description !== undefined) item.description = oneLine(view.description, 400);
  item.iconPath = new vscode.ThemeIcon(view.icon, view.iconColor === undefined ? undefined : new vscode.ThemeColor(view.iconColor));
  item.contextValue = contextValue(node);
  item.accessibilityInformation = { label: oneLine(view.accessibleLabel, 600) };
  if (view.command) {
    const { id: command, title, arguments: given } = view.command;
    item.command = { command, title, ...(given && { arguments: [...given] }) };
  }
  const resource = nodeType(node).resource?.(node.data, app);
  if (resource && !view.flags?.includes('top')) showFile(item, resource);
  return item;
}

/** The icon of the user's theme for such files; a click opens a file as one of the Explorer's, where the row does nothing else. */
function showFile(item: vscode.TreeItem, { uri: text, folder }: { readonly uri: string; readonly folder: boolean }): void {
  const uri = vscode.Uri.parse(text, true);
  item.resourceUri = uri;
  item.iconPath = folder ? vscode.ThemeIcon.Folder : vscode.ThemeIcon.File;
  if (!folder && !item.command) item.command = { command: 'vscode.open', title: t('Open'), arguments: [uri] };
}

/** The tooltip of a row. Never trusted: no command links, no HTML, no icons from a container's name. */
export async function treeTooltip({ node, view }: TreeRow, app: App): Promise<vscode.MarkdownString | string> {
  const { tooltip } = nodeType(node);
  return tooltip ? new vscode.MarkdownString(await tooltip(node.data, app)) : view.accessibleLabel;
}
