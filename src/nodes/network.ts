import { t } from '../core/localize';
import { escapeMarkdown, markdownList, oneLine } from '../core/untrusted';
import type { ContainerSummary } from '../engine/containers/containers';
import type { NetworkSummary } from '../engine/networks/networks';
import { defineNode } from './define';
import { networkAttachmentNode } from './network-attachment';

/** A network, the names of the containers that are attached to it, and what is known of these. */
export interface NetworkNodeData {
  readonly network: NetworkSummary;
  readonly usedBy: readonly string[];
  readonly containers?: readonly ContainerSummary[];
}

const predefined = new Set(['bridge', 'host', 'none', 'podman']);

/** A network and the names of the containers that are attached to it. */
export const networkNode = defineNode<NetworkNodeData>({
  kind: 'network',
  id: ({ network }) => network.id,
  view: ({ network, usedBy, containers = [] }) => {
    const builtin = predefined.has(network.name);
    const use = usedBy.length > 0 ? t('in use by {0}', oneLine(usedBy.join(', '))) : t('not in use');
    return {
      label: oneLine(network.name),
      description: [network.driver, ...network.subnets, builtin ? t('built in') : '', usedBy.length > 0 ? use : '']
        .filter(Boolean)
        .map((part) => oneLine(part))
        .join(' · '),
      icon: 'type-hierarchy',
      ...(usedBy.length > 0 && { iconColor: 'charts.green' }),
      accessibleLabel: t('Network {0}, driver {1}, {2}', oneLine(network.name), oneLine(network.driver), use),
      ...(containers.length > 0 && { expandable: 'collapsed' as const }),
      flags: [builtin ? ('builtin' as const) : ('removable' as const), ...(usedBy.length > 0 ? ['inUse' as const] : [])],
    };
  },
  children: ({ network, containers = [] }) => containers.map((container) => networkAttachmentNode.make({ network, container })),
  tooltip: ({ network, usedBy }) =>
    [
      `**${escapeMarkdown(network.name)}**`,
      '',
      `- ${t('Driver')}: ${escapeMarkdown(network.driver)}`,
      `- ${t('Scope')}: ${escapeMarkdown(network.scope)}`,
      ...network.subnets.map((subnet) => `- ${t('Subnet')}: ${escapeMarkdown(subnet)}`),
      `- ${usedBy.length > 0 ? t('Containers: {0}', markdownList(usedBy)) : t('No container uses it')}`,
    ].join('\n'),
});
