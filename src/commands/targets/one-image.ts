import type { App } from '../../app';
import { failure } from '../../core/errors';
import { isImageId } from '../../core/reference';
import type { ImageSummary } from '../../engine/images/images';
import type { CommandCall } from '../define';
import { checkImageArgument, chooseOneImage, imageName, imageNamed, imagesOf } from './image-targets';

/** An image of the engine and the name by which it was meant. */
export interface OneImage {
  /** A reference or an id. */
  readonly name: string;
  readonly image: ImageSummary;
}

/** The image of a row, of a caller's answer, or the one that the user chooses. Throws `notFound` and `invalidInput`. */
export async function oneImage(app: App, call: CommandCall<{ readonly image: string }>, title: string): Promise<OneImage> {
  const { image } = call.answers;
  if (image !== undefined) return localImage(app, image);
  const [row] = imagesOf(call.nodes);
  const data = row ?? (await chooseOneImage(app, title));
  return { name: imageName(data), image: data.image };
}

/** The image of the engine that has a name or an id; intermediate images count too. */
export async function localImage(app: App, name: string): Promise<OneImage> {
  checkImageArgument(name);
  const images = [...(await app.inventory.read('images')).values()];
  const byId = (list: readonly ImageSummary[]): ImageSummary | undefined =>
    isImageId(name) ? list.find(({ id }) => id === name || id.replace(/^sha256:/, '').startsWith(name)) : undefined;
  const found = imageNamed(images, name) ?? byId(images) ?? byId(await (await app.connection.engine()).images.list({ all: true }));
  if (!found) throw failure('notFound', { what: 'image', name });
  return { name, image: found };
}
