import * as vscode from 'vscode';
import type { App } from '../../app';
import { answersFor } from '../../commands/answers/takes-engine';
import { askTheRest } from '../../core/ask-the-rest';
import { t } from '../../core/localize';
import { defined } from '../../core/records';
import { oneLine } from '../../core/untrusted';
import { contextValue, nodeType } from '../../nodes/define';
import { lastKnownUri } from './last-known';
import type { TreeRow } from './tree-row';

/** A row as VS Code draws it; `open` for one that the user has opened. */
export function treeItem({ view, node, key, dim, scope }: TreeRow, open: boolean): vscode.TreeItem {
  const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(
    oneLine(view.label),
    view.expandable === undefined ? None : view.expandable === 'expanded' || open ? Expanded : Collapsed,
  );
  item.id = key;
  if (view.description !== undefined) item.description = oneLine(view.description, 400);
  const color = dim ? 'disabledForeground' : view.iconColor;
  item.iconPath = new vscode.ThemeIcon(view.icon, color === undefined ? undefined : new vscode.ThemeColor(color));
  item.contextValue = contextValue(node, view);
  const label = oneLine(view.accessibleLabel, 600);
  item.accessibilityInformation = { label: dim ? t('{0}, last known', label) : label };
  if (view.command) {
    const { id: command, title, arguments: given } = view.command;
    item.command = { command, title, ...defined({ arguments: argumentsFor(scope.app, command, given) }) };
  }
  const resource = nodeType(node).resource?.(node.data, scope.app);
  if (resource && !view.flags?.includes('top')) showFile(item, resource);
  else if (dim) item.resourceUri = lastKnownUri(key);
  return item;
}

/** What the click on a row calls its command with: on the engine of the row. */
function argumentsFor(app: App, command: string, given: readonly unknown[] | undefined): unknown[] | undefined {
  const [answers, ...more] = given ?? [{}, askTheRest];
  if (app.identity.inUse || typeof answers !== 'object' || answers === null) return given && [...given];
  return [answersFor(app, command, answers as Readonly<Record<string, unknown>>), ...more];
}

/** The icon of the user's theme for such files; a click opens a file as one of the Explorer's, where the row does nothing else. */
function showFile(item: vscode.TreeItem, { uri: text, folder }: { readonly uri: string; readonly folder: boolean }): void {
  const uri = vscode.Uri.parse(text, true);
  item.resourceUri = uri;
  item.iconPath = folder ? vscode.ThemeIcon.Folder : vscode.ThemeIcon.File;
  if (!folder && !item.command) item.command = { command: 'vscode.open', title: t('Open'), arguments: [uri] };
}

/** The tooltip of a row. Never trusted: no command links, no HTML, no icons from a container's name. */
export async function treeTooltip({ node, view, scope }: TreeRow, signal: AbortSignal): Promise<vscode.MarkdownString | string> {
  const { tooltip } = nodeType(node);
  return tooltip ? new vscode.MarkdownString(await tooltip(node.data, scope.app, signal)) : view.accessibleLabel;
}
