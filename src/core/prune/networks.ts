import { type PruneContainer, stoppedState, usersAmong } from './containers';
import { compileFilters, type PruneFilters } from './filters';
import { type NetworkItem, pruneKey } from './items';
import { kindFilters } from './request';

/** A network as plans look at it. */
export interface PruneNetwork {
  readonly id: string;
  readonly name: string;
  readonly driver: string;
  readonly scope: string;
  /** Milliseconds since 1970, when the engine tells. */
  readonly created?: number;
  readonly labels: Readonly<Record<string, string>>;
}

/** Networks that engines make themselves; Docker Swarm's two are made again only by leaving and joining the swarm. */
const predefined = new Set(['bridge', 'host', 'none', 'nat', 'default', 'podman', 'docker_gwbridge', 'ingress']);

/**
 * What `docker network prune` would remove: networks of this host that people made and no container is attached to. A
 * network that only stopped containers have goes there too, and they do not start any more; here it is listed, unticked.
 * Networks of a swarm are left out, because no list tells which services use them.
 */
export function planNetworkPrune(
  networks: readonly PruneNetwork[],
  containers: readonly PruneContainer[],
  planned: ReadonlySet<string>,
  filters: PruneFilters,
  now: number,
): readonly NetworkItem[] {
  const passes = compileFilters(filters, now, kindFilters.networks);
  return networks.flatMap((network): NetworkItem[] => {
    const { id, name, driver, scope, created = 0, labels } = network;
    if (predefined.has(name) || (scope !== 'local' && scope !== '') || !passes({ created, labels })) return [];
    const { going, staying } = usersAmong(
      containers.filter(({ networks: names }) => names.includes(name) || names.includes(id)),
      planned,
    );
    if (staying.some((user) => stoppedState(user) === undefined)) return [];
    const stopped = staying.map((user) => ({ id: user.id, name: user.name }));
    return [
      {
        kind: 'networks',
        key: pruneKey('networks', id),
        id,
        names: [name],
        created,
        bytes: 0,
        upperBound: false,
        needs: going,
        ticked: stopped.length === 0,
        driver,
        stopped,
      },
    ];
  });
}
