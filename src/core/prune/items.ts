import type { ImageItem as PlannedImage } from './images';
import type { PruneKind } from './request';

/** What all rows of a plan have. All texts are untrusted. */
interface Common {
  /** Unique in a plan: the kind, a colon and the id. */
  readonly key: string;
  /** What the engine is told: an id, or the name of a volume. */
  readonly id: string;
  /** Names by which people know it; none for a dangling image. */
  readonly names: readonly string[];
  /** Milliseconds since 1970, 0 when unknown; of build cache when it was last used. */
  readonly created: number;
  /** Bytes that it holds, -1 when the engine does not tell; of an image as listed, shared layers included. */
  readonly bytes: number;
  /** True when `bytes` are an upper bound of what comes free. */
  readonly upperBound: boolean;
  /** Keys of the rows that use it: it can go only when all of them go. */
  readonly needs: readonly string[];
  /** Ticked when the plan is shown. */
  readonly ticked: boolean;
}

export interface ContainerItem extends Common {
  readonly kind: 'containers';
  readonly image: string;
  readonly state: 'created' | 'exited' | 'dead';
}

export interface NetworkItem extends Common {
  readonly kind: 'networks';
  readonly driver: string;
  /** Stopped containers that stay and would not start any more without it. */
  readonly stopped: readonly { readonly id: string; readonly name: string }[];
}

export interface VolumeItem extends Common {
  readonly kind: 'volumes';
  readonly driver: string;
  readonly anonymous: boolean;
}

export interface ImageItem extends Common {
  readonly kind: 'images';
  readonly image: PlannedImage;
}

export interface BuildCacheItem extends Common {
  readonly kind: 'buildCache';
  /** BuildKit's word for it: `regular`, `exec.cachemount`, `source.local`, … */
  readonly type: string;
  /** An image holds the same layer, so that nothing comes free while it stays. */
  readonly shared: boolean;
}

/** One row of a plan. */
export type PruneItem = ContainerItem | NetworkItem | VolumeItem | ImageItem | BuildCacheItem;

/** The key of a row. */
export function pruneKey(kind: PruneKind, id: string): string {
  return `${kind}:${id}`;
}
