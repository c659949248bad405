import * as vscode from 'vscode';
import type { App } from '../app';
import { DisposableStore, type Disposable } from '../core/disposable';
import { isLocalAddress, noEngineAdvice } from '../core/engine-place';
import { t } from '../core/localize';
import type { ConnectionState } from '../engine/connection/connection';
import { oneLine } from '../core/untrusted';
import { actionNode } from '../nodes/action';
import { contextValue, nodeType, type Node } from '../nodes/define';
import type { TreeDefinition } from '../nodes/define-tree';
import { OpenRows } from './open-rows';
import type { TreeRow} from './tree-rows';
import { problemNode, sameIds, TreeRows } from './tree-rows';
import type { ViewFocus } from './view-focus';

/** Ages in descriptions grow old: rows are compared with what they would say now, this often, while visible. */
const ageMilliseconds = 60_000;

/**
 * VS Code draws the first change at once and then waits for 200 ms without another: changes that came faster would be
 * put off for as long as they go on. So they are told at most this often, and each is drawn at once.
 */
const drawMilliseconds = 205;

/**
 * One view: rows are made from a {@link TreeDefinition}, kept by id, and only those that changed are drawn again.
 * Follows the engine's lists while the view is visible, and nothing otherwise.
 */
export class SlipwayTreeView implements vscode.TreeDataProvider<TreeRow>, Disposable {
  private readonly owned = new DisposableStore();
  private readonly changed = this.owned.add(new vscode.EventEmitter<TreeRow | readonly TreeRow[] | undefined>());
  private readonly view: vscode.TreeView<TreeRow>;
  private watching: DisposableStore | undefined;
  private rows: readonly TreeRow[] | undefined;
  private waiting: (() => void)[] = [];
  private readonly kept: TreeRows;
  private readonly opened: OpenRows;
  /** A selection that comes now is not the user's. */
  private revealing = false;
  /** Keys are answered one after the other. */
  private asking: Promise<unknown> = Promise.resolve();
  private toldEmpty: boolean | undefined;
  private filling: NodeJS.Timeout | undefined;
  private refreshing = 0;
  private drawn = 0;
  private undrawn: Set<TreeRow> | 'all' | undefined;
  private drawTimer: NodeJS.Timeout | undefined;

  readonly onDidChangeTreeData = this.changed.event as vscode.Event<TreeRow | TreeRow[] | undefined>;

  constructor(
    readonly definition: TreeDefinition,
    private readonly app: App,
    private readonly focus: ViewFocus,
  ) {
    this.kept = new TreeRows(definition, app);
    this.opened = this.owned.add(new OpenRows(this.kept, app, (row) => this.draw([row])));
    this.view = this.owned.add(
      vscode.window.createTreeView(`slipway.${definition.view}`, {
        treeDataProvider: this,
        showCollapseAll: definition.view !== 'engines',
        canSelectMany: true,
        ...(definition.drop === undefined ? {} : { dragAndDropController: fileDrop(definition.drop, app) }),
      }),
    );
    this.owned.add(this.view.onDidChangeVisibility(({ visible }) => this.setVisible(visible)));
    this.owned.add(
      this.view.onDidChangeSelection(({ selection }) => {
        if (!this.revealing) this.entered();
        this.tellSelection(selection);
        for (const row of selection) this.opened.look(row);
      }),
    );
    this.owned.add(this.view.onDidExpandElement(({ element }) => this.folded(element, false)));
    this.owned.add(this.view.onDidCollapseElement(({ element }) => this.folded(element, true)));
    if (this.view.visible) this.setVisible(true);
  }

  get visible(): boolean {
    return this.view.visible;
  }

  /** Rows selected now. */
  get selection(): readonly TreeRow[] {
    return this.view.selection;
  }

