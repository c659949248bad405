import { compileFilters, type PruneFilters } from './filters';
import { type BuildCacheItem, pruneKey } from './items';
import { kindFilters, type PruneScope } from './request';

/** A record of the build cache as plans look at it. */
export interface PruneCacheRecord {
  readonly id: string;
  readonly kind: string;
  readonly description: string;
  /** Bytes. */
  readonly size: number;
  readonly inUse: boolean;
  readonly shared: boolean;
  /** Milliseconds since 1970. */
  readonly lastUsed: number;
  /** Ids of the records that it is built on. */
  readonly parents: readonly string[];
}

/** What the builder keeps for itself unless all is to go: BuildKit `cache/manager.go`. */
const internalTypes = new Set(['internal', 'frontend']);

/**
 * What `docker builder prune` would remove, `--all` for the scope `unused`. A record goes only after those that are built
 * on it, so it is no candidate while one of them must stay. Records have no labels.
 */
export function planBuildCachePrune(
  records: readonly PruneCacheRecord[],
  options: { readonly scope: PruneScope; readonly filters: PruneFilters; readonly now: number; readonly containerdStore: boolean },
): readonly BuildCacheItem[] {
  const passes = compileFilters(options.filters, options.now, kindFilters.buildCache);
  const all = options.scope === 'unused';
  const children = childrenOf(records);
  const going = new Set(
    records
      .filter(
        ({ inUse, shared, kind, lastUsed }) =>
          !inUse && (all || (!shared && !internalTypes.has(kind))) && passes({ created: lastUsed, labels: {} }),
      )
      .map(({ id }) => id),
  );
  const byId = new Map(records.map((record) => [record.id, record]));
  const keep = records.filter(({ id }) => !going.has(id));
  for (let record = keep.pop(); record; record = keep.pop()) {
    for (const parent of record.parents) if (going.delete(parent)) keep.push(...[byId.get(parent)].filter((found) => found !== undefined));
  }
  return records
    .filter(({ id }) => going.has(id))
    .map(({ id, kind, description, size, shared, lastUsed }) => ({
      kind: 'buildCache',
      key: pruneKey('buildCache', id),
      id,
      names: description === '' ? [] : [description],
      created: lastUsed,
      // The store of containerd marks only some of the records whose content an image has.
      bytes: shared && !options.containerdStore ? 0 : size,
      upperBound: options.containerdStore,
      needs: (children.get(id) ?? []).map((child) => pruneKey('buildCache', child)),
      ticked: true,
      type: kind,
      shared,
    }));
}

function childrenOf(records: readonly PruneCacheRecord[]): ReadonlyMap<string, readonly string[]> {
  const children = new Map<string, string[]>();
  for (const { id, parents } of records) {
    for (const parent of parents) {
      const list = children.get(parent);
      if (list) list.push(id);
      else children.set(parent, [id]);
    }
  }
  return children;
}
