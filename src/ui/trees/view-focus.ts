import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/disposable';
import type { ViewId } from '../../nodes/view-ids';

/**
 * Which of Slipway's views the user is in, as far as an extension can know: VS Code does not tell which view has the
 * focus. A key, a menu or a click in a view says that it has it; work in an editor, a page or a terminal, that it has not.
 */
export class ViewFocus implements Disposable {
  private readonly owned = new DisposableStore();
  private view: ViewId | undefined;

  constructor() {
    const left = (): void => {
      this.view = undefined;
    };
    const { window } = vscode;
    for (const event of [
      window.onDidChangeTextEditorSelection,
      window.onDidChangeActiveTerminal,
      window.onDidOpenTerminal,
      window.tabGroups.onDidChangeTabs,
    ]) {
      this.owned.add((event as vscode.Event<unknown>)(left));
    }
    this.owned.add(
      window.onDidChangeActiveTextEditor((editor) => {
        if (editor) left();
      }),
    );
  }

  /** Something was done in a view with the mouse or the keyboard. */
  entered(view: ViewId): void {
    this.view = view;
  }

  /** Whether the user is in this view. Never wrongly true for long: taking the focus from an editor would be worse than not giving it. */
  has(view: ViewId): boolean {
    return this.view === view;
  }

  dispose(): void {
    this.owned.dispose();
  }
}
