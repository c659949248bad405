import type { DiskUsage, UsageKind } from './disk-usage';

/** The disk usage of an engine as its page shows it. Plain data; all texts are untrusted. */
export interface DiskUsagePageModel {
  /** Name of the engine. */
  readonly engine: string;
  readonly usage: DiskUsage;
  /** Names of images by id. */
  readonly names: Readonly<Record<string, readonly string[]>>;
  /** Kinds whose prune plan can be opened. */
  readonly prunable: readonly UsageKind[];
  /** Sizes of images count unpacked files and compressed layers. */
  readonly containerdStore: boolean;
  /** Milliseconds since 1970. */
  readonly measured: number;
}

/** From the page to the extension. */
export type DiskUsagePageWish =
  /** Leads to what a row stands for: a view, or with the id (for volumes the name) of an object to its page or row. */
  | { readonly kind: 'show'; readonly what: UsageKind; readonly id?: string }
  | { readonly kind: 'prune'; readonly what: UsageKind | 'everything' };
