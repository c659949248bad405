/** An image as the engine counts it. Sizes in bytes, times in milliseconds since 1970, 0 when unknown. */
export interface ImageUsage {
  readonly id: string;
  /** As the engine lists it, shared layers included. */
  readonly size: number;
  /** Of it in layers that other images have too; -1 when the engine does not tell. */
  readonly sharedSize: number;
  /** How many containers are made from it. */
  readonly containers: number;
  readonly created: number;
}

export interface ContainerUsage {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly running: boolean;
  /** Bytes written over the image. */
  readonly size: number;
}

export interface VolumeUsage {
  readonly name: string;
  /** -1 when the engine does not know, as for drivers of other machines. */
  readonly size: number;
  /** How many containers have it; -1 when unknown. */
  readonly users: number;
}

export interface BuildCacheUsage {
  readonly id: string;
  readonly kind: string;
  readonly description: string;
  readonly size: number;
  readonly inUse: boolean;
  readonly shared: boolean;
  readonly lastUsed: number;
  /** Ids of the records that it is built on. */
  readonly parents: readonly string[];
}

/** The answer of `docker system df -v`. */
export interface DiskUsage {
  /** Bytes of all image layers, each once. */
  readonly layersSize: number;
  readonly images: readonly ImageUsage[];
  readonly containers: readonly ContainerUsage[];
  readonly volumes: readonly VolumeUsage[];
  readonly buildCache: readonly BuildCacheUsage[];
}

export const usageKinds = ['images', 'containers', 'volumes', 'buildCache'] as const;
export type UsageKind = (typeof usageKinds)[number];

/** The sums of one kind. */
export interface UsageTotal {
  readonly kind: UsageKind;
  readonly count: number;
  /** How many are in use. */
  readonly active: number;
  readonly size: number;
  /** What is in use by nothing; for images with layers shared among them, an upper bound. */
  readonly reclaimable: number;
}

/** Sums as `docker system df` makes them, except that the reclaimable bytes never exceed what unused images weigh. */
export function usageTotals(usage: DiskUsage): readonly UsageTotal[] {
  const { images, containers, volumes, buildCache } = usage;
  const known = (size: number): number => Math.max(0, size);
  const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + known(size), 0);
  const used = images.filter((image) => image.containers > 0);
  const unused = images.filter((image) => image.containers === 0);
  const own = (image: ImageUsage): number => image.size - known(image.sharedSize);
  return [
    {
      kind: 'images',
      count: images.length,
      active: used.length,
      size: usage.layersSize,
      reclaimable: Math.max(0, Math.min(usage.layersSize - sum(used.map(own)), sum(unused.map(({ size }) => size)))),
    },
    {
      kind: 'containers',
      count: containers.length,
      active: containers.filter(({ running }) => running).length,
      size: sum(containers.map(({ size }) => size)),
      reclaimable: sum(containers.filter(({ running }) => !running).map(({ size }) => size)),
    },
    {
      kind: 'volumes',
      count: volumes.length,
      active: volumes.filter(({ users }) => users > 0).length,
      size: sum(volumes.map(({ size }) => size)),
      reclaimable: sum(volumes.filter(({ users }) => users === 0).map(({ size }) => size)),
    },
    {
      kind: 'buildCache',
      count: buildCache.length,
      active: buildCache.filter(({ inUse }) => inUse).length,
      size: sum(buildCache.filter(({ shared }) => !shared).map(({ size }) => size)),
      reclaimable: sum(buildCache.filter(({ inUse, shared }) => !inUse && !shared).map(({ size }) => size)),
    },
  ];
}
