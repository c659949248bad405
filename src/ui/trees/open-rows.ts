import { type Disposable, toDisposable } from '../../core/disposable';
import { Emitter } from '../../core/emitter';
import { type Node, nodeType } from '../../nodes/define';
import type { TreeRow } from './tree-row';
import type { TreeRows } from './tree-rows';

interface Opened {
  /** The rows for which it was begun. */
  readonly children: readonly TreeRow[];
  readonly look: Emitter<Node>;
  readonly going: Disposable;
}

/** Begins and ends what goes on below rows while they are open (`whileOpen`), in one view. */
export class OpenRows implements Disposable {
  private readonly read = new Set<TreeRow>();
  private readonly opened = new Map<TreeRow, Opened>();
  private shown = false;

  constructor(
    private readonly rows: TreeRows,
    private readonly draw: (row: TreeRow) => void,
  ) {}

  /** Whether the view is on screen. */
  setShown(shown: boolean): void {
    this.shown = shown;
    this.update();
  }

  /** The rows below one were read. */
  wasRead(row: TreeRow): void {
    if (!nodeType(row.node).whileOpen) return;
    this.read.add(row);
    this.update();
  }

  /** Somebody looks at a row. */
  look(row: TreeRow): void {
    if (row.parent) this.opened.get(row.parent)?.look.fire(row.node);
  }

  /** Looks which rows are open now; to be called when rows were opened, folded or made anew. */
  update(): void {
    for (const row of this.read) {
      const opened = this.opened.get(row);
      const there = this.rows.byKey.get(row.key) === row;
      if (!there) this.read.delete(row);
      const open = this.shown && there && this.isOpen(row);
      if (open && opened?.children === row.children) continue;
      this.end(row);
      if (open && row.children) this.begin(row, row.children);
    }
  }

  dispose(): void {
    for (const row of [...this.opened.keys()]) this.end(row);
    this.read.clear();
  }

  private isOpen(row: TreeRow): boolean {
    return row.children !== undefined && this.rows.open.has(row.key) && (row.parent === undefined || this.isOpen(row.parent));
  }

  private begin(row: TreeRow, children: readonly TreeRow[]): void {
    const look = new Emitter<Node>();
    const show = (node: Node): void => {
      const below = this.rows.byKey.get(`${row.scope.prefix}${node.id}`);
      if (below?.parent === row && below.update(node)) this.draw(below);
    };
    const begun = nodeType(row.node).whileOpen?.({ rows: children.map(({ node }) => node), show, onLook: look.event }, row.scope.app);
    this.opened.set(row, { children, look, going: begun ?? toDisposable(() => undefined) });
  }

  private end(row: TreeRow): void {
    const opened = this.opened.get(row);
    this.opened.delete(row);
    opened?.going.dispose();
    opened?.look.dispose();
  }
}
