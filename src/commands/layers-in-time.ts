import type { App } from '../app';
import { isCancelled } from '../core/errors';
import type { Engine, ImageLayers } from '../engine/engine';
import { Limiter } from '../engine/limiter';

const readsInFlight = 8;
/** Layers never change under an id, so that what was read once is known from then on. */
const known = new WeakMap<Engine, Map<string, ImageLayers>>();

/**
 * Layers of as many of the images as can be read in so many milliseconds, the first ones first. Never throws: an image
 * that cannot be read is left out.
 */
export async function layersInTime(app: App, engine: Engine, ids: readonly string[], milliseconds: number): Promise<readonly ImageLayers[]> {
  const found = known.get(engine) ?? new Map<string, ImageLayers>();
  known.set(engine, found);
  const limiter = new Limiter(readsInFlight);
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), milliseconds);
  const read = async (id: string): Promise<void> => {
    if (found.has(id) || stop.signal.aborted) return;
    try {
      found.set(id, { ...(await engine.imageLayers(id, stop.signal)), id });
    } catch (error) {
      if (!isCancelled(error)) app.log.error(`layers of ${id}`, error);
    }
  };
  await Promise.all(ids.map((id) => limiter.run(() => read(id))));
  clearTimeout(timer);
  return ids.flatMap((id) => found.get(id) ?? []);
}
