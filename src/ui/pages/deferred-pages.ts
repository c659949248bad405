import * as vscode from 'vscode';
import type { App } from '../../app';
import { Deferred } from '../../core/deferred';
import { type Disposable, DisposableStore } from '../../core/disposable';
import type { Pages } from '../../pages';
import { viewType } from './view-type';
import type { PagesEngine, VsCodePages } from './vscode-pages';

/** {@link VsCodePages} before they are loaded. */
export interface DeferredPages extends Disposable {
  /** The pages of one engine. */
  of(engine: PagesEngine): Pages<App>;
}

/** Stands for the pages until the first one is opened, or is there again after a reload of the window. */
export function createDeferredPages(ids: readonly string[], make: () => Promise<VsCodePages>): DeferredPages {
  const owned = new DisposableStore();
  const pages = owned.add(new Deferred({ name: 'open', make }));
  for (const id of ids) {
    owned.add(
      vscode.window.registerWebviewPanelSerializer(viewType(id), {
        deserializeWebviewPanel: async (panel, kept: unknown) => (await pages.want()).reopen(id, panel, kept),
      }),
    );
  }
  return {
    of: (engine) => ({ open: async (page, argument, how) => (await pages.want()).of(engine).open(page, argument, how) }),
    dispose: () => owned.dispose(),
  };
}
