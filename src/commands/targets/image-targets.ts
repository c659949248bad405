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
import { type AskOptions, back, type Back, type Choice } from '../../ports';

/** The images behind rows, each name once: a group stands for all that is in it. */
export function imagesOf(nodes: readonly Node[]): readonly ImageNodeData[] {
  const found = new Map<string, ImageNodeData>();
  for (const node of nodes) {
    const images = imageNode.is(node) ? [node.data] : repositoryNode.is(node) || danglingImagesNode.is(node) ? node.data.images : [];
    for (const data of images) found.set(imageName(data), data);
  }
  return [...found.values()];
}

/** What the engine knows an image by: its reference, or its id when it has no name. */
export function imageName({ image, reference }: ImageNodeData): string {
  return reference ?? image.id;
}

/** All local images as rows of a list, one for each name, with fresh facts. */
export async function localImages(app: App): Promise<readonly ImageNodeData[]> {
  const [images, containers] = await Promise.all([app.inventory.read('images'), app.inventory.read('containers')]);
  return imageRows(images.values(), containersByImage(containers.values())).map(({ data }) => data);
}

/** Choices of local images, one for each name. */
export async function imageChoices(app: App): Promise<readonly Choice<ImageNodeData>[]> {
  return (await localImages(app)).map((data) => ({
    label: data.reference ?? shortId(data.image.id),
    description: [shortId(data.image.id), formatBytes(data.image.size), formatAge(data.image.created, Date.now())].join(' · '),
    icon: 'package',
    value: data,
  }));
}

/** Asks for one local image; the list loads behind the open box. */
export function chooseImage(app: App, options: AskOptions): Promise<ImageNodeData | Back> {
  return app.ask.choose(imageChoices(app), { placeholder: t('Choose an image'), none: t('There are no images'), ...options });
}

/** Asks for one local image as the only question. */
export async function chooseOneImage(app: App, title: string): Promise<ImageNodeData> {
  const chosen = await chooseImage(app, { title });
  if (chosen === back) throw failure('cancelled', { operation: title });
  return chosen;
}

/** Asks for local images; at least one. Throws `cancelled` when none is ticked. */
export async function chooseImages(app: App, title: string): Promise<readonly ImageNodeData[]> {
  const chosen = await app.ask.chooseMany(await imageChoices(app), {
    title,
    placeholder: t('Choose images'),
    none: t('There are no images'),
  });
  if (chosen === back || chosen.length === 0) throw failure('cancelled', { operation: title });
  return chosen;
}

/** Throws `invalidInput` unless the text names an image by reference or id. */
export function checkImageArgument(image: string): void {
  if (isImageId(image)) return;
  const checked = checkReference(image);
  if ('reason' in checked) throw failure('invalidInput', { field: 'image', value: image, reason: checked.reason });
}

/** The image that carries a name now, if any. */
export function imageNamed(images: Iterable<ImageSummary>, reference: string): ImageSummary | undefined {
  const whole = wholeName(reference);
  for (const image of images) {
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
