import type { App } from '../../app';
import { shareOf } from '../../core/history';
import type { ImagePageModel } from '../../core/image-page';
import { sizeNote } from '../../core/image-size';
import { shortId } from '../../core/reference';
import type { Engine } from '../../engine/engine';
import { sharedLayers } from '../../engine/images/base-image';
import { knownLayers } from '../layers/known-layers';
import { imageDetailsOf } from '../../engine/images/image-details';
import { readHistory } from '../../nodes/image-history';
import type { OneImage } from '../targets/one-image';
import { defined } from '../../core/records';

/** Everything about one image, for its page and for callers. */
export async function imagePageModel(app: App, { name, image }: OneImage, signal?: AbortSignal): Promise<ImagePageModel> {
  const engine = await app.connection.engine(signal);
  const { state } = app.connection;
  const [inspected, history, containers] = await Promise.all([
    engine.images.inspect(image.id),
    readHistory(app, image, signal),
    engine.containers.list({ all: true }),
  ]);
  const { steps, base } = history;
  const details = imageDetailsOf(inspected);
  const note = sizeNote(
    engine.information.containerdStore,
    image.size,
    steps.reduce((sum, { size }) => sum + size, 0),
  );
  return {
    name: name.startsWith('sha256:') ? shortId(name) : name,
    engine: state.kind === 'connected' ? state.candidate.name : '',
    details: { ...details, tags: image.tags.length > 0 ? image.tags : details.tags, size: image.size },
    ...defined({ sizeNote: note }),
    ...(await sharedWithOthers(app, engine, image.id, signal)),
    steps: steps.map((step, index) => ({ ...step, share: shareOf(step, steps), fromBase: base !== undefined && index < base.steps })),
    base: base?.name,
    usedBy: containers
      .filter(({ imageId }) => imageId === image.id)
      .map(({ id, name: user, state: is }) => ({ id, name: user, state: is })),
  };
}

interface Shared {
  readonly sharedLayers: number;
  readonly sharedBytes: number | undefined;
}

/** The bytes are unknown with the containerd store, whose sizes count compressed blobs too, and where a layer's size is not known. */
async function sharedWithOthers(app: App, engine: Engine, id: string, signal: AbortSignal | undefined): Promise<Shared> {
  const images = await app.inventory.read('images');
  const { shared, all } = await sharedLayers(engine, id, [...images.values()], signal);
  if (engine.information.containerdStore) return { sharedLayers: shared, sharedBytes: undefined };
  const { layerSizes } = await knownLayers(app, engine, id, signal);
  const known = layerSizes.length === all && layerSizes.every((size) => size >= 0);
  return { sharedLayers: shared, sharedBytes: known ? layerSizes.slice(0, shared).reduce((sum, size) => sum + size, 0) : undefined };
}
