import type { ContainerSummary } from '../../src/engine/containers/containers';
import type { ImageSummary } from '../../src/engine/images/images';
import { type ImageNodeData, imageNode } from '../../src/nodes/image';
import type { Node } from '../../src/nodes/define';

/** An image whose id is `sha256:` and the given digits, filled up. */
export function image(digits: string, ...tags: readonly string[]): ImageSummary {
  return { id: `sha256:${digits.padEnd(64, '0')}`, tags, digests: [], created: 0, size: 1_000, labels: {}, parentId: '', dangling: tags.length === 0 };
}

/** The row of one name of an image; of its id when it has none. */
export function imageRow(summary: ImageSummary, reference: string | undefined = summary.tags[0], usedBy: readonly string[] = []): Node<ImageNodeData> {
  return imageNode.make({ image: summary, reference, label: reference ?? summary.id, usedBy });
}

/** A container made from an image. */
export function containerOf(summary: ImageSummary, name: string, state: ContainerSummary['state'] = 'exited'): ContainerSummary {
  return {
    id: name.padEnd(64, '0'),
    name,
    image: summary.tags[0] ?? summary.id,
    imageId: summary.id,
    command: 'sh',
    created: 0,
    state,
    health: 'none',
    status: '',
    ports: [],
    labels: {},
    mounts: [],
    networks: [],
  };
}
