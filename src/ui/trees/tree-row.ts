import type { App } from '../../app';
import { own } from '../../core/records';
import type { ConnectionState } from '../../engine/connection/connection';
import { type Node, nodeType, type NodeView } from '../../nodes/define';

/** What is known of an engine that does not answer. */
export type AwayState = Extract<ConnectionState, { readonly kind: 'unreachable' }>;

/** Whose rows they are. There is one for each engine of a view, which keeps it while another App stands for that engine. */
export interface RowScope {
  app: App;
  /** Begins the keys of its rows, where a view has rows of several engines; empty for one. */
  readonly prefix: string;
  /** Why the engine did not answer when it was tried last; then its rows are what was known last. */
  away: AwayState | undefined;
}

/** A row as VS Code holds it: the same object for the same id for as long as it is shown. */
export class TreeRow {
  children: readonly TreeRow[] | undefined;
  /** Unique in its view: the id of its node, and its engine where there are several. */
  readonly key: string;
  private data: Node;
  /** Made when it is first wanted: of thousands of rows few are looked at. */
  private shown: NodeView | undefined;
  private shownDim = false;

  constructor(
    node: Node,
    readonly parent: TreeRow | undefined,
    readonly scope: RowScope,
  ) {
    this.data = node;
    this.key = `${scope.prefix}${node.id}`;
  }

  get node(): Node {
    return this.data;
  }

  get view(): NodeView {
    if (!this.shown) {
      this.shown = this.makeView();
      this.shownDim = this.dim;
    }
    return this.shown;
  }

  /** It is what was known last of an engine that does not answer. */
  get dim(): boolean {
    return this.scope.away !== undefined && this.parent !== undefined;
  }

  /** Takes newer data; true when the row looks different now. The same data look the same, but for what {@link grow} finds. */
  update(node: Node): boolean {
    const before = this.data;
    this.data = node;
    return (
      this.shown !== undefined && ((before !== node && !sameData(before.data, node.data)) || this.dim !== this.shownDim) && this.grow()
    );
  }

  /** Looks at what it shows again, as ages grow; true when that is different now. */
  grow(): boolean {
    if (!this.shown) return false;
    const before = this.shown;
    const wasDim = this.shownDim;
    this.shown = this.makeView();
    this.shownDim = this.dim;
    return wasDim !== this.shownDim || JSON.stringify(before) !== JSON.stringify(this.shown);
  }

  /** What it shows is made anew when it is wanted next: for a row that is drawn anew in any case. */
  outdate(): void {
    this.shown = undefined;
  }

  private makeView(): NodeView {
    return nodeType(this.data).view(this.data.data);
  }
}

/** Whether two records hold the same values, or lists of the same values. What holds others in turn may differ. */
function sameData(left: unknown, right: unknown): boolean {
  if (!isRecord(left) || !isRecord(right)) return left === right;
  const names = Object.keys(left);
  return names.length === Object.keys(right).length && names.every((name) => sameValue(own(left, name), own(right, name)));
}

function sameValue(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  return Array.isArray(left) && Array.isArray(right) && left.length === right.length && left.every((one, index) => one === right[index]);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