  /**
   * The rows that a key means: several that are selected, else the one that has the focus. VS Code tells extensions the
   * selection alone. What its own command adds to the selection, or takes from it, is the row with the focus; doing so
   * twice leaves all as it was. `list.select` would tell it too, but would also open and fold rows.
   */
  meantRows(): Promise<readonly TreeRow[]> {
    const rows = this.asking.then(() => this.findMeantRows());
    this.asking = rows.catch(() => undefined);
    return rows;
  }

  private async findMeantRows(): Promise<readonly TreeRow[]> {
    const before = this.view.selection;
    if (before.length > 1) return before;
    const toggle = (): Thenable<unknown> => vscode.commands.executeCommand('list.toggleSelection');
    await toggle();
    const after = this.view.selection;
    await toggle();
    const [focused = before[0]] = [...after.filter((row) => !before.includes(row)), ...before.filter((row) => !after.includes(row))];
    return focused === undefined ? [] : [focused];
  }

  /** The user did something here. */
  entered(): void {
    this.focus.entered(this.definition.view);
  }

  /** Whether a row is of this view. */
  holds(row: TreeRow): boolean {
    return this.kept.byId.get(row.node.id) === row;
  }

  /** Makes all rows anew from what is known, and asks for what is not. */
  refresh(): void {
    void this.rebuild(true);
  }

  /** Makes the rows anew from what is known. */
  redraw(): void {
    void this.rebuild(false);
  }

