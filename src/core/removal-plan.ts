import { allNames, lastingNames } from './image-names';
import { imageOutcome, type ImagePlan, planImagePrune, type PruneImage, type PruneLayers } from './prune/images';

/** What is asked to go: one name of an image, or all of it. */
export interface RemovalWish {
  readonly id: string;
  /** Undefined for the whole image. */
  readonly name: string | undefined;
}

export interface RemovalContainer {
  readonly name: string;
  readonly imageId: string;
  readonly running: boolean;
}

/** Engines differ in what they do with an image that is in use. */
export interface RemovalRules {
  /** Podman removes the containers together with the image when forced, running ones too; Docker leaves them. */
  readonly forceRemovesContainers: boolean;
  /** With the containerd store images are deleted though others were built on them. */
  readonly childrenHold: boolean;
  /** Podman takes no `noprune`. */
  readonly mayKeepParents: boolean;
}

/** What becomes of one image. */
export interface ImageRemoval {
  readonly image: PruneImage;
  /** What to remove, in this order; for a forced removal the id is used instead. */
  readonly names: readonly string[];
  /** `untag`: only names go. `parent`: all its names go, but it stays since others are built on it. */
  readonly outcome: 'untag' | 'parent' | 'delete';
  /** Names that stay. */
  readonly lasting: readonly string[];
  /** Names of the containers in the way of deleting it. */
  readonly stopped: readonly string[];
  readonly running: readonly string[];
  /** Why the engine refuses it, even by force. */
  readonly blocked: 'running' | 'children' | undefined;
  /** True when it goes by force only. */
  readonly force: boolean;
}

export interface RemovalPlan {
  /** Images before those that they are built on. */
  readonly removals: readonly ImageRemoval[];
  readonly rules: RemovalRules;
  /** For {@link freedBytes}. */
  readonly prune: ImagePlan;
}

export interface RemovalInput {
  readonly wishes: readonly RemovalWish[];
  /** All images, intermediate ones too. */
  readonly images: readonly PruneImage[];
  readonly containers: readonly RemovalContainer[];
  readonly layers: readonly PruneLayers[];
  readonly rules: RemovalRules;
}

/** Decides what removing names and images comes to, before anything is removed. */
export function planRemoval({ wishes, images, containers, layers, rules }: RemovalInput): RemovalPlan {
  const byId = new Map(images.map((image) => [image.id, image]));
  const leaving = new Map<string, Set<string> | 'all'>();
  for (const { id, name } of wishes) {
    const known = leaving.get(id);
    if (name === undefined) leaving.set(id, 'all');
    else if (known === undefined) leaving.set(id, new Set([name]));
    else if (known !== 'all') known.add(name);
  }
  const first = [...leaving].flatMap(([id, names]): ImageRemoval[] => {
    const image = byId.get(id);
    return image ? [removalOf(image, names, containers, rules)] : [];
  });
  const goers = new Set(first.filter(({ outcome, blocked }) => outcome === 'delete' && !blocked).map(({ image }) => image.id));
  const used = containers.map(({ imageId }) => imageId).filter((id) => !(rules.forceRemovesContainers && goers.has(id)));
  const prune = planImagePrune({
    images: rules.childrenHold ? images : withoutHolds(images, goers),
    layers,
    usedImageIds: used,
    scope: 'unused',
    now: 0,
  });
  const outcome = imageOutcome(prune, goers);
  const deleted = new Set(outcome.deleted);
  const children = new Set(images.map(({ parentId }) => parentId));
  const removals = first.map((removal) =>
    heldByChildren(removal, rules.childrenHold && children.has(removal.image.id) && !deleted.has(removal.image.id)),
  );
  return { removals: inOrder(removals, byId), rules, prune };
}

function removalOf(
  image: PruneImage,
  leaving: ReadonlySet<string> | 'all',
  containers: readonly RemovalContainer[],
  rules: RemovalRules,
): ImageRemoval {
  const lasting = leaving === 'all' ? [] : lastingNames(image, leaving);
  if (lasting.length > 0 && leaving !== 'all') {
    return { image, names: [...leaving], outcome: 'untag', lasting, stopped: [], running: [], blocked: undefined, force: false };
  }
  const users = containers.filter(({ imageId }) => imageId === image.id);
  const running = users.filter((user) => user.running).map(({ name }) => name);
  const blocked = running.length > 0 && !rules.forceRemovesContainers ? ('running' as const) : undefined;
  const stopped = users.filter((user) => !user.running).map(({ name }) => name);
  return {
    image,
    names: allNames(image),
    outcome: 'delete',
    lasting: [],
    stopped,
    running,
    blocked,
    force: blocked === undefined && users.length > 0,
  };
}

/** A chosen image goes though others were built on it; parents without a name still go along with their last child. */
function withoutHolds(images: readonly PruneImage[], goers: ReadonlySet<string>): readonly PruneImage[] {
  return images.map((image) => (goers.has(image.parentId) ? { ...image, parentId: '' } : image));
}

function heldByChildren(removal: ImageRemoval, held: boolean): ImageRemoval {
  if (!held || removal.outcome !== 'delete' || removal.blocked) return removal;
  const named = removal.image.tags.length > 0 || removal.image.digests.length > 0;
  return named && !removal.force ? { ...removal, outcome: 'parent' } : { ...removal, blocked: 'children', force: false };
}

function inOrder(removals: readonly ImageRemoval[], byId: ReadonlyMap<string, PruneImage>): readonly ImageRemoval[] {
  const depth = (image: PruneImage): number => {
    let result = 0;
    // Bounded, should an engine ever tell of a circle.
    for (let above = byId.get(image.parentId); above && result < 1000; above = byId.get(above.parentId)) result++;
    return result;
  };
  return removals
    .map((removal) => ({ removal, depth: depth(removal.image) }))
    .sort((left, right) => right.depth - left.depth)
    .map(({ removal }) => removal);
}

/** Ids that go with their names under these choices. */
export function goingIds({ removals }: RemovalPlan, withForce: boolean): readonly string[] {
  return removals
    .filter(({ outcome, blocked, force }) => outcome === 'delete' && !blocked && (withForce || !force))
    .map(({ image }) => image.id);
}

/**
 * Bytes that come free when these images go, and parents without a name that go along. Images that containers keep free
 * nothing: their layers stay as long as the containers.
 */
export function freedBytes(
  plan: RemovalPlan,
  ids: Iterable<string>,
  keepParents = false,
): { readonly bytes: number; readonly cascaded: readonly string[] } {
  const prune = keepParents ? { ...plan.prune, nodes: plan.prune.nodes.map((node) => ({ ...node, cascades: false })) } : plan.prune;
  const { bytes, cascaded } = imageOutcome(prune, ids);
  return { bytes, cascaded };
}
