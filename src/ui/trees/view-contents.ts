import type * as vscode from 'vscode';
import type { App } from '../../app';
import { DisposableStore, type Disposable } from '../../core/disposable';
import { defined } from '../../core/records';
import { nodeType } from '../../nodes/define';
import type { TreeDefinition } from '../../nodes/define-tree';
import type { ViewId } from '../../nodes/view-ids';
import { shownEngineNode } from '../../nodes/shown-engine';
import { DrawQueue } from './draw-queue';
import { EngineRows } from './engine-rows';
import { OpenRows } from './open-rows';
import { topRows } from './top-rows';
import { RowItems } from './row-items';
import { treeItem, treeTooltip } from './tree-item';
import type { TreeRow } from './tree-row';
import { sameIds, TreeRows } from './tree-rows';
import type { ViewFocus } from './view-focus';
import { ViewScopes } from './view-scopes';
import { ViewWords } from './view-words';

/** Ages in descriptions grow old: rows are compared with what they would say now, this often, while visible. */
const ageMilliseconds = 60_000;

/** Rows that are compared in one go. */
const grownTogether = 200;

/** How often rows are drawn at most: VS Code waits for 200 ms without a change. */
const drawMilliseconds = 205;

/** A view of VS Code that rows are made for. */
export interface ShownView {
  readonly id: ViewId;
  readonly view: vscode.TreeView<TreeRow>;
  /** Has VS Code draw rows anew, or everything. */
  readonly draw: (rows: readonly TreeRow[] | undefined) => void;
  /** To be called when the user does something in the view. */
  readonly onUse: () => void;
}

/**
 * What is in one view: rows are made from a {@link TreeDefinition}, kept by id, and only those that changed are drawn again.
 * Follows the engine's lists while the view is visible, and nothing otherwise.
 */
