import type { App } from '../../app';
import { isCancelled } from '../../core/errors';
import type { Engine } from '../../engine/engine';
import type { ImageLayers } from '../../engine/images/images';
import { Limiter } from '../../engine/transport/limiter';
import { knownLayers, rememberedLayers } from './known-layers';

const readsInFlight = 8;

/**
 * Layers of as many of the images as can be read in so many milliseconds, the first ones first. Never throws: an image
 * that cannot be read is left out.
 */
export async function layersInTime(
  app: App,
  engine: Engine,
  ids: readonly string[],
  milliseconds: number,
): Promise<readonly ImageLayers[]> {
  const limiter = new Limiter(readsInFlight);
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), milliseconds);
  const read = async (id: string): Promise<void> => {
    if (stop.signal.aborted) return;
    try {
      await knownLayers(app, engine, id, stop.signal);
    } catch (error) {
      if (!isCancelled(error)) app.log.error(`layers of ${id}`, error);
    }
  };
  await Promise.all(ids.map((id) => limiter.run(() => read(id))));
  clearTimeout(timer);
  return ids.flatMap((id) => rememberedLayers(app, engine, id) ?? []);
}
