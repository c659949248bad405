import * as vscode from 'vscode';
import type { App } from '../../app';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import type { Inventory } from '../../engine/inventory/inventory';
import { viewIds, type ViewId } from '../../nodes/view-ids';
import type { State, Views } from '../../ports';
import type { SlipwayTreeView } from '../trees/tree-view';
import type { Contributed } from '../manifest';
import { showViewHelp } from './view-help';

/** The same views for what is of another engine. */
export function viewsOf(app: () => App, common: Views, views: () => readonly SlipwayTreeView[]): Views {
  const viewOf = (view: ViewId): SlipwayTreeView | undefined => views().find(({ definition }) => definition.view === view);
  return {
    ...common,
    async reload(view, nodeId) {
      await viewOf(view)?.reload(nodeId, app());
    },
    async open(view, nodeId) {
      await vscode.commands.executeCommand(`slipway.${view}.focus`);
      return (await viewOf(view)?.open(nodeId, app())) ?? false;
    },
  };
}

/** The views' filters, kept per workspace, and their refresh. */
export function createViews(
  state: State,
  inventories: () => readonly Inventory[],
  views: () => readonly SlipwayTreeView[],
  manifest: Contributed,
  platform: NodeJS.Platform,
): Views {
  const key = (view: string): string => `filter.${view}`;
  const filter: Views['filter'] = (view) => {
    const text = state.get(key(view));
    return typeof text === 'string' ? text : '';
  };
  const tellFiltered = (view: ViewId): Thenable<unknown> =>
    vscode.commands.executeCommand('setContext', `slipway.${view}.filtered`, filter(view) !== '');
  // Filters are kept from one window to the next.
  for (const view of viewIds) if (filter(view) !== '') void tellFiltered(view);
  const redraw: Views['redraw'] = (view) =>
    views()
      .find(({ definition }) => definition.view === view)
      ?.redraw();
  const setFilter: Views['setFilter'] = async (view, text) => {
    await state.set(key(view), text);
    await tellFiltered(view);
    redraw(view);
  };
  const viewOf = (view: ViewId): SlipwayTreeView | undefined => views().find(({ definition }) => definition.view === view);
  return {
    filter,
    setFilter,
    redraw,
    async reload(view, nodeId) {
      await viewOf(view)?.reload(nodeId);
    },
    async open(view, nodeId) {
      await vscode.commands.executeCommand(`slipway.${view}.focus`);
      return (await viewOf(view)?.open(nodeId)) ?? false;
    },
    refresh(view) {
      for (const inventory of inventories()) inventory.refresh();
      views()
        .find(({ definition }) => definition.view === view)
        ?.refresh();
      return Promise.resolve();
    },
    help: (view) =>
      showViewHelp(
        manifest,
        view,
        views().find(({ definition }) => definition.view === view),
        platform,
      ),
    async askFilter(view) {
      const before = filter(view);
      const box = vscode.window.createInputBox();
      box.title = t('Filter');
      box.prompt = promptFor(view);
      box.value = before;
      let accepted = false;
      box.onDidChangeValue((text) => void setFilter(view, text.trim()));
      const text = await new Promise<string | undefined>((resolve) => {
        box.onDidAccept(() => {
          accepted = true;
          resolve(box.value.trim());
          box.hide();
        });
        box.onDidHide(() => resolve(accepted ? box.value.trim() : undefined));
        box.show();
      });
      box.dispose();
      await setFilter(view, text ?? before);
      if (text === undefined) throw failure('cancelled', { operation: 'filter' });
      return text;
    },
  };
}

function promptFor(view: ViewId): string {
  switch (view) {
    case 'images':
      return t(
        'Words of names and IDs; reference:team/*, label:key=value, before:name, since:name, dangling:true. Leave it empty to show everything.',
      );
    case 'containers':
      return t('Words of names, images, states and IDs; image:name. Leave it empty to show everything.');
    default:
      return t('Shows rows that contain all of these words. Leave it empty to show everything.');
  }
}
