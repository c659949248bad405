import { t } from '../localize';
import { planBuildCachePrune, type PruneCacheRecord } from './build-cache';
import { planContainerPrune, type PruneContainer, usersAmong } from './containers';
import { compileFilters } from './filters';
import { type ImagePlan, type ImageScope, planImagePrune, type PruneImage, type PruneLayers } from './images';
import { type ImageItem, pruneKey, type PruneItem } from './items';
import { planNetworkPrune, type PruneNetwork } from './networks';
import { kindFilters, kindsOf, type PruneKind, type PruneRequest, subjectFilters } from './request';
import { storedLayers } from './stored-layers';
import { planVolumePrune, type PruneVolume, type PruneVolumeUsage } from './volumes';

/** The engine's lists, as they are at one moment. What a request does not ask about may be empty. */
export interface PruneState {
  /** All of them, stopped ones too. */
  readonly containers: readonly PruneContainer[];
  readonly networks: readonly PruneNetwork[];
  readonly volumes: readonly PruneVolume[];
  readonly volumeUsage: readonly PruneVolumeUsage[];
  /** All of them, intermediate ones too. */
  readonly images: readonly PruneImage[];
  readonly layers: readonly PruneLayers[];
  readonly buildCache: readonly PruneCacheRecord[];
  /** False for an engine that keeps none. */
  readonly hasBuildCache: boolean;
  /** With the containerd image store bytes are an upper bound. */
  readonly containerdStore: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What would go, computed before anything goes. Plain data: a page computes the outcome of each selection itself. */
export interface PrunePlan {
  /** Kinds that were looked at, in the order in which they go. */
  readonly kinds: readonly PruneKind[];
  /** By kind, in the order of `kinds`. */
  readonly items: readonly PruneItem[];
  /** Layers of the images, where images were looked at. */
  readonly images: ImagePlan | undefined;
  /** Keys of build cache that holds layers of images: while it stays, so do they. */
  readonly sharing: readonly string[];
  /** Why a kind was not looked at, translated. */
  readonly notes: readonly string[];
}

/** Makes the plan. Throws `invalidInput` for a filter that the engine would refuse. */
export function makePrunePlan(request: PruneRequest, state: PruneState): PrunePlan {
  const { filters, subject, scope } = request;
  const { now, containers } = state;
  compileFilters(filters, now, subjectFilters(subject));
  const asked = kindsOf(request);
  const left = asked.filter((kind) => whyNot(kind, request, state) !== undefined);
  const kinds = asked.filter((kind) => !left.includes(kind));
  const has = (kind: PruneKind): boolean => kinds.includes(kind);
  const goers = has('containers') ? planContainerPrune(containers, filters, now) : [];
  const planned = new Set(goers.map(({ key }) => key));
  const images = has('images') ? planImages(request, state, planned) : undefined;
  const volumeScope = subject === 'everything' && request.volumes !== 'unused' ? 'anonymous' : subject === 'everything' ? 'unused' : scope;
  const cacheOptions = { scope, filters, now, containerdStore: state.containerdStore };
  const shared = state.buildCache.filter((record) => record.shared && record.size > 0);
  return {
    kinds,
    items: [
      ...goers,
      ...(has('networks') ? planNetworkPrune(state.networks, containers, planned, filters, now) : []),
      ...(has('volumes')
        ? planVolumePrune(state.volumes, state.volumeUsage, containers, planned, { scope: volumeScope, filters, now })
        : []),
      ...(images?.items ?? []),
      ...(has('buildCache') ? planBuildCachePrune(state.buildCache, cacheOptions) : []),
    ],
    images: images?.plan,
    sharing: has('images') ? shared.map(({ id }) => pruneKey('buildCache', id)) : [],
    notes: [
      ...left.flatMap((kind) => whyNot(kind, request, state) ?? []),
      ...(images && state.containerdStore && hasSilentParents(state.images)
        ? [
            t(
              'Untagged images that others are built on may be removed with them, or stay as dangling images: this image store does not report which.',
            ),
          ]
        : []),
    ],
  };
}

/** Why a part of everything is not looked at: with a filter that it has not, docker would take all of it or refuse. */
function whyNot(kind: PruneKind, { subject, filters }: PruneRequest, { hasBuildCache }: PruneState): string | undefined {
  if (subject !== 'everything') return undefined;
  if (kind === 'buildCache' && !hasBuildCache) return t('This engine has no build cache.');
  const missing = Object.keys(filters).find((name) => !kindFilters[kind].some((known) => known === name));
  if (missing === undefined) return undefined;
  return kind === 'volumes'
    ? t('Volumes are not included: they have no filter “{0}”.', missing)
    : t('The build cache is not included: it has no filter “{0}”.', missing);
}

/** Whether some image is built on one without a name. */
function hasSilentParents(images: readonly PruneImage[]): boolean {
  const nameless = new Set(images.filter(({ tags }) => tags.length === 0).map(({ id }) => id));
  return images.some(({ parentId }) => nameless.has(parentId));
}

function planImages(
  request: PruneRequest,
  state: PruneState,
  planned: ReadonlySet<string>,
): { readonly plan: ImagePlan; readonly items: readonly ImageItem[] } {
  const { staying } = usersAmong(state.containers, planned);
  const users = new Map<string, string[]>();
  for (const { id, imageId } of state.containers) {
    const key = pruneKey('containers', id);
    if (planned.has(key)) users.set(imageId, [...(users.get(imageId) ?? []), key]);
  }
  const plan = planImagePrune({
    images: state.images,
    layers: state.containerdStore ? storedLayers(state.images, state.layers) : state.layers,
    usedImageIds: staying.map(({ imageId }) => imageId),
    scope: request.scope as ImageScope,
    filters: request.filters,
    now: state.now,
    // The containerd store keeps some of these parents, and nobody can tell which: nothing is promised.
    cascades: !state.containerdStore,
  });
  const upperBound = state.containerdStore || !plan.exact;
  return {
    plan,
    items: plan.items.map((image) => ({
      kind: 'images',
      key: pruneKey('images', image.id),
      id: image.id,
      names: image.tags.length > 0 ? image.tags : image.targets.filter((target) => target !== image.id),
      created: image.created,
      bytes: image.size,
      upperBound,
      needs: users.get(image.id) ?? [],
      ticked: true,
      image,
    })),
  };
}
