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
  roots: async (app) => (await app.connection.probe()).map((status) => engineNode.make(status)),
});
