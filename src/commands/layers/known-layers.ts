import type { App } from '../../app';
import type { Engine } from '../../engine/engine';
import type { ImageLayers } from '../../engine/images/images';

/** Images whose layers are remembered, some kilobytes each. */
const most = 4_000;

/** By engine and image: an id stands for its content, so what was read once stays true, for every page. */
const known = new WeakMap<App, Map<string, ImageLayers>>();

const keyOf = (engine: Engine, id: string): string => `${engine.information.id} ${engine.information.kind} ${id}`;

/** The layers of an image as they were read before. */
export function rememberedLayers(app: App, engine: Engine, id: string): ImageLayers | undefined {
  return known.get(app)?.get(keyOf(engine, id));
}

/** The layers of an image (`sha256:…`); the engine is asked once for each. Throws as {@link EngineImages.layers} does. */
export async function knownLayers(app: App, engine: Engine, id: string, signal?: AbortSignal): Promise<ImageLayers> {
  const before = rememberedLayers(app, engine, id);
  if (before) return before;
  const layers = { ...(await engine.images.layers(id, signal)), id };
  const found = known.get(app) ?? new Map<string, ImageLayers>();
  known.set(app, found);
  const [oldest] = found.keys();
  if (found.size >= most && oldest !== undefined) found.delete(oldest);
  found.set(keyOf(engine, id), layers);
  return layers;
}
