import { defineTree } from '../define-tree';
import { registryNode } from '../registry';

/** Docker Hub and the registries that the user added. */
export const registriesTree = defineTree({
  view: 'registries',
  title: 'Registries',
  icon: 'cloud',
  lists: [],
  follows: (app) => app.registries.onChange,
  filter: false,
  welcome: 'No registries.\n[Add a Registry](command:slipway.registries.add)',
  roots: (app) =>
    Promise.all(
      app.registries.list().map(async (entry) => registryNode.make({ entry, user: await app.registries.userName(entry.address) })),
    ),
});
