import type { Engine, NetworkSummary, VolumeSummary } from './engine';
import { list, object, text, textMap, texts } from './json';
import { checkCacheId, checkObjectName } from './names';
import type { Transport } from './transport';

type ResourceMethods = Pick<Engine, 'listVolumes' | 'inspectVolume' | 'removeVolume' | 'listNetworks' | 'inspectNetwork' | 'removeNetwork' | 'removeBuildCache'>;

/** Volumes, networks and build cache. */
export function resourceMethods(transport: Transport): ResourceMethods {
  return {
    async listVolumes() {
      const context = { operation: 'list volumes' };
      return transport.list({ method: 'GET', path: '/volumes', context }, volumeSummary, { key: 'Volumes' });
    },

    async inspectVolume(name) {
      const path = `/volumes/${checkObjectName('volume', name)}`;
      return object(await transport.json({ method: 'GET', path, context: { operation: 'inspect', what: 'volume', name } }));
    },

    async removeVolume(name, options = {}) {
      const path = `/volumes/${checkObjectName('volume', name)}`;
      const context = { operation: 'remove', what: 'volume', name } as const;
      await transport.text({ method: 'DELETE', path, query: { force: options.force }, context });
    },

    async listNetworks() {
      const context = { operation: 'list networks' };
      return transport.list({ method: 'GET', path: '/networks', context }, networkSummary);
    },

    async inspectNetwork(network) {
      const path = `/networks/${checkObjectName('network', network)}`;
      return object(await transport.json({ method: 'GET', path, context: { operation: 'inspect', what: 'network', name: network } }));
    },

    async removeNetwork(id) {
      const path = `/networks/${checkObjectName('network', id)}`;
      await transport.text({ method: 'DELETE', path, context: { operation: 'remove', what: 'network', name: id } });
    },

    async removeBuildCache(id) {
      // BuildKit takes the id as a pattern; with its ends it means this record only. Without `all` it would keep what is shared.
      const query = { all: true, filters: { id: [`^${checkCacheId(id)}$`] } };
      const answer = await transport.longJson({ method: 'POST', path: '/build/prune', query, body: {}, context: { operation: 'prune build cache' } });
      return texts(object(answer).CachesDeleted).includes(id);
    },
  };
}

function volumeSummary(value: unknown): VolumeSummary {
  const raw = object(value);
  const created = Date.parse(text(raw.CreatedAt));
  return {
    name: text(raw.Name),
    driver: text(raw.Driver),
    mountpoint: text(raw.Mountpoint),
    created: Number.isNaN(created) ? undefined : created,
    labels: textMap(raw.Labels),
  };
}

function networkSummary(value: unknown): NetworkSummary {
  const raw = object(value);
  const created = Date.parse(text(raw.Created));
  const subnets = list(object(raw.IPAM).Config).map((item) => text(object(item).Subnet));
  return {
    id: text(raw.Id),
    name: text(raw.Name),
    driver: text(raw.Driver),
    scope: text(raw.Scope),
    internal: raw.Internal === true,
    ...(created > 0 && { created }),
    subnets: subnets.filter((subnet) => subnet !== ''),
    labels: textMap(raw.Labels),
  };
}
