import { type Node, nodeType } from '../../nodes/define';
import { isMadeOfKnown, type TreeDefinition } from '../../nodes/define-tree';
import { messageNode } from '../../nodes/message';
import { describeError } from '../present';
import { type RowScope, TreeRow } from './tree-row';

/** Rows whose being open is remembered after they have gone. */
const mostOpen = 2_000;

/** The rows of one view by key: made of nodes, kept while they stay, and told apart from those that look different now. */
export class TreeRows {
  readonly byKey = new Map<string, TreeRow>();
  /** Keys of rows that the user has opened, also of those that a filter hides now. */
  readonly open = new Set<string>();
  private readonly loads = new Map<TreeRow, AbortController>();

  constructor(private readonly definition: TreeDefinition) {}

  /** Ends the reading of rows that were opened. */
  abort(): void {
    for (const controller of this.loads.values()) controller.abort();
  }

  /** Rows that come from elsewhere than the engine's lists are made anew when they are looked at again. */
  dropOthers(): void {
    for (const row of this.byKey.values()) if (!this.keepsChildren(row)) row.children = undefined;
  }

  /** Rows for `nodes` below one, or the first ones of an engine, reusing those that exist; collects in `touched` what must be drawn again. */
  reconcile(before: readonly TreeRow[], nodes: readonly Node[], parent: TreeRow | RowScope, touched: TreeRow[]): readonly TreeRow[] {
    const above = parent instanceof TreeRow ? parent : undefined;
    const scope = parent instanceof TreeRow ? parent.scope : parent;
    const old = new Map(before.map((row) => [row.node.id, row]));
    const rows = nodes.map((node) => {
      const row = old.get(node.id);
      if (!row) {
        const made = new TreeRow(node, above, scope);
        this.byKey.set(made.key, made);
        return made;
      }
      old.delete(node.id);
      const looksNew = row.update(node);
      const childrenNew = this.reconcileChildren(row, touched);
      if (looksNew || childrenNew) touched.push(row);
      return row;
    });
    for (const gone of old.values()) this.forget(gone);
    return rows;
  }

  /** Brings drawn children up to date; true when some came, went or moved. */
  private reconcileChildren(row: TreeRow, touched: TreeRow[]): boolean {
    if (!row.children) return false;
    const { children } = nodeType(row.node);
    if (!children || !isMadeOfKnown(this.definition) || nodeType(row.node).childrenAreRead) return false;
    const controller = new AbortController();
    const nodes = children(row.node.data, row.scope.app, controller.signal);
    // Children that come from elsewhere than the engine's lists keep until the user asks.
    if (nodes instanceof Promise) {
      controller.abort();
      nodes.catch(() => undefined);
      return false;
    }
    const before = row.children;
    row.children = this.reconcile(before, nodes, row, touched);
    return !sameIds(before, row.children);
  }

  private keepsChildren(row: TreeRow): boolean {
    return isMadeOfKnown(this.definition) && row.children !== undefined && !nodeType(row.node).childrenAreRead;
  }

  /** Reads the rows below one anew, where they were read before; gives the row if it has to be drawn. */
  async reload(key: string): Promise<TreeRow | undefined> {
    const row = this.byKey.get(key);
    if (!row?.children) return undefined;
    row.children = await this.load(row);
    return row;
  }

  /** A row is not there any more, nor is what is below it. */
  forget(row: TreeRow): void {
    if (this.open.size > mostOpen) this.open.delete(row.key);
    if (this.byKey.get(row.key) === row) this.byKey.delete(row.key);
    this.loads.get(row)?.abort();
    for (const child of row.children ?? []) this.forget(child);
  }

  /** Reads the rows below one that was opened; what fails is a row that says so. */
  async load(row: TreeRow): Promise<readonly TreeRow[]> {
    const { children } = nodeType(row.node);
    if (!children) return [];
    this.loads.get(row)?.abort();
    const controller = new AbortController();
    this.loads.set(row, controller);
    try {
      const nodes = await children(row.node.data, row.scope.app, controller.signal);
      return this.reconcile(row.children ?? [], nodes, row, []);
    } catch (error) {
      row.scope.app.log.error(`Rows below ${row.node.id}`, error);
      return this.reconcile([], [problemNode(error, row.node.id)], row, []);
    } finally {
      if (this.loads.get(row) === controller) this.loads.delete(row);
    }
  }

  /** Looks for a row by its id, also in what is closed. */
  async findBelow(rows: readonly TreeRow[], nodeId: string): Promise<TreeRow | undefined> {
    for (const row of rows) {
      if (row.node.id === nodeId) return row;
      if (row.view.expandable === undefined || !isMadeOfKnown(this.definition)) continue;
      const { childrenOnlyWhenOpened, mayHold } = nodeType(row.node);
      if (!row.children && (childrenOnlyWhenOpened || mayHold?.(row.node.data, nodeId) === false)) continue;
      row.children ??= await this.load(row);
      const found = await this.findBelow(row.children, nodeId);
      if (found) return found;
    }
    return undefined;
  }
}

/** Whether these are the same rows in the same order. */
export function sameIds(before: readonly TreeRow[], after: readonly TreeRow[]): boolean {
  return before.length === after.length && before.every((row, index) => row === after[index]);
}

/** A row that tells what went wrong. */
export function problemNode(error: unknown, below = ''): Node {
  const { message } = describeError(error);
  return messageNode.make({ id: `problem/${below}`, label: message, icon: 'warning' });
}
