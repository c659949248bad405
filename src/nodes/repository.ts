import { t } from '../core/localize';
import { formatBytes } from '../core/sizes';
import { escapeMarkdown, oneLine } from '../core/untrusted';
import { defineNode } from './define';
import { imageFacts, imageNode, type ImageNodeData } from './image';

/** All local images of one repository. */
export interface RepositoryNodeData {
  /** Familiar name: `python`, `127.0.0.1:5000/app`. */
  readonly name: string;
  /** What the row is called, where the registry stands above it. */
  readonly label?: string;
  readonly images: readonly ImageNodeData[];
}

/** A repository in the Images view. */
export const repositoryNode = defineNode<RepositoryNodeData>({
  kind: 'repository',
  dragged: ({ images }) => images.map(({ image, reference }) => reference ?? image.id),
  id: ({ name }) => name,
  view: ({ name, label = name, images }) => {
    const count = images.length === 1 ? t('1 tag') : t('{0} tags', images.length);
    const inUse = images.some(({ usedBy }) => usedBy.length > 0);
    const [only] = images.length === 1 ? images : [];
    return {
      label: oneLine(label),
      description: (only ? [oneLine(only.label), imageFacts(only)] : [count, inUse ? t('in use') : '']).filter(Boolean).join(' · '),
      icon: 'repo',
      ...(inUse && { iconColor: 'charts.green' }),
      accessibleLabel: t(
        'Repository {0}, {1}',
        oneLine(name),
        [count, ...(only ? [oneLine(only.label), imageFacts(only)] : [inUse ? t('in use') : ''])].filter(Boolean).join(', '),
      ),
      expandable: 'collapsed',
      ...(inUse && { flags: ['inUse' as const] }),
    };
  },
  tooltip: ({ name, images }) =>
    [
      `**${escapeMarkdown(name)}**`,
      '',
      ...images.slice(0, 20).map(({ label, image }) => `- ${escapeMarkdown(label)} — ${formatBytes(image.size)}`),
    ].join('\n'),
  standsFor: ({ images }) => (images.length === 1 && images[0] ? imageNode.make(images[0]) : undefined),
  children: ({ images }) => images.map((image) => imageNode.make(image)),
});
