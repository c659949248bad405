import type * as vscode from 'vscode';
import type { App } from '../../app';
import { type Disposable, DisposableStore } from '../../core/disposable';
import type { AnyPage, Pages } from '../../pages';
import { createPages, type EnginePages } from './pages';
import { createPanels, type VsCodePanels } from './vscode-panels';

/** The pages of all engines in VS Code's editors. */
export interface VsCodePages extends Disposable, Pick<VsCodePanels, 'reopen'> {
  /** Those of one engine. */
  of(engine: PagesEngine): Pages<App>;
}

/** Whose pages they are. */
export interface PagesEngine {
  /** Told by a page after a reload of the window. */
  readonly id: string;
  readonly app: () => App;
  readonly named: (title: string) => string;
}

/** What {@link createVsCodePages} is made with. */
export interface VsCodePagesOptions {
  readonly extension: vscode.Uri;
  /** The engine in use, whichever that is. */
  readonly inUse: PagesEngine;
  /** The kinds of pages that are opened again after a reload of the window. */
  readonly ids: readonly string[];
  readonly definitions: () => Promise<readonly AnyPage<App>[]>;
  /** Has the pages of another engine made, by its id. */
  readonly want: (engine: string) => Promise<PagesEngine | undefined>;
}

/** Makes the pages of the engine in use; those of others when they are first wanted. */
export function createVsCodePages({ extension, inUse, ids, definitions, want }: VsCodePagesOptions): VsCodePages {
  const owned = new DisposableStore();
  const panels = createPanels(extension);
  const made = new Map<string, EnginePages>();
  const of = (engine: PagesEngine): EnginePages => {
    const there = made.get(engine.id);
    if (there) return there;
    const isInUse = engine.id === inUse.id;
    const pages = owned.add(
      createPages({
        panels,
        engine: engine.id,
        app: engine.app,
        nameTitle: engine.named,
        ids: isInUse ? ids : [],
        definitions,
        ...(isInUse && {
          elsewhere: async (id) => {
            const other = await want(id);
            return other && of(other);
          },
        }),
      }),
    );
    made.set(engine.id, pages);
    return pages;
  };
  of(inUse);
  return { of, reopen: (page, panel, kept) => panels.reopen(page, panel, kept), dispose: () => owned.dispose() };
}