  /**
   * Selects and shows a row if this view has it; `focus` for somebody who has asked to go there. A user who is in this
   * view goes there too: what a key does next is done with the row that has the focus.
   */
  async reveal(nodeId: string, focus = false): Promise<boolean> {
    await this.resolved();
    const row = this.kept.byId.get(nodeId) ?? (await this.kept.findBelow(this.rows ?? [], nodeId));
    if (!row || !this.view.visible) return false;
    let known = await this.select(row, focus);
    // A view that has just been opened is drawn once more, and loses what was selected by then.
    for (let tries = 0; (focus || !known) && tries < 8; tries++) {
      await new Promise((resolve) => setTimeout(resolve, drawMilliseconds));
      const selected = this.view.selection.some(({ node }) => node.id === nodeId);
      if (selected && this.drawTimer === undefined && tries > 1) break;
      if (!selected) known = await this.select(this.kept.byId.get(nodeId) ?? row, focus);
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

  getTreeItem(row: TreeRow): vscode.TreeItem {
    const { view, node } = row;
    const collapsible =
      view.expandable === undefined
        ? vscode.TreeItemCollapsibleState.None
        : view.expandable === 'expanded' || this.kept.open.has(node.id)
          ? vscode.TreeItemCollapsibleState.Expanded
          : vscode.TreeItemCollapsibleState.Collapsed;
    const item = new vscode.TreeItem(oneLine(view.label), collapsible);
    item.id = node.id;
    if (view.description !== undefined) item.description = oneLine(view.description, 400);
    item.iconPath = new vscode.ThemeIcon(view.icon, view.iconColor === undefined ? undefined : new vscode.ThemeColor(view.iconColor));
    item.contextValue = contextValue(node);
    item.accessibilityInformation = { label: oneLine(view.accessibleLabel, 600) };
    if (view.command) {
      item.command = {
        command: view.command.id,
        title: view.command.title,
        ...(view.command.arguments ? { arguments: [...view.command.arguments] } : {}),
      };
    }
    return item;
  }

  async resolveTreeItem(item: vscode.TreeItem, row: TreeRow): Promise<vscode.TreeItem> {
    const { tooltip } = nodeType(row.node);
    this.opened.look(row);
    // Never trusted: no command links, no HTML, no icons from a container's name.
    item.tooltip = tooltip ? new vscode.MarkdownString(await tooltip(row.node.data, this.app)) : row.view.accessibleLabel;
    return item;
  }

  getParent(row: TreeRow): TreeRow | undefined {
    return row.parent;
  }

  async getChildren(row?: TreeRow): Promise<TreeRow[]> {
    if (!row) {
      await this.resolved();
      return [...(this.rows ?? [])];
    }
    if (!row.children) {
      row.children = await this.kept.load(row);
      this.opened.wasRead(row);
    }
    return [...row.children];
  }

  dispose(): void {
    this.watching?.dispose();
    clearTimeout(this.drawTimer);
    clearTimeout(this.filling);
    this.kept.abort();
    this.owned.dispose();
  }

  /** Menus of several rows offer what any of them can do; see scripts/manifest/menus.ts. */
  private tellSelection(rows: readonly TreeRow[]): void {
    const kinds = rows.length > 1 ? [...new Set(rows.map(({ node }) => contextValue(node)))] : [];
    void vscode.commands.executeCommand('setContext', `slipway.${this.definition.view}.selected`, kinds.map((kind) => `,${kind}`).join(''));
  }

  private folded(row: TreeRow, folded: boolean): void {
    if (folded) this.kept.open.delete(row.node.id);
    else this.kept.open.add(row.node.id);
    this.opened.update();
  }

  private setVisible(visible: boolean): void {
    this.opened.setShown(visible);
    if (!visible) {
      this.watching?.dispose();
      this.watching = undefined;
      return;
    }
    if (this.watching) return;
    const watching = new DisposableStore();
    this.watching = watching;
    const { lists } = this.definition;
    const { inventory, connection, settings, registries } = this.app;
    for (const list of lists) watching.add(inventory.watch(list));
    watching.add(
      inventory.onChange((list) => {
        if (lists.includes(list)) void this.rebuild(false);
      }),
    );
    watching.add(connection.onState(() => void this.rebuild(lists.length === 0)));
    watching.add(settings.onChange(() => void this.rebuild(false)));
    if (this.definition.view === 'registries') watching.add(registries.onChange(() => void this.rebuild(true)));
    const timer = setInterval(() => this.growOld(), ageMilliseconds);
    watching.add({ dispose: () => clearInterval(timer) });
    const going = this.definition.whileVisible?.(this.app);
    if (going) watching.add(going);
    void this.rebuild(false);
  }

  /** Whether the engine's part of this view is known. */
  private loaded(): boolean {
    return this.definition.lists.every((list) => this.app.inventory.get(list) !== undefined);
  }

  private async topNodes(): Promise<readonly Node[] | undefined> {
    const { lists, roots, view, filter } = this.definition;
    const { connection, inventory } = this.app;
    if (lists.length > 0) {
      if (connection.state.kind === 'unreachable') {
        this.say(unreachableMessage(connection.state));
        return [
          actionNode.make({ label: t('Try Again'), icon: 'refresh', command: 'slipway.engines.retry' }),
          actionNode.make({ label: t('Choose Another Engine…'), icon: 'server-environment', command: 'slipway.engines.use' }),
          actionNode.make({ label: t('How to Get an Engine'), icon: 'link-external', command: 'slipway.engines.install' }),
        ];
      }
      if (!this.loaded()) {
        const failed = lists.map((list) => inventory.failure(list)).find((error) => error !== undefined);
        if (failed === undefined || connection.state.kind !== 'connected') return undefined;
        return [problemNode(failed)];
      }
    }
    const text = filter ? this.app.views.filter(view) : '';
    try {
      const nodes = await roots(this.app, text);
      if (text === '') this.say('');
      else this.say(nodes.length > 0 ? t('Filtered by “{0}”', oneLine(text)) : t('Nothing matches “{0}”.', oneLine(text)));
      // Without a row VS Code would show the text of an empty view: that nothing is there.
      if (text !== '' && nodes.length === 0) return [actionNode.make({ label: t('Clear Filter'), icon: 'clear-all', command: `slipway.${view}.clearFilter` })];
      return nodes;
    } catch (error) {
      return [problemNode(error)];
    }
  }

  /** Has VS Code draw rows, or everything, anew. */
  private draw(rows: readonly TreeRow[] | 'all'): void {
    if (rows === 'all' || this.undrawn === 'all') this.undrawn = 'all';
    else this.undrawn = new Set([...(this.undrawn ?? []), ...rows]);
    this.drawTimer ??= setTimeout(
      () => {
        this.drawTimer = undefined;
        this.drawn = Date.now();
        const undrawn = this.undrawn;
        this.undrawn = undefined;
        if (undrawn === 'all') this.changed.fire(undefined);
        else {
          const there = [...(undrawn ?? [])].filter((row) => this.kept.byId.get(row.node.id) === row);
          if (there.length > 0) this.changed.fire(there);
        }
      },
      Math.max(0, this.drawn + drawMilliseconds - Date.now()),
    );
  }

  /** The text above the rows; the empty text takes it away, and lets VS Code show the welcome of an empty view. */
  private say(message: string): void {
    if ((this.view.message ?? '') !== message) this.view.message = message;
  }

  /**
   * Tells VS Code which welcome an empty view has. That it has rows is told only once they are drawn: until then it would
   * look like a view whose extension host has died.
   */
  private tellEmpty(): void {
    const empty = this.rows?.length === 0;
    if (empty === this.toldEmpty) return;
    this.toldEmpty = empty;
    const set = (key: string, value: boolean): void => void vscode.commands.executeCommand('setContext', `slipway.${this.definition.view}.${key}`, value);
    set('empty', empty);
    clearTimeout(this.filling);
    if (empty) set('filled', false);
    else this.filling = setTimeout(() => set('filled', true), 5 * drawMilliseconds);
  }

  private async rebuild(deep: boolean): Promise<void> {
    const turn = ++this.refreshing;
    const nodes = await this.topNodes();
    if (nodes === undefined || turn !== this.refreshing) return;
    const touched: TreeRow[] = [];
    if (deep) this.kept.dropOthers();
    const before = this.rows;
    this.rows = this.kept.reconcile(before ?? [], nodes, undefined, touched);
    this.opened.update();
    this.tellEmpty();
    const { badge } = this.definition;
    if (badge) this.view.badge = badge(this.app);
    if (!before) {
      for (const resolve of this.waiting.splice(0)) resolve();
      // The view may have drawn "nothing" while it waited for an engine.
      this.draw('all');
      return;
    }
    if (deep || this.rows === before || sameIds(before, this.rows)) {
      if (deep) this.draw('all');
      else if (touched.length > 0) this.draw(touched);
    } else this.draw('all');
  }

  private resolved(): Promise<void> {
    if (this.rows) return Promise.resolve();
    if (!this.watching && this.view.visible) this.setVisible(true);
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private growOld(): void {
    const touched = [...this.kept.byId.values()].filter((row) => row.update(row.node));
    if (touched.length > 0) this.draw(touched);
  }
}

/** Files dropped on a view, from the Explorer or from outside, go to a command. */
function fileDrop(command: string, app: App): vscode.TreeDragAndDropController<TreeRow> {
  const mime = 'text/uri-list';
  return {
    dragMimeTypes: [],
    dropMimeTypes: [mime],
    async handleDrop(_row, transfer) {
      const uris = (await transfer.get(mime)?.asString())?.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#')) ?? [];
      if (uris.length === 0) return;
      try {
        await vscode.commands.executeCommand(command, { uris });
      } catch (error) {
        await app.show.error(error);
      }
    },
  };
}

function unreachableMessage({ tried, place = 'linux' }: Extract<ConnectionState, { readonly kind: 'unreachable' }>): string {
  const lines = tried.map(({ address, source, reason }) => `• ${oneLine(address)} (${oneLine(source)}): ${oneLine(reason)}`);
  // Nothing of this computer helps an engine of another.
  const advice = noEngineAdvice(tried.some(({ address }) => isLocalAddress(address)) ? place : 'linux');
  return [`${t('No container engine answers.')} ${advice}`, t('Tried:'), ...lines].join('\n');
}
