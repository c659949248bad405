import type { App } from '../app';
import { failure, SlipwayError } from '../core/errors';
import { t } from '../core/localize';
import type { ReportProgress } from '../core/progress';
import type { PrunePageModel, PruneRequest } from '../core/prune-page';
import { planImagePrune } from '../core/prune-plan';
import type { Engine, ImageLayers, ImageSummary } from '../engine/engine';
import { Limiter } from '../engine/limiter';

const readsInFlight = 8;

/** Reads a request from a caller's answers. Throws `invalidInput`. */
export function pruneRequest(scope: unknown, filters: unknown): PruneRequest {
  if (scope !== 'dangling' && scope !== 'unused') {
    throw failure('invalidInput', { field: 'scope', value: String(scope), reason: t('The scope is "dangling" or "unused".') });
  }
  const given = Object.entries((filters ?? {}) as Record<string, unknown>);
  // One text is taken for a list of one, as people write it in keybindings.
  const read = given.map(([name, value]): [string, readonly string[]] => [name, (Array.isArray(value) ? value : [value]).map(String)]);
  return { scope, filters: Object.fromEntries(read) };
}

/** Makes the plan of what a prune would remove, from the engine's lists as they are now. */
export async function planPrune(app: App, request: PruneRequest, report?: ReportProgress, signal?: AbortSignal): Promise<PrunePageModel> {
  const engine = await app.connection.engine(signal);
  const { state } = app.connection;
  const [images, containers] = await Promise.all([engine.listImages({ all: true }), engine.listContainers({ all: true })]);
  const input = {
    images,
    layers: [],
    usedImageIds: containers.map(({ imageId }) => imageId),
    scope: request.scope,
    filters: request.filters,
    now: Date.now(),
  };
  const names = planImagePrune(input);
  // What shares layers with the goers counts too, so the layers of all images are read, unless nothing goes at all.
  const plan = names.items.length === 0 ? names : planImagePrune({ ...input, layers: await readLayers(app, engine, images, report, signal) });
  return {
    request,
    engine: state.kind === 'connected' ? state.candidate.name : '',
    plan,
    upperBound: plan.items.length > 0 && (engine.information.containerdStore || !plan.exact),
  };
}

async function readLayers(app: App, engine: Engine, images: readonly ImageSummary[], report?: ReportProgress, signal?: AbortSignal): Promise<readonly ImageLayers[]> {
  const limiter = new Limiter(readsInFlight);
  let read = 0;
  const found = await Promise.all(
    images.map(({ id }) =>
      limiter.run(async () => {
        if (signal?.aborted) throw failure('cancelled', { operation: 'prune' });
        const layers = await layersOf(app, engine, id, signal);
        report?.({ message: t('{0} of {1} images', ++read, images.length) });
        return layers;
      }),
    ),
  );
  return found.filter((layers) => layers !== undefined);
}

/** An image that went meanwhile, or that is broken, has unknown layers and makes the plan an upper bound. */
async function layersOf(app: App, engine: Engine, id: string, signal: AbortSignal | undefined): Promise<ImageLayers | undefined> {
  try {
    const layers = await engine.imageLayers(id, signal);
    return { ...layers, id };
  } catch (error) {
    if (error instanceof SlipwayError && (error.kind === 'notFound' || error.kind === 'engineFailed')) {
      app.log.error(`layers of ${id}`, error);
      return undefined;
    }
    throw error;
  }
}
