import { defineTree } from '../define-tree';
import { engineNode } from '../engine';

/** Every address under which an engine may be found, with what answered there. */
export const enginesTree = defineTree({
  view: 'engines',
  title: 'Engines',
  icon: 'server-environment',
  lists: [],
  flat: true,
  filter: false,
  welcome: 'No docker context and no known socket was found.\n[How to Get an Engine](command:slipway.engines.install)',
  roots: async ({ connection, engines }) => {
    const several = engines.shown.length > 1;
    const statuses = await connection.probe();
    return statuses.map((status) => engineNode.make({ ...status, shown: several && engines.isShown(status.candidate.id) }));
  },
});
