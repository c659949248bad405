import * as vscode from 'vscode';
import type { App } from '../app';
import type { AnyCommand } from '../commands/define';
import { engineByEngine as doEngineByEngine, objectsOf } from '../commands/on-engines';
import { askTheRest } from '../core/ask-the-rest';
import { t } from '../core/localize';
import { oneLine } from '../core/untrusted';
import { facesOf, type Node, nodeType } from '../nodes/define';
import type { ViewId } from '../nodes/view-ids';
import { walkthrough } from '../walkthrough';
import { keyArgument } from './key-argument';
import { TreeRow } from './trees/tree-row';
import { tellDone } from './walkthrough';

/** A call as a command takes it. */
export interface Call {
  readonly nodes: readonly Node[];
  readonly answers: Record<string, unknown>;
  readonly programmatic: boolean;
}

/** Ticks the step that a command does, when it has done something: a page that was only closed gives no result. */
export function tellDoneBy(command: string, result: unknown): void {
  if (result === undefined) return;
  for (const { id, doneBy } of walkthrough) if (doneBy.some((candidate) => candidate === command)) tellDone(id);
}

/**
 * VS Code hands a button in a view's title bar the row with the focus and the selected ones, as it does an entry of a
 * row's menu (`TreeViewPaneHandleArg`). What no menu of these rows holds was pressed there, and is about the view.
 */
export function isOfTitleBar({ titleBar, on = [] }: AnyCommand, [first]: readonly unknown[], rows: readonly TreeRow[]): boolean {
  const kinds = new Set(rows.flatMap(({ node }) => facesOf(node).map(({ kind }) => kind)));
  return titleBar !== undefined && first instanceof TreeRow && !on.some(({ node }) => kinds.has(node));
}

/** A key or a menu does nothing on rows that do not have its verb; it never asks for another row. */
export function nothingToDo([row, ...more]: readonly TreeRow[]): string {
  if (!row) return t('Choose a row first.');
  return more.length > 0
    ? t('This action applies to none of the selected rows.')
    : t('This action is not available for {0} in its current state.', oneLine(row.view.label));
}

/**
 * Menus of files and editors hand a URI and, of several files, all of them; the palette hands nothing. Anything else comes from
 * a program, and is for the command to check.
 */
export function readCall({ answers }: AnyCommand, [first, second]: readonly unknown[]): Call {
  const byUser = (given: Call['answers']): Call => ({ nodes: [], answers: given, programmatic: false });
  if (first === undefined || first === null || (typeof first === 'string' && keyArgument.test(first))) return byUser({});
  if (first instanceof vscode.Uri) {
    const uris = Array.isArray(second) ? second.filter((item) => item instanceof vscode.Uri).map(String) : [];
    if (uris.length > 1 && Object.hasOwn(answers, 'uris')) return byUser({ uris });
    return byUser(Object.hasOwn(answers, 'uri') ? { uri: first.toString() } : {});
  }
  return { nodes: [], answers: first as Call['answers'], programmatic: second !== askTheRest };
}

/**
 * The command that a key means: commands may share one in a view where they are offered on different rows, and VS Code knows one of them. The
 * one that it knows where none fits.
 */
export function commandOfKey(commands: readonly AnyCommand[], known: AnyCommand, view: ViewId, rows: readonly TreeRow[]): AnyCommand {
  const fits = (command: AnyCommand): boolean => rowsCall(command, rows).nodes.length > 0;
  const shares = ({ key }: AnyCommand): boolean => key?.key === known.key?.key && key?.views.includes(view) === true && !key.wholeView;
  return fits(known) ? known : (commands.find((command) => shares(command) && fits(command)) ?? known);
}

export function rowsCall(command: AnyCommand, rows: readonly TreeRow[]): Call {
  const fitting = rows.flatMap(({ node }) => facesOf(node).find((face) => offers(command, face)) ?? []);
  return { nodes: command.many ? fitting : fitting.slice(0, 1), answers: {}, programmatic: false };
}

/** What a command is to do on one engine. */
export interface EngineCall {
  readonly app: App;
  readonly call: Call;
}

/**
 * Rows by their engines, those on which the command is offered. A row that is an engine stands for no object: the command is done there as from
 * the title bar of the view.
 */
export function byEngine(command: AnyCommand, rows: readonly TreeRow[], app: App): readonly EngineCall[] {
  const groups = new Map<App, TreeRow[]>();
  for (const row of rows) {
    const own = appOfRow(row, app);
    const group = groups.get(own);
    if (group) group.push(row);
    else groups.set(own, [row]);
  }
  const calls = [...groups]
    .map(([own, group]) => ({ app: own, call: rowsCall(command, group) }))
    .filter(({ call }) => call.nodes.length > 0)
    .map(({ app: own, call }) => ({ app: own, call: { ...call, nodes: objectsOf(command, call.nodes) } }));
  return command.many ? calls : calls.slice(0, 1);
}

/** The engine of a row; of a row that is not below one, as a build, the one that it names. */
function appOfRow(row: TreeRow, { engines }: App): App {
  const named = nodeType(row.node).engine?.(row.node.data);
  const isNamed = ({ connection: { state } }: App): boolean => state.kind === 'connected' && state.information.id === named;
  return (named === undefined ? undefined : engines.shown.find(isNamed)) ?? row.scope.app;
}

/** Does a command on each engine. */
export function engineByEngine(command: AnyCommand, calls: readonly EngineCall[]): Promise<unknown> {
  return doEngineByEngine(calls.map(({ app, call }) => ({ app, run: (engine) => command.run(engine, call) })));
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
