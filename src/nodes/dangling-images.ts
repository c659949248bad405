import { t } from '../core/localize';
import { formatBytes } from '../core/sizes';
import { defineNode } from './define';
import { imageNode, type ImageNodeData } from './image';

/** The group of images without a name. */
export const danglingImagesNode = defineNode<{ readonly images: readonly ImageNodeData[] }>({
  kind: 'danglingImages',
  id: () => 'all',
  view: ({ images }) => ({
    label: t('Dangling'),
    description: images.length === 1 ? t('1 image') : t('{0} images', images.length),
    icon: 'circle-slash',
    accessibleLabel: t('Dangling images, {0}', images.length),
    expandable: 'collapsed',
  }),
  tooltip: ({ images }) =>
    t(
      'Images without a name, left behind when a tag moved. Up to {0} in total.',
      formatBytes(images.reduce((sum, { image }) => sum + image.size, 0)),
    ),
  children: ({ images }) => images.map((image) => imageNode.make(image)),
});
