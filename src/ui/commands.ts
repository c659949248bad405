import * as vscode from 'vscode';
import type { App } from '../app';
import type { AnyCommand } from '../commands/define';
import { commandIds, toggleIds } from '../commands/ids';
import type { Disposable } from '../core/disposable';
import { DisposableStore } from '../core/disposable';
import { isCancelled } from '../core/errors';
import { facesOf, nodeType, type Node } from '../nodes/define';
import { TreeRow, type SlipwayTreeView } from './tree-view';

/** Second argument of a call by the user in whose name some answers are known already: the others are asked. */
export const askTheRest = 'ask';

/** Argument of Slipway's key bindings: the command takes the rows selected in the view that has the focus. */
const selectionArgument = 'selection';

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
        const command = await loadCommand(id);
        const call = readCall(command, parameters, views);
        const run = async (): Promise<unknown> => {
          try {
            return await command.run(app, call);
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

function readCall(command: AnyCommand, parameters: readonly unknown[], views: readonly SlipwayTreeView[]): Call {
  const [first, second] = parameters;
  if (first instanceof TreeRow) {
    const several = Array.isArray(second) ? second.filter((item) => item instanceof TreeRow) : [];
    return rowsCall(command, several.length > 0 ? several : [first]);
  }
  if (first === selectionArgument) {
    const focused = views.find((view) => view.visible && view.selection.length > 0 && command.key?.views.includes(view.definition.view));
    return rowsCall(command, focused?.selection ?? []);
  }
  if (first instanceof vscode.Uri && Array.isArray(second) && second.length > 1) {
    // Several files selected in the Explorer.
    const uris = second.filter((item) => item instanceof vscode.Uri).map(String);
    return { nodes: [], answers: { uris }, programmatic: false };
  }
  if (first instanceof vscode.Uri) return { nodes: [], answers: { uri: first.toString() }, programmatic: false };
  if (typeof first === 'object' && first !== null) return { nodes: [], answers: { ...first }, programmatic: second !== askTheRest };
  return { nodes: [], answers: {}, programmatic: false };
}

function rowsCall(command: AnyCommand, rows: readonly TreeRow[]): Call {
  const fitting = rows.flatMap(({ node }) => facesOf(node).find((face) => offers(command, face)) ?? []);
  return { nodes: command.many ? fitting : fitting.slice(0, 1), answers: {}, programmatic: false };
}

function offers(command: AnyCommand, node: Node): boolean {
  const flags = nodeType(node).view(node.data).flags ?? [];
  return (command.on ?? []).some(
    (target) =>
      target.node === node.kind && (target.with ?? []).every((flag) => flags.includes(flag)) && !(target.without ?? []).some((flag) => flags.includes(flag)),
  );
}
