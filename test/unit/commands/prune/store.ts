import { failure } from '../../../../src/core/errors';
import type { BuildCacheUsage } from '../../../../src/core/disk-usage';
import type { ContainerSummary } from '../../../../src/engine/containers/containers';
import type { ImageSummary } from '../../../../src/engine/images/images';
import type { NetworkSummary } from '../../../../src/engine/networks/networks';
import type { VolumeSummary } from '../../../../src/engine/volumes/volumes';
import type { PartialEngine } from '../../../support/partial-engine';

/** An engine of lists, which removes as Docker does: without force only what nothing uses. */
export class PruneStore {
  containers: ContainerSummary[] = [];
  networks: NetworkSummary[] = [];
  volumes: VolumeSummary[] = [];
  images: ImageSummary[] = [];
  buildCache: BuildCacheUsage[] = [];
  /** Bytes by name of the volume. */
  sizes: Readonly<Record<string, number>> = {};
  /** All removals that were asked for, in their order. */
  readonly asked: string[] = [];
  /** Called before each removal; may throw what an engine throws. */
  before: (what: string) => void = () => undefined;

  readonly engine: PartialEngine = {
    containers: {
      list: () => Promise.resolve(this.containers),
      remove: (id, options) =>
        this.remove(`container ${id}`, () => {
          const found = this.containers.find((container) => container.id === id);
          if (!found) throw failure('notFound', { what: 'container', name: id });
          if (options?.force || found.state === 'running') throw failure('conflict', { name: id, usedBy: [], detail: 'it runs' });
          this.containers = this.containers.filter((container) => container !== found);
        }),
    },
    networks: {
      list: () => Promise.resolve(this.networks),
      remove: (id) => this.remove(`network ${id}`, () => void (this.networks = this.networks.filter((network) => network.id !== id))),
    },
    volumes: {
      list: () => Promise.resolve(this.volumes),
      remove: (name) =>
        this.remove(`volume ${name}`, () => {
          const users = this.containers.filter((container) => has(container, name)).map((container) => container.name);
          if (users.length > 0) throw failure('conflict', { name, usedBy: users, detail: 'in use' });
          this.volumes = this.volumes.filter((volume) => volume.name !== name);
        }),
    },
    images: {
      list: () => Promise.resolve(this.images),
      layers: (id) => Promise.resolve({ id, layers: [id], layerSizes: [100] }),
      inspect: (id) => Promise.resolve({ RepoTags: this.images.find((image) => image.id === id)?.tags ?? [], RepoDigests: [] }),
      remove: async (target) => {
        const found = this.images.find(({ id, tags }) => id === target || tags.includes(target));
        await this.remove(`image ${target}`, () => void (this.images = this.images.filter((image) => image !== found)));
        return { untagged: [], deleted: found ? [found.id] : [] };
      },
    },
    system: {
      diskUsage: () =>
        Promise.resolve({
          layersSize: 0,
          images: [],
          containers: [],
          volumes: this.volumes.map(({ name }) => ({ name, size: this.sizes[name] ?? -1, users: this.containers.filter((container) => has(container, name)).length })),
          buildCache: this.buildCache,
        })
    },
    builder: {
      removeCache: async (id) => {
        let gone = false;
        await this.remove(`cache ${id}`, () => {
          gone = this.buildCache.some((record) => record.id === id && !record.inUse) && !this.buildCache.some(({ parents }) => parents.includes(id));
          if (gone) this.buildCache = this.buildCache.filter((record) => record.id !== id);
        });
        return gone;
      }
    },
  };

  private async remove(what: string, work: () => void): Promise<void> {
    this.asked.push(what);
    await Promise.resolve();
    this.before(what);
    work();
  }
}

function has({ mounts }: ContainerSummary, volume: string): boolean {
  return mounts.some(({ source }) => source === volume);
}

/** A network as the engine lists it. */
export function network(name: string, changes: Partial<NetworkSummary> = {}): NetworkSummary {
  return { id: `${name}-id`, name, driver: 'bridge', scope: 'local', internal: false, created: 1, subnets: [], labels: {}, ...changes };
}

/** A volume as the engine lists it. */
export function volume(name: string, changes: Partial<VolumeSummary> = {}): VolumeSummary {
  return { name, driver: 'local', mountpoint: `/v/${name}`, created: 1, labels: {}, ...changes };
}

/** A record of the build cache as the engine lists it. */
export function record(id: string, changes: Partial<BuildCacheUsage> = {}): BuildCacheUsage {
  return { id, kind: 'regular', description: `RUN ${id}`, size: 10, inUse: false, shared: false, lastUsed: 1, parents: [], ...changes };
}

/** A mount of a volume. */
export function mount(source: string): ContainerSummary['mounts'] {
  return [{ type: 'volume', source, destination: '/data', readOnly: false }];
}
