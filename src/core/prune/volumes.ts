import { type PruneContainer, usersAmong } from './containers';
import { compileFilters, type PruneFilters } from './filters';
import { pruneKey, type VolumeItem } from './items';
import { kindFilters, type PruneScope } from './request';

/** A volume as plans look at it. */
export interface PruneVolume {
  readonly name: string;
  readonly driver: string;
  readonly mountpoint: string;
  /** Milliseconds since 1970. */
  readonly created: number | undefined;
  readonly labels: Readonly<Record<string, string>>;
}

/** What the engine measured of a volume. */
export interface PruneVolumeUsage {
  readonly name: string;
  /** Bytes, -1 when unknown. */
  readonly size: number;
  /** How many containers have it, -1 when unknown. */
  readonly users: number;
}

/**
 * True for a volume that was made without a name. Docker marks such volumes since 23.0 by the label; older engines and
 * Podman show it only by the name that they have made up.
 */
export function isAnonymous({ name, labels }: Pick<PruneVolume, 'name' | 'labels'>): boolean {
  return Object.hasOwn(labels, 'com.docker.volume.anonymous') || /^[0-9a-f]{64}$/.test(name);
}

/**
 * Volumes with a name hold data that somebody meant to keep: none is ticked by itself.
 *
 * What `docker volume prune` would remove, `--all` for the scope `unused`: volumes that no container has, running or not.
 */
export function planVolumePrune(
  volumes: readonly PruneVolume[],
  usage: readonly PruneVolumeUsage[],
  containers: readonly PruneContainer[],
  planned: ReadonlySet<string>,
  options: { readonly scope: PruneScope; readonly filters: PruneFilters; readonly now: number },
): readonly VolumeItem[] {
  const passes = compileFilters(options.filters, options.now, kindFilters.volumes);
  const measured = new Map(usage.map((entry) => [entry.name, entry]));
  return volumes.flatMap((volume): VolumeItem[] => {
    const { name, driver, mountpoint, created = 0, labels } = volume;
    const anonymous = isAnonymous(volume);
    if ((options.scope === 'anonymous' && !anonymous) || !passes({ created, labels })) return [];
    const users = containers.filter(({ mounts }) =>
      mounts.some(({ type, source }) => type === 'volume' && (source === name || (source !== '' && source === mountpoint))),
    );
    const { going, staying } = usersAmong(users, planned);
    const { size = -1, users: counted = -1 } = measured.get(name) ?? {};
    // The engine may know of users that it does not list, such as a plugin.
    if (staying.length > 0 || counted > users.length) return [];
    return [
      {
        kind: 'volumes',
        key: pruneKey('volumes', name),
        id: name,
        names: [name],
        created,
        bytes: size,
        upperBound: false,
        needs: going,
        ticked: anonymous,
        driver,
        anonymous,
      },
    ];
  });
}
