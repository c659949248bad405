import { compareNatural } from '../../core/natural-order';
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
    const users = new Map<string, string[]>();
    for (const container of app.inventory.get('containers')?.values() ?? []) {
      for (const network of container.networks) users.set(network, [...(users.get(network) ?? []), container.name]);
    }
    return [...(app.inventory.get('networks')?.values() ?? [])]
      .filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase()))
      .sort((left, right) => compareNatural(left.name, right.name))
      .map((network) => networkNode.make({ network, usedBy: users.get(network.name) ?? [] }));
  },
});
