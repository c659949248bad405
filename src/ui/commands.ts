import * as vscode from 'vscode';
import type { App } from '../app';
import { type Disposable, DisposableStore } from '../core/disposable';
import { isCancelled } from '../core/errors';
import { keyArgument } from './key-argument';
import { type Manifest, registeredCommands } from './manifest';
import { loadCalls, loadCommands } from './parts';
import { TreeRow } from './trees/tree-row';
import type { SlipwayTreeView } from './trees/tree-view';

/** Registers every command. Its code is loaded when the first one is called. */
export function registerCommands(app: App, views: readonly SlipwayTreeView[], manifest: Manifest): Disposable {
  const owned = new DisposableStore();
  // While a toggle is on, its entry in menus is another one, with a check mark (scripts/manifest/menus.ts).
  for (const { name, id } of registeredCommands(manifest)) {
    owned.add(
      vscode.commands.registerCommand(name, async (...parameters: unknown[]) => {
        // The focus may move while code is loaded.
        const given = await rowsOf(parameters, views);
        const [{ commands }, calls] = await Promise.all([loadCommands(), loadCalls()]);
        const named = commands.find((candidate) => candidate.id === id);
        if (!named) throw new Error(`${id} is not defined`);
        const pressedIn = given && viewOfKey(parameters, views)?.definition.view;
        const command = pressedIn ? calls.commandOfKey(commands, named, pressedIn, given) : named;
        const rows = given && calls.isOfTitleBar(command, parameters, given) ? undefined : given;
        const engines = rows === undefined ? [] : calls.byEngine(command, rows, app);
        const call = engines[0]?.call ?? calls.readCall(command, given === undefined ? parameters : []);
        if (rows !== undefined && engines.length === 0) {
          app.show.status(calls.nothingToDo(rows));
          return undefined;
        }
        const run = async (): Promise<unknown> => {
          try {
            const result = engines.length > 0 ? await calls.engineByEngine(command, engines) : await command.run(app, call);
            calls.tellDoneBy(command.id, result);
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

/** The rows that a menu or a key pressed in a view means; `undefined` for a call that is about none. */
async function rowsOf([first, second]: readonly unknown[], views: readonly SlipwayTreeView[]): Promise<readonly TreeRow[] | undefined> {
  if (first instanceof TreeRow) {
    views.find((view) => view.holds(first))?.entered();
    const several = Array.isArray(second) ? second.filter((item) => item instanceof TreeRow) : [];
    return several.length > 0 ? several : [first];
  }
  const view = viewOfKey([first], views);
  view?.entered();
  return typeof first === 'string' && first.startsWith('rows:') ? view?.meantRows() : undefined;
}

/** The view in which a key was pressed. */
function viewOfKey([first]: readonly unknown[], views: readonly SlipwayTreeView[]): SlipwayTreeView | undefined {
  const [, , name] = (typeof first === 'string' ? keyArgument.exec(first) : undefined) ?? [];
  return views.find(({ definition }) => definition.view === name);
}
