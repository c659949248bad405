import { t } from '../localize';
import { compileFilters, type PruneFilters } from './filters';

/**
 * What `docker image prune` would remove, computed before anything is removed (engines have no dry run), and what it
 * frees for any selection of it. Rules: moby `daemon/images/image_prune.go` and `image_delete.go`. Everything here is
 * plain data, so that a page can take a plan and compute outcomes itself.
 */
export interface PruneImage {
  readonly id: string;
  readonly tags: readonly string[];
  readonly digests: readonly string[];
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly size: number;
  readonly labels: Readonly<Record<string, string>>;
  /** Empty when unknown. */
  readonly parentId: string;
}

/** Layers of one image, bottom first; a size of -1 is unknown. */
export interface PruneLayers {
  readonly id: string;
  readonly layers: readonly string[];
  readonly layerSizes: readonly number[];
}

/** `dangling`: images without a tag; `unused`: all that no container uses (`docker image prune --all`). */
export type ImageScope = 'dangling' | 'unused';

export interface PruneInput {
  /** All images, intermediate ones too (`listImages({ all: true })`), so that cascades and sharing come out right. */
  readonly images: readonly PruneImage[];
  /** Layers of as many of the images as could be read. */
  readonly layers: readonly PruneLayers[];
  /** Image ids of all containers, stopped ones too. */
  readonly usedImageIds: readonly string[];
  readonly scope: ImageScope;
  readonly filters?: PruneFilters;
  /** Milliseconds since 1970, for `until`. */
  readonly now: number;
  /** Whether the engine is known to remove untagged parents with their last child; true when absent. */
  readonly cascades?: boolean;
}

/** An image that can go. */
export interface ImageItem {
  readonly id: string;
  readonly tags: readonly string[];
  readonly created: number;
  /** As the engine lists it, shared layers included. */
  readonly size: number;
  readonly reason: ImageScope;
  /** What to remove, in this order and without force, so that all names go and then the image. */
  readonly targets: readonly string[];
}

/** One image of the engine in the plan's tables. Indexes are into {@link ImagePlan.nodes} and {@link ImagePlan.layerBytes}. */
export interface ImagePlanNode {
  readonly id: string;
  readonly parent: number;
  readonly children: readonly number[];
  readonly layers: readonly number[];
  /** Index into `items`, or -1 for an image that is no item. */
  readonly item: number;
  /** An untagged, unused parent, which the engine removes by itself when its last child is gone. */
  readonly cascades: boolean;
}

export interface ImagePlan {
  readonly items: readonly ImageItem[];
  readonly nodes: readonly ImagePlanNode[];
  /** Bytes of each different layer. */
  readonly layerBytes: readonly number[];
  /** In how many images each layer is. */
  readonly layerUsers: readonly number[];
  /** False when some layer is unknown: the bytes are then an upper limit. */
  readonly exact: boolean;
}

/** What becomes of one item under a selection. */
export interface ImageItemOutcome {
  readonly id: string;
  readonly selected: boolean;
  /**
   * Selected: bytes that stay when this one is unticked. Not selected: bytes that would be freed besides when it is
   * ticked. Layers shared by several goers count for each of them, once in the total.
   */
  readonly bytes: number;
  /** `untag`: only the names go, because images built on it stay. */
  readonly action: 'delete' | 'untag';
}

export interface ImageOutcome {
  /** In the order of the plan's items. */
  readonly items: readonly ImageItemOutcome[];
  /** Bytes that come free, each layer counted once. */
  readonly bytes: number;
  /** Ids of all images that disappear, cascaded parents included. */
  readonly deleted: readonly string[];
  /** Ids of untagged parents that disappear with their last child. */
  readonly cascaded: readonly string[];
  /** Tags that disappear. */
  readonly untagged: readonly string[];
}

/** Makes the plan. Throws `invalidInput` for a filter that the engine would refuse. */
export function planImagePrune(input: PruneInput): ImagePlan {
  const passes = compileFilters(input.filters ?? {}, input.now);
  const used = new Set(input.usedImageIds);
  const index = new Map(input.images.map((image, position) => [image.id, position]));
  const children: number[][] = input.images.map(() => []);
  const parents = input.images.map((image, position) => {
    const parent = index.get(image.parentId) ?? -1;
    if (parent >= 0) children[parent]?.push(position);
    return parent;
  });
  const table = new LayerTable(input.images, input.layers);
  const items: ImageItem[] = [];
  const nodes = input.images.map((image, position): ImagePlanNode => {
    const below = children[position] ?? [];
    const candidate = !used.has(image.id) && isCandidate(image, below.length > 0, input.scope) && passes(image);
    if (candidate) items.push(itemOf(image));
    return {
      id: image.id,
      parent: parents[position] ?? -1,
      children: below,
      layers: table.layersOf[position] ?? [],
      item: candidate ? items.length - 1 : -1,
      cascades: input.cascades !== false && !candidate && below.length > 0 && !isNamed(image) && !used.has(image.id),
    };
  });
  return { items, nodes, layerBytes: table.bytes, layerUsers: table.users, exact: table.exact };
}

function isNamed(image: PruneImage): boolean {
  return image.tags.length > 0 || image.digests.length > 0;
}

function isCandidate(image: PruneImage, hasChildren: boolean, scope: ImageScope): boolean {
  if (scope === 'dangling') return image.tags.length === 0 && !hasChildren;
  return isNamed(image) || !hasChildren;
}

