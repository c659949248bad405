import { imageOutcome, type ImageOutcome } from './images';
import type { PruneItem } from './items';
import type { PrunePlan } from './plan';
import type { PruneKind } from './request';

/** What becomes of one row under a selection. */
export interface SelectedItem {
  readonly key: string;
  /** Ticked, and all that use it are selected too. */
  readonly selected: boolean;
  /** Keys of what uses it and stays; it cannot go before. */
  readonly blockedBy: readonly string[];
  /** Bytes that come free with it, -1 when unknown; of images see {@link ImageOutcome}. */
  readonly bytes: number;
  readonly upperBound: boolean;
  /** `untag`: only the names of an image go, because images built on it stay. */
  readonly action: 'delete' | 'untag';
}

/** The sums of one kind, or of all. */
export interface SelectionSum {
  readonly count: number;
  readonly selected: number;
  /** Bytes that come free, each layer counted once; what is unknown counts nothing. */
  readonly bytes: number;
  readonly upperBound: boolean;
  /** How many selected rows have unknown bytes. */
  readonly unknown: number;
}

export interface Selection extends SelectionSum {
  /** In the order of the plan's items. */
  readonly items: readonly SelectedItem[];
  readonly byKind: ReadonlyMap<PruneKind, SelectionSum>;
  /** Ids of untagged parents that disappear with their last child. */
  readonly cascaded: readonly string[];
  /** True when rows share layers, so that their bytes add up to more than the sum. */
  readonly sharesLayers: boolean;
}

/** The keys among `ticked` that can really go: those of which no user stays. */
export function selectable(plan: PrunePlan, ticked: ReadonlySet<string>): ReadonlySet<string> {
  const selected = new Set(plan.items.map(({ key }) => key).filter((key) => ticked.has(key)));
  // Chains of build cache are long and listed in any order; a few rounds settle them.
  for (let changed = true; changed;) {
    changed = false;
    for (const { key, needs } of plan.items) {
      if (selected.has(key) && !needs.every((need) => selected.has(need))) changed = selected.delete(key) || changed;
    }
  }
  return selected;
}

/** Keys that are ticked when a plan is first shown, as far as they can go. */
export function tickedAtFirst(plan: PrunePlan): ReadonlySet<string> {
  return selectable(plan, new Set(plan.items.filter(({ ticked }) => ticked).map(({ key }) => key)));
}

/** What a selection does. Keys that are no item are ignored. */
export function select(plan: PrunePlan, ticked: ReadonlySet<string>): Selection {
  return outcomeOf(plan, selectable(plan, ticked));
}

/** The sums for what is gone, whoever used it. */
export function freedBy(plan: PrunePlan, gone: ReadonlySet<string>): SelectionSum {
  return outcomeOf(plan, gone);
}

function outcomeOf(plan: PrunePlan, selected: ReadonlySet<string>): Selection {
  const images = plan.images && imageOutcome(plan.images, idsOf(plan.items, 'images', selected));
  const ofImage = new Map((images?.items ?? []).map((item) => [item.id, item]));
  const cacheStays = plan.sharing.some((key) => !selected.has(key));
  const items = plan.items.map((item): SelectedItem => {
    const { key, needs, kind, id } = item;
    const image = kind === 'images' ? ofImage.get(id) : undefined;
    return {
      key,
      selected: selected.has(key),
      blockedBy: needs.filter((need) => !selected.has(need)),
      bytes: image ? image.bytes : item.bytes,
      upperBound: item.upperBound || (kind === 'images' && cacheStays),
      action: image?.action ?? 'delete',
    };
  });
  const byKind = new Map(plan.kinds.map((kind) => [kind, sumOf(plan, items, kind, images)]));
  const sums = [...byKind.values()];
  const each = items.reduce((sum, item, index) => sum + (item.selected && plan.items[index]?.kind === 'images' ? item.bytes : 0), 0);
  return {
    items,
    byKind,
    count: plan.items.length,
    selected: sums.reduce((sum, kind) => sum + kind.selected, 0),
    bytes: sums.reduce((sum, kind) => sum + kind.bytes, 0),
    upperBound: sums.some(({ upperBound }) => upperBound),
    unknown: sums.reduce((sum, kind) => sum + kind.unknown, 0),
    cascaded: images?.cascaded ?? [],
    sharesLayers: each > (images?.bytes ?? 0),
  };
}

function sumOf(plan: PrunePlan, outcomes: readonly SelectedItem[], kind: PruneKind, images: ImageOutcome | undefined): SelectionSum {
  const mine = outcomes.filter((_, index) => plan.items[index]?.kind === kind);
  const selected = mine.filter((item) => item.selected);
  const bytes = kind === 'images' ? (images?.bytes ?? 0) : selected.reduce((sum, item) => sum + Math.max(0, item.bytes), 0);
  return {
    count: mine.length,
    selected: selected.length,
    bytes,
    upperBound: bytes > 0 && selected.some((item) => item.upperBound && item.bytes > 0),
    unknown: selected.filter((item) => item.bytes < 0).length,
  };
}

function idsOf(items: readonly PruneItem[], kind: PruneKind, keys: ReadonlySet<string>): readonly string[] {
  return items.filter((item) => item.kind === kind && keys.has(item.key)).map(({ id }) => id);
}
