import type { App } from '../../src/app';
import { facesOf, type Node, nodeType } from '../../src/nodes/define';
import type { TreeDefinition } from '../../src/nodes/define-tree';

type MakeRows = () => readonly Node[] | Promise<readonly Node[]> | undefined;

/** The rows of a view, three levels deep; `rowsOr` makes the rows of one level, or says what happens instead. */
export async function everyRow(app: App, tree: TreeDefinition, rowsOr: (make: MakeRows) => Promise<readonly Node[]> = async (make) => (await make()) ?? []): Promise<readonly Node[]> {
  const found: Node[] = [];
  const below = async (nodes: readonly Node[], depth: number): Promise<void> => {
    found.push(...nodes.flatMap(facesOf));
    if (depth === 0) return;
    for (const node of nodes) await below(await rowsOr(() => nodeType(node).children?.(node.data, app, new AbortController().signal)), depth - 1);
  };
  await below(await rowsOr(() => tree.roots(app, '')), 3);
  return found;
}