function itemOf(image: PruneImage): ImageItem {
  const { id, tags, created, size } = image;
  const targets = tags.length > 0 ? tags : image.digests.length > 0 ? image.digests : [id];
  return { id, tags, created, size, reason: tags.length === 0 ? 'dangling' : 'unused', targets };
}

/** Layers by chain: the same diff id counts as the same layer only on the same layers below, as engines store them. */
class LayerTable {
  readonly bytes: number[] = [];
  readonly users: number[] = [];
  readonly layersOf: number[][];
  exact = true;
  private readonly chains = new Map<string, number>();
  private readonly known: boolean[] = [];

  constructor(images: readonly PruneImage[], layers: readonly PruneLayers[]) {
    const byId = new Map(layers.map((entry) => [entry.id, entry]));
    this.layersOf = images.map((image) => {
      const entry = byId.get(image.id);
      return entry ? this.addChain(entry) : this.addUnknown(image.size);
    });
    this.exact &&= this.known.every(Boolean);
  }

  private addChain({ layers, layerSizes }: PruneLayers): number[] {
    let below = -1;
    return layers.map((layer, position) => {
      const key = `${String(below)} ${layer}`;
      below = this.chains.get(key) ?? this.addLayer();
      this.chains.set(key, below);
      const size = layerSizes[position] ?? -1;
      if (size >= 0) {
        this.known[below] = true;
        this.bytes[below] = Math.max(this.bytes[below] ?? 0, size);
      }
      this.users[below] = (this.users[below] ?? 0) + 1;
      return below;
    });
  }

  private addUnknown(size: number): number[] {
    const layer = this.addLayer();
    this.bytes[layer] = Math.max(0, size);
    this.users[layer] = 1;
    return [layer];
  }

  private addLayer(): number {
    this.users.push(0);
    this.known.push(false);
    return this.bytes.push(0) - 1;
  }
}

/** What a selection of items (by id, default all) does. Ids that are no item are ignored. */
export function imageOutcome(plan: ImagePlan, selected?: Iterable<string>): ImageOutcome {
  const ids = new Set(selected ?? plan.items.map(({ id }) => id));
  const state = new Removal(plan);
  const nodeOf: number[] = [];
  plan.nodes.forEach(({ item }, node) => {
    if (item >= 0) nodeOf[item] = node;
  });
  plan.items.forEach(({ id }, item) => {
    if (ids.has(id)) state.select(nodeOf[item] ?? -1);
  });
  const items = plan.items.map(({ id }, item): ImageItemOutcome => {
    const node = nodeOf[item] ?? -1;
    if (ids.has(id)) return { id, selected: true, bytes: state.freedIn(node), action: state.gone(node) ? 'delete' : 'untag' };
    const before = state.bytes;
    const undo = state.select(node);
    const outcome = { id, selected: false, bytes: state.bytes - before, action: state.gone(node) ? 'delete' : 'untag' } as const;
    undo();
    return outcome;
  });
  const deleted = plan.nodes.filter((_, node) => state.gone(node));
  return {
    items,
    bytes: state.bytes,
    deleted: deleted.map(({ id }) => id),
    cascaded: deleted.filter(({ item }) => item < 0).map(({ id }) => id),
    untagged: plan.items.filter(({ id }) => ids.has(id)).flatMap(({ tags }) => tags),
  };
}

/** Removes images in thought, children before parents, and counts the bytes; each step can be undone. */
class Removal {
  bytes = 0;
  private readonly selected = new Set<number>();
  private readonly removed = new Set<number>();
  private readonly users: number[];

  constructor(private readonly plan: ImagePlan) {
    this.users = [...plan.layerUsers];
  }

  gone(node: number): boolean {
    return this.removed.has(node);
  }

  freedIn(node: number): number {
    const layers = this.plan.nodes[node]?.layers ?? [];
    return layers.reduce((sum, layer) => sum + (this.users[layer] === 0 ? (this.plan.layerBytes[layer] ?? 0) : 0), 0);
  }

  select(node: number): () => void {
    this.selected.add(node);
    const removedNow: number[] = [];
    let next = node;
    while (this.canGo(next)) {
      this.take(next);
      removedNow.push(next);
      next = this.plan.nodes[next]?.parent ?? -1;
    }
    return () => {
      this.selected.delete(node);
      for (const gone of removedNow.reverse()) this.giveBack(gone);
    };
  }

  private canGo(node: number): boolean {
    const image = this.plan.nodes[node];
    if (!image || this.removed.has(node)) return false;
    return (image.cascades || this.selected.has(node)) && image.children.every((child) => this.removed.has(child));
  }

  private take(node: number): void {
    this.removed.add(node);
    for (const layer of this.plan.nodes[node]?.layers ?? []) {
      const left = (this.users[layer] ?? 0) - 1;
      this.users[layer] = left;
      if (left === 0) this.bytes += this.plan.layerBytes[layer] ?? 0;
    }
  }

  private giveBack(node: number): void {
    this.removed.delete(node);
    for (const layer of this.plan.nodes[node]?.layers ?? []) {
      const left = this.users[layer] ?? 0;
      if (left === 0) this.bytes -= this.plan.layerBytes[layer] ?? 0;
      this.users[layer] = left + 1;
    }
  }
}

/** Why an item goes, in one translated phrase. */
export function describePruneReason({ reason }: Pick<ImageItem, 'reason'>): string {
  return reason === 'dangling' ? t('no tag points to it') : t('no container uses it');
}
