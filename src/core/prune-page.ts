import type { PruneFilters } from './prune-filters';
import type { PruneItem, PrunePlan, PruneScope } from './prune-plan';

/** What a plan was made for. */
export interface PruneRequest {
  readonly scope: PruneScope;
  readonly filters: PruneFilters;
}

/** One plan as the page shows it. Plain data: the page computes the outcome of each selection from `plan` itself. */
export interface PrunePageModel {
  readonly request: PruneRequest;
  /** Name of the engine, untrusted. */
  readonly engine: string;
  readonly plan: PrunePlan;
  /** True when the engine cannot tell exact bytes, so that they are an upper bound. */
  readonly upperBound: boolean;
}

/** An image whose listed names were removed. */
export interface RemovedPruneItem {
  readonly id: string;
  readonly names: readonly string[];
  /** `untagged`: images that are built on it stay, and so its layers do. */
  readonly action: 'deleted' | 'untagged';
}

/** An image that is still there, and why, translated. */
export interface RefusedPruneItem {
  readonly id: string;
  readonly names: readonly string[];
  readonly reason: string;
}

/** What came of a removal. */
export interface PruneOutcome {
  readonly removed: readonly RemovedPruneItem[];
  readonly refused: readonly RefusedPruneItem[];
  /** Bytes that came free, by the plan's count of the layers that really went. */
  readonly freedBytes: number;
  /** True when `freedBytes` is an upper bound. */
  readonly upperBound: boolean;
  /** True when the user stopped it; what had not been begun is in neither list. */
  readonly stopped: boolean;
}

/** From the extension to the page. */
export type PrunePageMessage =
  /** Everything that is known, after `ready` and after each change. `planNumber` tells one plan from the next. */
  | {
      readonly kind: 'show';
      readonly model: PrunePageModel;
      readonly planNumber: number;
      readonly outcome?: PruneOutcome;
      /** Sentence about what went wrong with the last wish. */
      readonly error?: string;
      readonly busy?: 'planning' | 'removing';
      /** Translations of the page's English sentences; empty in English. */
      readonly translations: Readonly<Record<string, string>>;
      readonly language: string;
    };

/** From the page to the extension. */
export type PrunePageWish =
  | { readonly kind: 'ready' }
  | { readonly kind: 'plan'; readonly request: PruneRequest }
  | { readonly kind: 'remove'; readonly items: readonly string[] };

/** Names by which people know an image of the plan: its tags, else its digests; none for a dangling one. */
export function itemNames({ id, tags, targets }: PruneItem): readonly string[] {
  return tags.length > 0 ? tags : targets.filter((target) => target !== id);
}
