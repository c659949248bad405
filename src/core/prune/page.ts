import type { PrunePlan } from './plan';
import type { PruneKind, PruneRequest } from './request';

/** One plan as the page shows it. Plain data: the page computes the outcome of each selection from `plan` itself. */
export interface PrunePageModel {
  readonly request: PruneRequest;
  /** Name of the engine, untrusted. */
  readonly engine: string;
  readonly plan: PrunePlan;
  /** The bytes of layers are still asked for; until then they are an upper bound. */
  readonly counting?: boolean;
  /** The engine has changed since the page was opened, and this plan was made anew. */
  readonly changed?: boolean;
  /** What came of the last removal, until another plan is asked for. */
  readonly outcome?: PruneOutcome;
  /** All that was removed on the page, and what was not. */
  readonly removed?: PruneOutcome;
}

/** An object of the engine, by what people know it. */
export interface PrunedObject {
  readonly kind: PruneKind;
  readonly id: string;
  readonly names: readonly string[];
}

/** An object that was removed. */
export interface RemovedPruneItem extends PrunedObject {
  /** `untagged`: only the names of an image went: images that are built on it stay, and so its layers do. */
  readonly action: 'deleted' | 'untagged';
}

/** An object that was not removed, and why, translated. */
export interface RefusedPruneItem extends PrunedObject {
  readonly reason: string;
}

/** What came of a removal. */
export interface PruneOutcome {
  readonly removed: readonly RemovedPruneItem[];
  readonly refused: readonly RefusedPruneItem[];
  /** What was not begun with, because the removal was stopped or interrupted. */
  readonly untouched: readonly PrunedObject[];
  /** Bytes that came free, by the plan's count of what really went. */
  readonly freedBytes: number;
  /** True when `freedBytes` is an upper bound. */
  readonly upperBound: boolean;
  /** How many removed objects had a size that the engine did not tell. */
  readonly unknownSizes: number;
  /** True when the user stopped it. */
  readonly stopped: boolean;
  /** Why it could not go on, translated: the engine is gone. */
  readonly interrupted?: string;
}

/** The outcome of nothing. */
export const nothingPruned: PruneOutcome = {
  removed: [],
  refused: [],
  untouched: [],
  freedBytes: 0,
  upperBound: false,
  unknownSizes: 0,
  stopped: false,
};

/** From the page to the extension. */
export type PrunePageWish =
  | { readonly kind: 'plan'; readonly request: PruneRequest }
  /** Keys of the rows. */
  | { readonly kind: 'remove'; readonly items: readonly string[] };
