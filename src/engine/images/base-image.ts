import type { BaseImage, HistoryStep } from '../../core/history';
import { stepsOfBase } from '../../core/history';
import { SlipwayError } from '../../core/errors';
import type { Engine } from '../engine';
import type { ImageSummary } from './images';
import { object, texts } from '../json/json';
import { Limiter } from '../transport/limiter';

/** Diff ids by image id: an id stands for its content, so they never change. */
const known = new WeakMap<Engine, Map<string, readonly string[]>>();
const readsInFlight = 8;

async function diffIds(engine: Engine, id: string): Promise<readonly string[]> {
  let ids = known.get(engine);
  if (!ids) known.set(engine, (ids = new Map<string, readonly string[]>()));
  const before = ids.get(id);
  if (before) return before;
  const layers = texts(object((await engine.images.inspect(id)).RootFS).Layers);
  ids.set(id, layers);
  return layers;
}

/** An image that went meanwhile, or that is broken, has no layers in common with any. */
async function diffIdsOrNone(engine: Engine, id: string): Promise<readonly string[]> {
  try {
    return await diffIds(engine, id);
  } catch (error) {
    if (error instanceof SlipwayError && (error.kind === 'notFound' || error.kind === 'engineFailed')) return [];
    throw error;
  }
}

/** Layers of other images, for comparing: ids with their diff ids. */
async function layersOf(engine: Engine, images: readonly ImageSummary[], signal?: AbortSignal): Promise<readonly (readonly string[])[]> {
  const limiter = new Limiter(readsInFlight);
  return Promise.all(images.map(({ id }) => limiter.run(() => (signal?.aborted ? Promise.resolve([]) : diffIdsOrNone(engine, id)))));
}

function commonLayers(left: readonly string[], right: readonly string[]): number {
  let count = 0;
  while (count < left.length && left[count] === right[count]) count += 1;
  return count;
}

/**
 * The local image on which another one is built: a named one whose layers and steps are the first of it; of several the
 * one with most steps. Undefined when there is none.
 */
export async function baseOf(
  engine: Engine,
  image: { readonly id: string; readonly created: number; readonly size: number },
  steps: readonly HistoryStep[],
  images: readonly ImageSummary[],
  signal?: AbortSignal,
): Promise<BaseImage | undefined> {
  // What is larger cannot be below; only what is left is asked about.
  const candidates = images.filter(({ id, tags, size }) => id !== image.id && tags.length > 0 && size <= image.size);
  if (candidates.length === 0) return undefined;
  const own = await diffIds(engine, image.id);
  const layers = await layersOf(engine, candidates, signal);
  let best: BaseImage | undefined;
  for (const [index, candidate] of candidates.entries()) {
    const below = layers[index] ?? [];
    if (below.length === 0 || commonLayers(below, own) < below.length || signal?.aborted) continue;
    const count = stepsOfBase(await engine.images.history(candidate.id, signal), steps);
    if (count > (best?.steps ?? 0)) best = { id: candidate.id, name: candidate.tags[0] ?? candidate.id, steps: count };
  }
  return best;
}

/** How many of the first layers of an image some other image has too, and how many layers there are. */
export async function sharedLayers(
  engine: Engine,
  id: string,
  images: readonly ImageSummary[],
  signal?: AbortSignal,
): Promise<{ readonly shared: number; readonly all: number }> {
  const own = await diffIds(engine, id);
  const others = await layersOf(
    engine,
    images.filter((image) => image.id !== id),
    signal,
  );
  return { shared: Math.max(0, ...others.map((layers) => commonLayers(own, layers))), all: own.length };
}
