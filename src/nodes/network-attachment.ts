import type { App } from '../app';
import { t } from '../core/localize';
import { escapeMarkdown, oneLine } from '../core/untrusted';
import type { ContainerSummary } from '../engine/containers/containers';
import { object, texts } from '../engine/json/json';
import type { NetworkSummary } from '../engine/networks/networks';
import { defineNode } from './define';

/** A container that is attached to a network. */
export interface NetworkAttachment {
  readonly network: NetworkSummary;
  readonly container: ContainerSummary;
}

/** One container on a network, with the addresses that it has there while it runs. */
export const networkAttachmentNode = defineNode<NetworkAttachment>({
  kind: 'networkAttachment',
  id: ({ network, container }) => `${network.id}/${container.id}`,
  view: ({ network, container }) => {
    const addresses = addressesOf(container, network.name);
    const words = addresses.length > 0 ? addresses.join(', ') : container.state === 'running' ? '' : t('does not run');
    return {
      label: oneLine(container.name),
      description: oneLine(words),
      icon: container.state === 'running' ? 'vm-running' : 'vm-outline',
      accessibleLabel: oneLine(
        t('Container {0} on network {1}, {2}', container.name, network.name, words === '' ? t('without an address') : words),
      ),
    };
  },
  tooltip: async ({ network, container }, app) => {
    const rows = [`**${escapeMarkdown(container.name)}** — ${escapeMarkdown(network.name)}`, ''];
    for (const address of addressesOf(container, network.name)) rows.push(`- ${t('Address')}: ${escapeMarkdown(address)}`);
    for (const alias of (await aliasesOf(app, container, network.name)).slice(0, 20))
      rows.push(`- ${t('Alias')}: ${escapeMarkdown(alias)}`);
    return rows.join('\n');
  },
});

/** None where the engine does not tell them: a tooltip says what is known. */
async function aliasesOf(app: App, { id }: ContainerSummary, network: string): Promise<readonly string[]> {
  try {
    const inspected = await (await app.connection.engine()).containers.inspect(id);
    const endpoints = object(object(inspected['NetworkSettings'])['Networks']);
    return texts(object(Object.entries(endpoints).find(([name]) => name === network)?.[1])['Aliases']);
  } catch {
    return [];
  }
}

/** IPv4 and IPv6 addresses of a container on a network; none while it does not run. */
export function addressesOf({ addresses }: ContainerSummary, network: string): readonly string[] {
  return Object.entries(addresses ?? {}).find(([name]) => name === network)?.[1] ?? [];
}
