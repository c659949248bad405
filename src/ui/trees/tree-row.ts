import { type Node, nodeType, type NodeView } from '../../nodes/define';

/** A row as VS Code holds it: the same object for the same id for as long as it is shown. */
export class TreeRow {
  node: Node;
  view: NodeView;
  children: readonly TreeRow[] | undefined;
  private signature: string;

  constructor(
    node: Node,
    readonly parent: TreeRow | undefined,
  ) {
    this.node = node;
    this.view = nodeType(node).view(node.data);
    this.signature = JSON.stringify(this.view);
  }

  /** Takes newer data; true when the row looks different now. */
  update(node: Node): boolean {
    this.node = node;
    this.view = nodeType(node).view(node.data);
    const signature = JSON.stringify(this.view);
    if (signature === this.signature) return false;
    this.signature = signature;
    return true;
  }
}