export class ViewContents implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly view: vscode.TreeView<TreeRow>;
  private watching: DisposableStore | undefined;
  private rows: readonly TreeRow[] | undefined;
  private waiting: (() => void)[] = [];
  private readonly kept: TreeRows;
  private readonly items = new RowItems();
  private readonly words: ViewWords;
  private readonly scopes: ViewScopes;
  private readonly engineRows: EngineRows;
  private following: Disposable | undefined;
  private readonly opened: OpenRows;
  /** A selection that comes now is not the user's. */
  private revealing = false;
  /** The row of the last tooltip, where that was of its moment. */
  private momentary: TreeRow | undefined;
  private refreshing = 0;
  private readonly drawing = this.owned.add(new DrawQueue<TreeRow>(drawMilliseconds, (rows) => this.draw(rows)));

  constructor(
    private readonly definition: TreeDefinition,
    private readonly app: App,
    private readonly shown: ShownView,
    private readonly focus: ViewFocus,
  ) {
    const { view } = shown;
    this.view = view;
    this.kept = new TreeRows(definition);
    this.words = this.owned.add(new ViewWords(view, definition.view));
    this.scopes = new ViewScopes(definition, app);
    this.engineRows = new EngineRows(definition, this.kept);
    this.opened = this.owned.add(new OpenRows(this.kept, (row) => this.drawing.add([row])));
    this.owned.add(
      view.onDidChangeSelection(({ selection }) => {
        if (!this.revealing) shown.onUse();
        this.words.tellSelection(selection);
        for (const row of selection) this.opened.look(row);
      }),
    );
    this.owned.add(view.onDidExpandElement(({ element }) => this.folded(element, false)));
    this.owned.add(view.onDidCollapseElement(({ element }) => this.folded(element, true)));
  }

  /** Begins to follow what the rows are made from, or ends it. */
  setVisible(visible: boolean): void {
    this.opened.setShown(visible);
    if (!visible) {
      this.watching?.dispose();
      this.watching = undefined;
      return;
    }
    if (this.watching) return;
    const watching = new DisposableStore();
    this.watching = watching;
    const { settings, engines } = this.app;
    const isOfEngines = this.definition.lists.length > 0;
    const follow = (): void => {
      this.following?.dispose();
      this.following = this.scopes.follow(() => void this.rebuild(!isOfEngines));
    };
    follow();
    watching.add({ dispose: () => this.following?.dispose() });
    watching.add(
      engines.onShown(() => {
        follow();
        void this.rebuild(!isOfEngines);
      }),
    );
    watching.add(settings.onChange(() => void this.rebuild(false)));
    const others = this.definition.follows?.(this.app);
    if (others) watching.add(others(() => void this.rebuild(true)));
    const live = this.definition.live?.(this.app);
    if (live) {
      // Rows made more often than they are drawn would be made for nobody.
      const making = watching.add(new DrawQueue<never>(drawMilliseconds, () => void this.rebuild(false)));
      watching.add(live(() => making.add('all')));
    }
    const timer = setInterval(() => void this.growOld(), ageMilliseconds);
    watching.add({ dispose: () => clearInterval(timer) });
    void this.rebuild(false);
  }

  /** Whether a row is of this view. */
  holds(row: TreeRow): boolean {
    return this.kept.byKey.get(row.key) === row;
  }

  /** Makes all rows anew from what is known, and asks for what is not. */
  refresh(): void {
    void this.rebuild(true);
  }

  /** Makes the rows anew from what is known. */
  redraw(): void {
    void this.rebuild(false);
  }

  /** Reads the rows below one anew. */
  async reload(nodeId: string, app: App): Promise<void> {
    const key = this.keyOf(nodeId, app);
    const row = key === undefined ? undefined : await this.kept.reload(key);
    if (row) this.drawing.add([row]);
  }

  /** Selects a row and opens it. */
  async open(nodeId: string, app: App): Promise<boolean> {
    if (!(await this.reveal(nodeId, true, app))) return false;
    const row = this.kept.byKey.get(this.keyOf(nodeId, app) ?? '');
    if (row) await this.view.reveal(row, { select: true, focus: true, expand: true });
    return row !== undefined;
  }

  /**
   * Selects and shows a row if this view has it; `focus` for somebody who has asked to go there. A user who is in this
   * view goes there too: what a key does next is done with the row that has the focus.
   */
  async reveal(nodeId: string, focus: boolean, app: App): Promise<boolean> {
    await this.resolved();
    const key = this.keyOf(nodeId, app);
    if (key === undefined) return false;
    const row = this.kept.byKey.get(key) ?? (await this.kept.findBelow(this.firstRows(app), nodeId));
    if (!row || !this.view.visible) return false;
    let known = await this.select(row, focus);
    // A view that has just been opened is drawn once more, and loses what was selected by then.
    for (let tries = 0; (focus || !known) && tries < 8; tries++) {
      await new Promise((resolve) => setTimeout(resolve, drawMilliseconds));
      const selected = this.view.selection.some((other) => other.key === key);
      if (selected && !this.drawing.waits && tries > 1) break;
      if (!selected) known = await this.select(this.kept.byKey.get(key) ?? row, focus);
    }
    return known;
  }

  /** False while VS Code has not drawn the row yet, as after a change of the filter. */
  private async select(row: TreeRow, focus: boolean): Promise<boolean> {
    this.revealing = true;
    try {
      await this.view.reveal(row, { select: true, focus: focus || this.focus.has(this.definition.view) });
      return true;
    } catch {
      return false;
    } finally {
      this.revealing = false;
    }
  }

  /** A row as VS Code draws it. */
  item(row: TreeRow): vscode.TreeItem | Promise<vscode.TreeItem> {
    return this.items.make(() => treeItem(row, this.kept.open.has(row.key)));
  }

  /** The same with what is shown when the pointer rests on it. */
  async resolve(item: vscode.TreeItem, row: TreeRow, signal: AbortSignal): Promise<vscode.TreeItem> {
    this.opened.look(row);
    // VS Code keeps a tooltip until the row is drawn anew, which would take away the one that is shown.
    const { momentary } = this;
    this.momentary = nodeType(row.node).momentary?.(row.node.data) === true ? row : undefined;
    if (momentary && momentary !== row && this.holds(momentary)) this.drawing.add([momentary]);
    item.tooltip = await treeTooltip(row, signal);
    return item;
  }

  /** The rows below one, or the first ones, once they are known. */
  async children(row?: TreeRow): Promise<TreeRow[]> {
    if (!row) {
      await this.resolved();
      return [...(this.rows ?? [])];
    }
    if (!row.children && !shownEngineNode.is(row.node)) {
      row.children = await this.kept.load(row);
      this.opened.wasRead(row);
    }
    return [...(row.children ?? [])];
  }

  dispose(): void {
    this.watching?.dispose();
    this.kept.abort();
    this.owned.dispose();
  }

  private folded(row: TreeRow, folded: boolean): void {
    if (folded) this.kept.open.delete(row.key);
    else this.kept.open.add(row.key);
    this.opened.update();
  }

  /** Has VS Code draw rows that are still there, or everything, anew. */
  private draw(rows: readonly TreeRow[] | 'all'): void {
    const there = rows === 'all' ? undefined : rows.filter((row) => this.holds(row));
    if (there === undefined || there.length > 0) this.shown.draw(there);
  }

  private async rebuild(deep: boolean): Promise<void> {
    const turn = ++this.refreshing;
    const before = this.rows;
    const touched: TreeRow[] = [];
    const made = await this.make(before ?? [], () => turn === this.refreshing, deep, touched);
    if (!made) return;
    if (made.message !== undefined) this.words.say(made.message);
    this.rows = made.rows;
    this.opened.update();
    this.words.tellEmpty(this.rows.length === 0);
    const { badge } = this.definition;
    if (badge) this.view.badge = badge(this.app);
    if (!before) {
      for (const resolve of this.waiting.splice(0)) resolve();
      // The view may have drawn "nothing" while it waited for an engine.
      this.drawing.add('all');
      return;
    }
    if (deep || this.rows === before || sameIds(before, this.rows)) {
      if (deep) this.drawing.add('all');
      else if (touched.length > 0) this.drawing.add(touched);
    } else this.drawing.add('all');
  }

  /** The rows as things are, with the text above them; undefined while nothing is known, or when `isLast` has become false. */
  private async make(
    before: readonly TreeRow[],
    isLast: () => boolean,
    deep: boolean,
    touched: TreeRow[],
  ): Promise<{ readonly rows: readonly TreeRow[]; readonly message?: string } | undefined> {
    const scopes = this.scopes.now();
    const [scope] = scopes;
    if (scopes.length > 1) {
      if (deep) this.kept.dropOthers();
      return this.engineRows.make(before, scopes, isLast, touched);
    }
    if (!scope) return undefined;
    const top = await topRows(this.definition, scope.app);
    if (top === undefined || !isLast()) return undefined;
    if (deep) this.kept.dropOthers();
    const rows = this.kept.reconcile(before, top.nodes, scope, touched);
    return { rows, ...defined({ message: top.message }) };
  }

  /** Key of a row of an engine; undefined where the view shows nothing of it. */
  private keyOf(nodeId: string, app: App): string | undefined {
    const scope = this.scopes.of(app);
    return scope && `${scope.prefix}${nodeId}`;
  }

  /** The first rows of one engine. */
  private firstRows(app: App): readonly TreeRow[] {
    const rows = this.rows ?? [];
    const scope = this.scopes.of(app);
    return scope?.prefix === '' ? rows : (rows.find((row) => row.scope === scope)?.children ?? []);
  }

  private resolved(): Promise<void> {
    if (this.rows) return Promise.resolve();
    if (!this.watching && this.view.visible) this.setVisible(true);
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** Some rows at a time: of thousands the extension host would be busy for long. */
  private async growOld(): Promise<void> {
    const rows = [...this.kept.byKey.values()];
    for (let from = 0; from < rows.length; from += grownTogether) {
      const touched = rows.slice(from, from + grownTogether).filter((row) => row.grow());
      if (touched.length > 0) this.drawing.add(touched);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
