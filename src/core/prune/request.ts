import type { FilterName, PruneFilters } from './filters';

/** Kinds of objects that can be pruned, in the order in which they go: what is used comes after its users. */
export const pruneKinds = ['containers', 'networks', 'volumes', 'images', 'buildCache'] as const;
export type PruneKind = (typeof pruneKinds)[number];

/** What a plan is about: one kind, or everything as `docker system prune` has it. */
export type PruneSubject = PruneKind | 'everything';

/**
 * How wide a plan is.
 * - Images: `dangling` are those without a tag, `unused` all that no container uses (`--all`).
 * - Build cache: `dangling` leaves what images share and what the builder keeps for itself, `unused` does not (`--all`).
 * - Volumes: `anonymous` are those made without a name, `unused` all that no container uses (`--all`).
 * - Everything: as for images, and the build cache likewise.
 */
export type PruneScope = 'dangling' | 'anonymous' | 'unused';

/** Scopes by subject, the engine's own default first; a subject with one scope offers no choice. */
export const pruneScopes: Readonly<Record<PruneSubject, readonly PruneScope[]>> = {
  containers: ['unused'],
  networks: ['unused'],
  volumes: ['anonymous', 'unused'],
  images: ['dangling', 'unused'],
  buildCache: ['dangling', 'unused'],
  everything: ['dangling', 'unused'],
};

/** Which volumes go with everything; the default is `none`, as people lose data with them. */
export const volumeChoices = ['none', 'anonymous', 'unused'] as const;
export type VolumeChoice = (typeof volumeChoices)[number];

/**
 * Filters by kind: https://docs.docker.com/reference/cli/docker/volume/prune/#filter and its neighbours. What `until`
 * looks at is when the object was made; of build cache, when it was last used.
 */
export const kindFilters: Readonly<Record<PruneKind, readonly FilterName[]>> = {
  containers: ['until', 'label', 'label!'],
  networks: ['until', 'label', 'label!'],
  volumes: ['label', 'label!'],
  images: ['until', 'label', 'label!'],
  buildCache: ['until'],
};

/** Filters that a subject takes. */
export function subjectFilters(subject: PruneSubject): readonly FilterName[] {
  return subject === 'everything' ? kindFilters.containers : kindFilters[subject];
}

/** What a plan is made for. */
export interface PruneRequest {
  readonly subject: PruneSubject;
  readonly scope: PruneScope;
  /** Of everything only. */
  readonly volumes?: VolumeChoice;
  readonly filters: PruneFilters;
}

/** Kinds that a request asks about, in the order in which they go. */
export function kindsOf({ subject, volumes = 'none' }: Pick<PruneRequest, 'subject' | 'volumes'>): readonly PruneKind[] {
  return pruneKinds.filter((kind) => (subject === 'everything' ? kind !== 'volumes' || volumes !== 'none' : kind === subject));
}
