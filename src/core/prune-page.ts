/** Protocol of the prune plan page: what goes to the browser and what comes back. Plain data. */
export interface PrunePageItem {
  /** Stable within one plan: what `remove` gets back. An image id. */
  readonly id: string;
  /** Names shown, untrusted. */
  readonly names: readonly string[];
  readonly shortId: string;
  readonly created: number;
  /** Size as the engine lists it, shared layers included. */
  readonly size: number;
  /** Why it is in the list, translated. */
  readonly reason: string;
  /** Layers that only go when all of `sharedBy` go: index into `PrunePageModel.layers`. */
  readonly layers: readonly number[];
}

export interface PrunePageModel {
  readonly request: { readonly scope: 'dangling' | 'unused'; readonly filters: Readonly<Record<string, readonly string[]>> };
  readonly engine: string;
  readonly items: readonly PrunePageItem[];
  /** Each layer: its bytes, and how many items of this plan hold it; a layer comes free when all its holders go. */
  readonly layers: readonly { readonly size: number; readonly holders: number; readonly keptByOthers: boolean }[];
  /** True when the engine cannot tell exact bytes, so they are an upper bound. */
  readonly upperBound: boolean;
}

/** What came of a removal. */
export interface PruneOutcome {
  readonly removed: readonly { readonly id: string; readonly names: readonly string[] }[];
  readonly refused: readonly { readonly id: string; readonly names: readonly string[]; readonly reason: string }[];
  /** Bytes that came free, by the plan's count of the layers that really went. */
  readonly freedBytes: number;
}
