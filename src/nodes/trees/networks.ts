import { compareNatural } from '../../core/natural-order';
import type { ContainerSummary } from '../../engine/containers/containers';
import { defineTree } from '../define-tree';
import { networkNode } from '../network';

/** Networks with the containers that are attached to them. */
export const networksTree = defineTree({
  view: 'networks',
  title: 'Networks',
  icon: 'type-hierarchy',
  lists: ['networks', 'containers'],
  filter: true,
  welcome: 'No networks.',
  roots: (app, filter) => {
    const users = new Map<string, ContainerSummary[]>();
    for (const container of app.inventory.get('containers')?.values() ?? []) {
      for (const network of container.networks) users.set(network, [...(users.get(network) ?? []), container]);
    }
    return [...(app.inventory.get('networks')?.values() ?? [])]
      .filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase()))
      .sort((left, right) => compareNatural(left.name, right.name))
      .map((network) => {
        const containers = (users.get(network.name) ?? []).sort((left, right) => compareNatural(left.name, right.name));
        return networkNode.make({ network, usedBy: containers.map(({ name }) => name), containers });
      });
  },
});
