import type { ContainerSummary } from '../engine/containers/containers';
import { containerChangesNode } from './container-changes';
import { detailRows } from './container-details';
import type { Node } from './define';
import { fileNode } from './file';

/** What is below a container, in this order. All rows are made at once; what they hold is read when they are opened. */
export function containerRows(container: ContainerSummary): readonly Node[] {
  const { id, name } = container;
  return [
    fileNode.make({ place: { kind: 'container', id, name }, path: '/', entry: undefined }),
    containerChangesNode.make({ container }),
    ...detailRows(container),
  ];
}
