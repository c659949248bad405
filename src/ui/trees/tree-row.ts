import type { App } from '../../app';
import { type Node, nodeType, type NodeView } from '../../nodes/define';

/** Whose rows they are. There is one for each engine of a view, which keeps it while another App stands for that engine. */
export interface RowScope {
  app: App;
  /** Begins the keys of its rows, where a view has rows of several engines; empty for one. */
  readonly prefix: string;
  /** The engine does not answer: its rows are what was known last. */
  away: boolean;
}

/** A row as VS Code holds it: the same object for the same id for as long as it is shown. */
export class TreeRow {
  node: Node;
  view: NodeView;
  children: readonly TreeRow[] | undefined;
  /** Unique in its view: the id of its node, and its engine where there are several. */
  readonly key: string;
  private signature: string;

  constructor(
    node: Node,
    readonly parent: TreeRow | undefined,
    readonly scope: RowScope,
  ) {
    this.node = node;
    this.key = `${scope.prefix}${node.id}`;
    this.view = nodeType(node).view(node.data);
    this.signature = this.looks();
  }

  /** It is what was known last of an engine that does not answer. */
  get dim(): boolean {
    return this.scope.away && this.parent !== undefined;
  }

  /** Takes newer data; true when the row looks different now. */
  update(node: Node): boolean {
    this.node = node;
    this.view = nodeType(node).view(node.data);
    const signature = this.looks();
    if (signature === this.signature) return false;
    this.signature = signature;
    return true;
  }

  private looks(): string {
    return `${String(this.dim)} ${JSON.stringify(this.view)}`;
  }
}
