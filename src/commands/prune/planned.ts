import type { App } from '../../app';
import { failure, SlipwayError } from '../../core/errors';
import type { UsageKind } from '../../core/disk-usage';
import { t } from '../../core/localize';
import type { ReportProgress } from '../../core/progress';
import type { PrunePageModel } from '../../core/prune/page';
import { makePrunePlan, type PruneState } from '../../core/prune/plan';
import { kindsOf, type PruneKind, type PruneRequest, pruneScopes, type PruneSubject, volumeChoices } from '../../core/prune/request';
import type { Engine } from '../../engine/engine';
import type { EngineInformation } from '../../engine/information';
import type { ImageLayers, ImageSummary } from '../../engine/images/images';
import { Limiter } from '../../engine/transport/limiter';
import { knownLayers, rememberedLayers } from '../layers/known-layers';

const readsInFlight = 8;

/** What a caller's answers may hold. */
export interface PruneAnswers {
  readonly scope?: unknown;
  readonly volumes?: unknown;
  readonly filters?: unknown;
}

/** Reads a request from a caller's answers. Throws `invalidInput`. */
export function pruneRequest(subject: PruneSubject, answers: PruneAnswers): PruneRequest {
  const scopes = pruneScopes[subject];
  const scope = scopes.find((known) => known === (answers.scope ?? scopes[0]));
  if (scope === undefined) {
    throw failure('invalidInput', {
      field: 'scope',
      value: String(answers.scope),
      reason: t('The scope must be one of these: {0}', scopes.join(', ')),
    });
  }
  const volumes = volumeChoices.find((known) => known === (answers.volumes ?? 'none'));
  if (volumes === undefined) {
    throw failure('invalidInput', {
      field: 'volumes',
      value: String(answers.volumes),
      reason: t('The volumes must be one of these: {0}', volumeChoices.join(', ')),
    });
  }
  const given = Object.entries((answers.filters ?? {}) as Record<string, unknown>);
  // One text is taken for a list of one, as people write it in keybindings.
  const read = given.map(([name, value]): [string, readonly string[]] => [name, (Array.isArray(value) ? value : [value]).map(String)]);
  return { subject, scope, ...(subject === 'everything' && { volumes }), filters: Object.fromEntries(read) };
}

/** Podman's builder shares its cache with the images and has no records. */
export function hasBuildCache({ kind }: EngineInformation): boolean {
  return kind === 'docker';
}

/**
 * Makes the plan of what a prune would remove, from the engine's lists as they are now. Throws `unsupported` for the
 * build cache of an engine that keeps none.
 */
export async function planPrune(
  app: App,
  request: PruneRequest,
  {
    fast = false,
    report,
    signal,
  }: {
    /** From the lists alone, and the layers that are known. */ readonly fast?: boolean;
    readonly report?: ReportProgress;
    readonly signal?: AbortSignal;
  } = {},
): Promise<PrunePageModel> {
  const engine = await app.connection.engine(signal);
  const { information } = engine;
  if (request.subject === 'buildCache' && !hasBuildCache(information)) {
    throw failure('unsupported', {
      operation: t('this engine has no build cache apart from its images'),
      engine: `Podman ${information.version}`,
    });
  }
  const { state } = app.connection;
  const lists = await readLists(engine, request, signal);
  if (signal?.aborted) throw failure('cancelled', { operation: 'prune' });
  let plan = makePrunePlan(request, lists);
  let counting = false;
  // What shares layers with the goers counts too, so the layers of all images are read, unless none goes at all.
  if (plan.images && plan.images.items.length > 0) {
    const remembered = lists.images.flatMap(({ id }) => rememberedLayers(app, engine, id) ?? []);
    counting = fast && remembered.length < lists.images.length;
    plan = makePrunePlan(request, { ...lists, layers: fast ? remembered : await readLayers(app, engine, lists.images, report, signal) });
  }
  return { request, engine: state.kind === 'connected' ? state.candidate.name : '', plan, ...(counting && { counting }) };
}

async function readLists(
  engine: Engine,
  request: PruneRequest,
  signal: AbortSignal | undefined,
): Promise<PruneState & { readonly images: readonly ImageSummary[] }> {
  const kinds = kindsOf(request);
  const has = (kind: PruneKind): boolean => kinds.includes(kind);
  const { information } = engine;
  const measured = measuredKinds(kinds, information);
  const [containers, networks, volumes, images, usage] = await Promise.all([
    engine.containers.list({ all: true, size: has('containers') }),
    has('networks') ? engine.networks.list() : [],
    has('volumes') ? engine.volumes.list() : [],
    has('images') ? engine.images.list({ all: true }) : [],
    measured.length > 0 ? engine.system.diskUsage(signal, measured) : undefined,
  ]);
  return {
    containers,
    networks,
    volumes,
    volumeUsage: usage?.volumes ?? [],
    images,
    layers: [],
    buildCache: usage?.buildCache ?? [],
    hasBuildCache: hasBuildCache(information),
    containerdStore: information.containerdStore,
    now: Date.now(),
  };
}

/** What must be measured. Images ask for the build cache that holds their layers, where asking costs little. */
function measuredKinds(kinds: readonly PruneKind[], information: EngineInformation): readonly UsageKind[] {
  const cache =
    hasBuildCache(information) &&
    (kinds.includes('buildCache') || (kinds.includes('images') && !information.containerdStore && measuresByKind(information)));
  return [...(kinds.includes('volumes') ? (['volumes'] as const) : []), ...(cache ? (['buildCache'] as const) : [])];
}

/** Since API 1.42 an engine can measure one kind alone. */
function measuresByKind({ apiVersion }: EngineInformation): boolean {
  const [major = 0, minor = 0] = apiVersion.split('.').map(Number);
  return major > 1 || minor >= 42;
}

async function readLayers(
  app: App,
  engine: Engine,
  images: readonly ImageSummary[],
  report?: ReportProgress,
  signal?: AbortSignal,
): Promise<readonly ImageLayers[]> {
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
    return await knownLayers(app, engine, id, signal);
  } catch (error) {
    if (error instanceof SlipwayError && (error.kind === 'notFound' || error.kind === 'engineFailed')) {
      app.log.error(`layers of ${id}`, error);
      return undefined;
    }
    throw error;
  }
}
