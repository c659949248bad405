import * as vscode from 'vscode';
import type { Disposable } from '../../core/disposable';
import { contextValue } from '../../nodes/define';
import type { ViewId } from '../../nodes/view-ids';
import type { TreeRow } from './tree-row';

/** So long after its rows a view is told to have some, in milliseconds: when they are drawn. */
const filledMilliseconds = 1_000;

/** What VS Code is told of a view besides its rows: the text above them, and the keys of `when` clauses. */
export class ViewWords implements Disposable {
  private toldEmpty: boolean | undefined;
  private filling: NodeJS.Timeout | undefined;

  constructor(
    private readonly view: Pick<vscode.TreeView<TreeRow>, 'message'>,
    private readonly id: ViewId,
  ) {}

  /** The text above the rows; the empty text takes it away, and lets VS Code show the welcome of an empty view. */
  say(message: string): void {
    if ((this.view.message ?? '') !== message) this.view.message = message;
  }

  /** Menus of several rows offer what any of them can do; see scripts/manifest/menus.ts. */
  tellSelection(rows: readonly TreeRow[]): void {
    const kinds = rows.length > 1 ? [...new Set(rows.map(({ node }) => contextValue(node)))] : [];
    this.set('selected', kinds.map((kind) => `,${kind}`).join(''));
  }

  /**
   * Tells VS Code which welcome an empty view has. That it has rows is told only once they are drawn: until then it would
   * look like a view whose extension host has died.
   */
  tellEmpty(empty: boolean): void {
    if (empty === this.toldEmpty) return;
    this.toldEmpty = empty;
    this.set('empty', empty);
    clearTimeout(this.filling);
    if (empty) this.set('filled', false);
    else this.filling = setTimeout(() => this.set('filled', true), filledMilliseconds);
  }

  dispose(): void {
    clearTimeout(this.filling);
  }

  private set(key: string, value: boolean | string): void {
    void vscode.commands.executeCommand('setContext', `slipway.${this.id}.${key}`, value);
  }
}
