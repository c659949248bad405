import * as vscode from 'vscode';
import type { App } from '../app';
import type { AnyCommand } from '../commands/define';
import { commandIds, toggleIds } from '../commands/ids';
import { askTheRest } from '../core/ask-the-rest';
import type { Disposable } from '../core/disposable';
import { DisposableStore } from '../core/disposable';
import { isCancelled } from '../core/errors';
import { t } from '../core/localize';
import { oneLine } from '../core/untrusted';
import { facesOf, nodeType, type Node } from '../nodes/define';
import { TreeRow } from './trees/tree-rows';
import type { SlipwayTreeView } from './trees/tree-view';
import { tellDoneBy } from './walkthrough';

/** Arguments of Slipway's key bindings (scripts/manifest/contributions.ts): the rows that are meant in a view, or the view itself. */
const keyArgument = /^(rows|view):(\w+)$/;

interface Call {
  readonly nodes: readonly Node[];
  readonly answers: Record<string, unknown>;
  readonly programmatic: boolean;
}

/** Registers every command. Its code is loaded when the first one is called. */
export function registerCommands(app: App, views: readonly SlipwayTreeView[]): Disposable {
  const owned = new DisposableStore();
  // While a toggle is on, its entry in menus is another one, with a check mark (scripts/manifest/menus.ts).
  const checked = toggleIds.map((id) => ({ name: `${id}.checked`, id }));
  for (const { name, id } of [...commandIds.map((id) => ({ name: id, id })), ...checked]) {
    owned.add(
      vscode.commands.registerCommand(name, async (...parameters: unknown[]) => {
        // The focus may move while code is loaded.
        const given = await rowsOf(parameters, views);
        const command = await loadCommand(id);
        const rows = given && isOfTitleBar(command, parameters, given) ? undefined : given;
        const call = rows === undefined ? readCall(command, given === undefined ? parameters : []) : rowsCall(command, rows);
        if (rows !== undefined && call.nodes.length === 0) {
          app.show.status(nothingToDo(rows));
          return undefined;
        }
        const run = async (): Promise<unknown> => {
          try {
            const result = await command.run(app, call);
            tellDoneBy(id, result);
            return result;
          } catch (error) {
            if (call.programmatic) throw error;
            if (!isCancelled(error)) await app.show.error(error, run);
            return undefined;
          }
        };
        return run();
      }),
    );
  }
  return owned;
}

async function loadCommand(id: string): Promise<AnyCommand> {
  const { commands } = await import('../commands/all');
  const command = commands.find((candidate) => candidate.id === id);
  if (!command) throw new Error(`${id} is not defined`);
  return command;
}

/** The rows that a menu or a key pressed in a view means; `undefined` for a call that is about none. */
async function rowsOf([first, second]: readonly unknown[], views: readonly SlipwayTreeView[]): Promise<readonly TreeRow[] | undefined> {
  if (first instanceof TreeRow) {
    views.find((view) => view.holds(first))?.entered();
    const several = Array.isArray(second) ? second.filter((item) => item instanceof TreeRow) : [];
    return several.length > 0 ? several : [first];
  }
  const [, what, name] = (typeof first === 'string' ? keyArgument.exec(first) : undefined) ?? [];
  const view = views.find(({ definition }) => definition.view === name);
  view?.entered();
  return what === 'rows' ? view?.meantRows() : undefined;
}

/**
 * VS Code hands a button in a view's title bar the row with the focus and the selected ones, as it does an entry of a
 * row's menu (`TreeViewPaneHandleArg`). What no menu of these rows holds was pressed there, and is about the view.
 */
function isOfTitleBar({ titleBar, on = [] }: AnyCommand, [first]: readonly unknown[], rows: readonly TreeRow[]): boolean {
  const kinds = new Set(rows.flatMap(({ node }) => facesOf(node).map(({ kind }) => kind)));
  return titleBar !== undefined && first instanceof TreeRow && !on.some(({ node }) => kinds.has(node));
}

/** A key or a menu does nothing on rows that do not have its verb; it never asks for another row. */
function nothingToDo([row, ...more]: readonly TreeRow[]): string {
  if (!row) return t('Choose a row first.');
  return more.length > 0
    ? t('This action applies to none of the selected rows.')
    : t('This action is not available for {0} in its current state.', oneLine(row.view.label));
}

/**
 * Menus of files and editors hand a URI and, of several files, all of them; the palette hands nothing. Anything else comes from
 * a program, and is for the command to check.
 */
function readCall({ answers }: AnyCommand, [first, second]: readonly unknown[]): Call {
  const byUser = (given: Call['answers']): Call => ({ nodes: [], answers: given, programmatic: false });
  if (first === undefined || first === null || (typeof first === 'string' && keyArgument.test(first))) return byUser({});
  if (first instanceof vscode.Uri) {
    const uris = Array.isArray(second) ? second.filter((item) => item instanceof vscode.Uri).map(String) : [];
    if (uris.length > 1 && Object.hasOwn(answers, 'uris')) return byUser({ uris });
    return byUser(Object.hasOwn(answers, 'uri') ? { uri: first.toString() } : {});
  }
  return { nodes: [], answers: first as Call['answers'], programmatic: second !== askTheRest };
}

function rowsCall(command: AnyCommand, rows: readonly TreeRow[]): Call {
  const fitting = rows.flatMap(({ node }) => facesOf(node).find((face) => offers(command, face)) ?? []);
  return { nodes: command.many ? fitting : fitting.slice(0, 1), answers: {}, programmatic: false };
}

function offers(command: AnyCommand, node: Node): boolean {
  const flags = nodeType(node).view(node.data).flags ?? [];
  return (command.on ?? []).some(
    (target) =>
      target.node === node.kind &&
      (target.with ?? []).every((flag) => flags.includes(flag)) &&
      !(target.without ?? []).some((flag) => flags.includes(flag)),
  );
}
