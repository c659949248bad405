import type { Engine, NetworkSummary, VolumeSummary } from './engine';
import { list, object, text, textMap } from './json';
import { checkObjectName } from './names';
import type { Transport } from './transport';

type ResourceMethods = Pick<Engine, 'listVolumes' | 'removeVolume' | 'listNetworks' | 'removeNetwork'>;

/** Volumes and networks. */
export function resourceMethods(transport: Transport): ResourceMethods {
  return {
    async listVolumes() {
      const context = { operation: 'list volumes' };
      return list(object(await transport.json({ method: 'GET', path: '/volumes', context })).Volumes).map(volumeSummary);
    },

    async removeVolume(name, options = {}) {
      const path = `/volumes/${checkObjectName('volume', name)}`;
      const context = { operation: 'remove', what: 'volume', name } as const;
      await transport.text({ method: 'DELETE', path, query: { force: options.force }, context });
    },

    async listNetworks() {
      const context = { operation: 'list networks' };
      return list(await transport.json({ method: 'GET', path: '/networks', context })).map(networkSummary);
    },

    async removeNetwork(id) {
      const path = `/networks/${checkObjectName('network', id)}`;
      await transport.text({ method: 'DELETE', path, context: { operation: 'remove', what: 'network', name: id } });
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
  const subnets = list(object(raw.IPAM).Config).map((item) => text(object(item).Subnet));
  return {
    id: text(raw.Id),
    name: text(raw.Name),
    driver: text(raw.Driver),
    scope: text(raw.Scope),
    internal: raw.Internal === true,
    subnets: subnets.filter((subnet) => subnet !== ''),
    labels: textMap(raw.Labels),
  };
}
