import type * as vscode from 'vscode';
import type { App } from '../../app';
import type { Disposable } from '../../core/disposable';
import type { AnyPage, Pages } from '../../pages';
import { createPages } from './pages';
import { createPanels, type VsCodePanels } from './vscode-panels';

/** The pages of one engine in VS Code's editors. */
export interface VsCodePages extends Pages<App>, Disposable, Pick<VsCodePanels, 'reopen'> {}

/** `ids` are the kinds of pages that are opened again after a reload of the window. */
export function createVsCodePages(
  extension: vscode.Uri,
  app: () => App,
  ids: readonly string[],
  definitions: () => Promise<readonly AnyPage<App>[]>,
): VsCodePages {
  const panels = createPanels(extension);
  // There is one App so far, of whichever engine is in use.
  const pages = createPages({ panels, engine: 'in-use', app, ids, definitions });
  return { ...pages, reopen: (page, panel, kept) => panels.reopen(page, panel, kept) };
}
