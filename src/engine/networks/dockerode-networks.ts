import { attachmentMethods } from './attachments';
import { list, object, text, textMap } from '../json/json';
import { checkObjectName } from '../transport/names';
import type { EngineNetworks, NetworkSummary } from './networks';
import type { EngineTransport } from '../transport/transport';

/** The networks of the engine that the transport leads to. */
export function engineNetworks(transport: EngineTransport): EngineNetworks {
  return {
    ...attachmentMethods(transport),

    async list() {
      const context = { operation: 'list networks' };
      return transport.list({ method: 'GET', path: '/networks', context }, networkSummary);
    },

    async inspect(network) {
      const path = `/networks/${checkObjectName('network', network)}`;
      return object(await transport.json({ method: 'GET', path, context: { operation: 'inspect', what: 'network', name: network } }));
    },

    async remove(id) {
      const path = `/networks/${checkObjectName('network', id)}`;
      await transport.text({ method: 'DELETE', path, context: { operation: 'remove', what: 'network', name: id } });
    },
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
