import { oneLine } from '../../core/untrusted';
import type { NetworkSummary } from '../../engine/networks/networks';
import { networkNode } from '../../nodes/network';
import type { ListedTarget, TargetKind } from './choose-targets';

function targetOf(network: NetworkSummary): ListedTarget<NetworkSummary> {
  return { id: network.id, name: network.name, listed: network };
}

/** Networks; several may have the same name. */
export const networks: TargetKind<NetworkSummary, 'network', 'networks'> = {
  one: 'network',
  many: 'networks',
  ofRow: (node) => (networkNode.is(node) ? targetOf(node.data.network) : undefined),
  choices: async (app) =>
    [...(await app.inventory.read('networks')).values()].map((network) => ({
      label: oneLine(network.name),
      description: oneLine(network.driver),
      icon: 'type-hierarchy',
      value: targetOf(network),
    })),
};
