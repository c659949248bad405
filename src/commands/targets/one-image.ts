import type { App } from '../../app';
import { failure } from '../../core/errors';
import { isImageId } from '../../core/reference';
import type { ImageSummary } from '../../engine/images/images';
import { chooseTarget, type TargetCall } from './choose-targets';
import { checkImageArgument, imageNamed, images, type ImageTarget } from './image-targets';

/** An image of the engine and the name by which it was meant. */
export interface OneImage {
  /** A reference or an id. */
  readonly name: string;
  readonly image: ImageSummary;
}

/** The image of a row, of a caller's answer, or the one that the user chooses. Throws `notFound` and `invalidInput`. */
export async function oneImage(app: App, call: TargetCall<'image', never>, title: string): Promise<OneImage> {
  return imageOfTarget(app, await chooseTarget(app, call, images, { title }));
}

/** The image behind a target; one that was named by an answer is looked for. */
export async function imageOfTarget(app: App, { name, listed }: ImageTarget): Promise<OneImage> {
  return listed ? { name, image: listed.image } : localImage(app, name);
}

/** The image of the engine that has a name or an id; intermediate images count too. */
export async function localImage(app: App, name: string): Promise<OneImage> {
  checkImageArgument(name);
  const local = [...(await app.inventory.read('images')).values()];
  const byId = (list: readonly ImageSummary[]): ImageSummary | undefined =>
    isImageId(name) ? list.find(({ id }) => id === name || id.replace(/^sha256:/, '').startsWith(name)) : undefined;
  const found = imageNamed(local, name) ?? byId(local) ?? byId(await (await app.connection.engine()).images.list({ all: true }));
  if (!found) throw failure('notFound', { what: 'image', name });
  return { name, image: found };
}
