import type { App } from '../../app';
import { formatAge } from '../../core/age';
import { failure } from '../../core/errors';
import { wholeName } from '../../core/image-names';
import { t } from '../../core/localize';
import { checkReference, isImageId, shortId } from '../../core/reference';
import { formatBytes } from '../../core/sizes';
import type { ImageSummary } from '../../engine/images/images';
import { danglingImagesNode } from '../../nodes/dangling-images';
import type { Node } from '../../nodes/define';
import { type ImageNodeData, imageNode } from '../../nodes/image';
import { repositoryNode } from '../../nodes/repository';
import { containersByImage, imageRows } from '../../nodes/trees/images';
import type { ListedTarget, Target, TargetKind } from './choose-targets';

/** An image to work on; its name is a reference, or its id when it has no name. */
export type ImageTarget = Target<ImageNodeData>;

/** What the engine knows an image by: its reference, or its id when it has no name. */
export function imageName({ image, reference }: ImageNodeData): string {
  return reference ?? image.id;
}

/** All local images as rows of a list, one for each name, with fresh facts. */
export async function localImages(app: App): Promise<readonly ImageNodeData[]> {
  const [local, containers] = await Promise.all([app.inventory.read('images'), app.inventory.read('containers')]);
  return imageRows(local.values(), containersByImage(containers.values())).map(({ data }) => data);
}

function targetOf(data: ImageNodeData): ListedTarget<ImageNodeData> {
  return { id: data.image.id, name: imageName(data), listed: data };
}

/** Local images, each name for itself; rows of repositories and of images without a name are groups of them. */
export const images: TargetKind<ImageNodeData, 'image', 'images'> = {
  one: 'image',
  many: 'images',
  ofRow: (node) => (imageNode.is(node) ? targetOf(node.data) : undefined),
  ofGroup: (node) => (repositoryNode.is(node) || danglingImagesNode.is(node) ? node.data.images.map(targetOf) : []),
  choices: async (app) =>
    (await localImages(app)).map((data) => ({
      label: data.reference ?? shortId(data.image.id),
      description: [shortId(data.image.id), formatBytes(data.image.size), formatAge(data.image.created, Date.now())].join(' · '),
      icon: 'package',
      value: targetOf(data),
    })),
  texts: () => ({ chooseOne: t('Choose an image'), chooseMany: t('Choose images'), none: t('There are no images') }),
};

/** Throws `invalidInput` unless the text names an image by reference or id. */
export function checkImageArgument(image: string): void {
  if (isImageId(image)) return;
  const checked = checkReference(image);
  if ('reason' in checked) throw failure('invalidInput', { field: 'image', value: image, reason: checked.reason });
}

/** The image that carries a name now, if any. */
export function imageNamed(list: Iterable<ImageSummary>, reference: string): ImageSummary | undefined {
  const whole = wholeName(reference);
  for (const image of list) {
    if ([...image.tags, ...image.digests].some((name) => wholeName(name) === whole)) return image;
  }
  return undefined;
}

/** The row of a name as the Images view has it, if an image carries it now. */
export async function imageRow(app: App, reference: string): Promise<Node<ImageNodeData> | undefined> {
  const whole = wholeName(reference);
  const row = (await localImages(app)).find((data) => data.reference !== undefined && wholeName(data.reference) === whole);
  return row && imageNode.make(row);
}

/**
 * Reveals the row of an image that a verb has just made, and tells whether it can be seen; `open` opens its view for
 * that. Never throws: the verb itself is done.
 */
export async function revealImage(app: App, reference: string, { open = false } = {}): Promise<boolean> {
  try {
    const row = await imageRow(app, reference);
    return row !== undefined && (await app.show.reveal(row.id, open ? 'images' : undefined));
  } catch (error) {
    app.log.error(`reveal ${reference}`, error);
    return false;
  }
}
