import type * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/disposable';
import type { Pages } from '../../ports';
import { PrunePlanPage } from './prune-plan-page';

/** The editor pages. Each is open at most once: a second wish shows the one that is there. */
export function createPages(extension: vscode.Uri): Pages & Disposable {
  const owned = new DisposableStore();
  let prune: PrunePlanPage | undefined;
  return {
    prunePlan(request) {
      if (prune) return prune.reopen(request);
      const page = owned.add(new PrunePlanPage(extension, request));
      prune = page;
      return page.closed.finally(() => {
        prune = undefined;
        owned.delete(page);
      });
    },
    dispose: () => owned.dispose(),
  };
}
