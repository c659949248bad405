import { defined } from '../../core/records';
import { object, text } from '../json/json';
import { checkObjectName } from '../transport/names';
import type { EngineTransport } from '../transport/transport';
import type { EngineNetworks } from './networks';

/** New networks, and which containers are attached to them. */
export function attachmentMethods(transport: EngineTransport): Pick<EngineNetworks, 'create' | 'connect' | 'disconnect'> {
  const path = (network: string, verb: string) => `/networks/${checkObjectName('network', network)}/${verb}`;
  return {
    async create({ name, driver, subnet, gateway, ipRange, internal, attachable, ipv6, options, labels }) {
      const range = subnet === undefined ? undefined : defined({ Subnet: subnet, Gateway: gateway, IPRange: ipRange });
      const body = defined({
        Name: checkObjectName('network', name),
        // Without it an engine before Docker 25 makes a second network of the same name.
        CheckDuplicate: true,
        Driver: driver,
        Internal: internal,
        Attachable: attachable,
        EnableIPv6: ipv6,
        IPAM: range && { Driver: 'default', Config: [range] },
        Options: options,
        Labels: labels,
      });
      const context = { operation: 'create network', what: 'network', name, conflictName: name } as const;
      const answer = object(await transport.json({ method: 'POST', path: '/networks/create', body, context }));
      return { id: text(answer.Id) || text(answer.id), warning: text(answer.Warning) };
    },

    async connect(network, container, { aliases, ipv4, ipv6 } = {}) {
      const addresses = ipv4 === undefined && ipv6 === undefined ? undefined : defined({ IPv4Address: ipv4, IPv6Address: ipv6 });
      const EndpointConfig = defined({ Aliases: aliases, IPAMConfig: addresses });
      const body = { Container: container, EndpointConfig };
      const context = { operation: 'connect', what: 'network', name: network } as const;
      await transport.text({ method: 'POST', path: path(network, 'connect'), body, context });
    },

    async disconnect(network, container) {
      const body = { Container: container, Force: false };
      const context = { operation: 'disconnect', what: 'network', name: network } as const;
      await transport.text({ method: 'POST', path: path(network, 'disconnect'), body, context });
    },
  };
}
