import type { ContainerSummary } from '../engine/containers/containers';
import { containerChangesNode } from './container-changes';
import type { Node } from './define';
import { fileNode } from './file';

/** The rows below a container, in this order. All are made at once; what they hold is read when they are opened. */
const rows: readonly ((container: ContainerSummary) => Node)[] = [
  ({ id, name }) => fileNode.make({ place: { kind: 'container', id, name }, path: '/', entry: undefined }),
  (container) => containerChangesNode.make({ container }),
];

/** What is below a container. */
export function containerRows(container: ContainerSummary): readonly Node[] {
  return rows.map((make) => make(container));
}
