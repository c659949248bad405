import { compileFilters, type PruneFilters } from './filters';
import { type ContainerItem, pruneKey } from './items';
import { kindFilters } from './request';

/** A container as plans look at it; the engine's own summary has all of this. */
export interface PruneContainer {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly imageId: string;
  readonly state: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly mounts: readonly { readonly type: string; readonly source: string }[];
  readonly networks: readonly string[];
  /** Bytes written over the image, absent for none; below 0 when the engine could not count them. */
  readonly writtenBytes?: number;
}

/** What `docker container prune` would remove: moby `daemon/prune.go`, every container that does not run and is not paused. */
export function planContainerPrune(containers: readonly PruneContainer[], filters: PruneFilters, now: number): readonly ContainerItem[] {
  const passes = compileFilters(filters, now, kindFilters.containers);
  return containers.flatMap((container): ContainerItem[] => {
    const { id, name, image, created, writtenBytes = 0 } = container;
    const state = stoppedState(container);
    if (state === undefined || !passes(container)) return [];
    return [
      {
        kind: 'containers',
        key: pruneKey('containers', id),
        id,
        names: [name],
        created,
        bytes: Math.max(-1, writtenBytes),
        upperBound: false,
        needs: [],
        ticked: true,
        image,
        state,
      },
    ];
  });
}

/** The state of a container that can be removed without force. */
export function stoppedState({ state }: Pick<PruneContainer, 'state'>): ContainerItem['state'] | undefined {
  return state === 'created' || state === 'exited' || state === 'dead' ? state : undefined;
}

/** Who uses an object, as far as plans care. */
export interface Users {
  /** Keys of containers of the same plan: when all of them go, nobody uses it. */
  readonly going: readonly string[];
  readonly staying: readonly PruneContainer[];
}

/** Tells containers that the same plan removes from those that stay. */
export function usersAmong(containers: readonly PruneContainer[], planned: ReadonlySet<string>): Users {
  const key = ({ id }: PruneContainer): string => pruneKey('containers', id);
  return {
    going: containers.map(key).filter((user) => planned.has(user)),
    staying: containers.filter((container) => !planned.has(key(container))),
  };
}
