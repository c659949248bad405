import * as vscode from 'vscode';
import type { App } from '../../app';
import { Deferred } from '../../core/deferred';
import { DisposableStore, type Disposable } from '../../core/disposable';
import { isCancelled } from '../../core/errors';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import type { ViewFrame } from '../../nodes/define-tree';
import { fileDrop } from './file-drop';
import { FocusedRow } from './focused-row';
import type { TreeRow } from './tree-row';
import type { ShownView, ViewContents } from './view-contents';
import type { ViewFocus } from './view-focus';

/** What a view is made with. */
export interface TreeViewOptions {
  readonly app: App;
  readonly focus: ViewFocus;
  /** Loads what makes rows, and makes it for one view. */
  readonly contents: (shown: ShownView) => Promise<ViewContents>;
}

/** One view as VS Code knows it from the start. What makes its rows is loaded when the view is first seen. */
export class SlipwayTreeView implements vscode.TreeDataProvider<TreeRow>, Disposable {
  private readonly owned = new DisposableStore();
  private readonly changed = this.owned.add(new vscode.EventEmitter<TreeRow | readonly TreeRow[] | undefined>());
  private readonly view: vscode.TreeView<TreeRow>;
  private readonly contents: Deferred<ViewContents>;
  private readonly focused: FocusedRow<TreeRow>;

  readonly onDidChangeTreeData = this.changed.event as vscode.Event<TreeRow | TreeRow[] | undefined>;

  constructor(
    readonly definition: ViewFrame,
    private readonly options: TreeViewOptions,
  ) {
    const { view: id, flat, drop, dropOnRows, drag } = definition;
    this.view = this.owned.add(
      vscode.window.createTreeView(`slipway.${id}`, {
        treeDataProvider: this,
        showCollapseAll: !flat,
        canSelectMany: true,
        ...(drop === undefined && !dropOnRows && drag === undefined ? {} : { dragAndDropController: fileDrop(definition, options.app) }),
      }),
    );
    this.focused = new FocusedRow(this.view);
    const { view } = this;
    this.contents = this.owned.add(
      new Deferred({
        name: id,
        make: () => options.contents({ id, view, draw: (rows) => this.changed.fire(rows), onUse: () => this.entered() }),
        onMade: (contents) => contents.setVisible(view.visible),
        onFailed: (error) => this.sayFailed(error),
      }),
    );
    this.owned.add(view.onDidChangeVisibility(({ visible }) => this.setVisible(visible)));
    if (view.visible) this.setVisible(true);
  }

  get visible(): boolean {
    return this.view.visible;
  }

  /** Rows selected now. */
  get selection(): readonly TreeRow[] {
    return this.view.selection;
  }

  /** The rows that a key means: several that are selected, else the one that has the focus. */
  meantRows(): Promise<readonly TreeRow[]> {
    return this.focused.meant();
  }

  /** The user did something here. */
  entered(): void {
    this.options.focus.entered(this.definition.view);
  }

  /** Whether a row is of this view. */
  holds(row: TreeRow): boolean {
    return this.contents.made?.holds(row) ?? false;
  }

  /** Makes all rows anew from what is known, and asks for what is not. */
  refresh(): void {
    if (this.contents.made) this.contents.made.refresh();
    else if (this.view.visible) this.setVisible(true);
  }

  /** Makes the rows anew from what is known. */
  redraw(): void {
    this.contents.made?.redraw();
  }

  /**
   * Selects and shows a row if this view has it; `focus` for somebody who has asked to go there. A user who is in this
   * view goes there too: what a key does next is done with the row that has the focus.
   */
  async reveal(nodeId: string, focus = false, app = this.options.app): Promise<boolean> {
    return (await this.known())?.reveal(nodeId, focus, app) ?? false;
  }

  getTreeItem(row: TreeRow): vscode.TreeItem | Promise<vscode.TreeItem> {
    return this.madeContents().item(row);
  }

  async resolveTreeItem(item: vscode.TreeItem, row: TreeRow, token: vscode.CancellationToken): Promise<vscode.TreeItem> {
    const looking = new AbortController();
    const end = token.onCancellationRequested(() => looking.abort());
    if (token.isCancellationRequested) looking.abort();
    try {
      return await this.madeContents().resolve(item, row, looking.signal);
    } finally {
      end.dispose();
    }
  }

  getParent(row: TreeRow): TreeRow | undefined {
    return row.parent;
  }

  async getChildren(row?: TreeRow): Promise<TreeRow[]> {
    return (await this.known())?.children(row) ?? [];
  }

  dispose(): void {
    this.owned.dispose();
  }

  private setVisible(visible: boolean): void {
    if (this.contents.made) this.contents.made.setVisible(visible);
    else if (visible) void this.known();
  }

  /** Reads the rows below one anew, where they have been read. */
  async reload(nodeId: string, app = this.options.app): Promise<void> {
    await this.contents.made?.reload(nodeId, app);
  }

  /** Selects a row and opens it. */
  async open(nodeId: string, app = this.options.app): Promise<boolean> {
    return (await this.known())?.open(nodeId, app) ?? false;
  }

  /** What makes the rows; undefined when it could not be loaded, which the view says. */
  private known(): Promise<ViewContents | undefined> {
    return this.contents.want().catch(() => undefined);
  }

  /** What has made a row is there. */
  private madeContents(): ViewContents {
    if (!this.contents.made) throw new Error(`The view ${this.definition.view} has no rows`);
    return this.contents.made;
  }

  private sayFailed(error: unknown): void {
    if (isCancelled(error)) return;
    this.options.app.log.error(`The view ${this.definition.view} could not be loaded`, error);
    this.view.message = t('This view could not be loaded: {0}', oneLine(error instanceof Error ? error.message : String(error)));
  }
}
