import type { PruneOutcome } from '../../core/prune/page';
import { defineCommand } from '../define';
import { applyAnswer, filtersAnswer, itemsAnswer, pruneChoice, pruneResult } from '../prune/answers';
import { prune } from '../prune/prune';

/** Shows which networks a prune would remove, then removes exactly what is ticked; never one that the engine made. */
export const pruneNetworks = defineCommand({
  id: 'slipway.networks.prune',
  title: 'Prune Networks…',
  summary:
    'Opens a page with the networks that no container is attached to; removes exactly those that are selected. Networks that only stopped containers use are listed, not selected. With `items` it removes just those and shows no page.',
  icon: 'trash',
  on: [{ node: 'shownEngine', with: ['ofNetworks'] }],
  placement: { group: '9_remove', order: 1 },
  palette: true,
  titleBar: { views: ['networks'], overflow: '9_prune' },
  key: { key: 'shift+x', views: ['networks'], wholeView: true },
  answers: {
    filters: filtersAnswer('As of `docker network prune`: `until`, `label`, `label!`.'),
    apply: applyAnswer,
    items: itemsAnswer('Ids or names of the networks to remove. Those that are in use, or that the filters do not cover, are refused.'),
  },
  oneOf: pruneChoice,
  result: pruneResult,
  run: (app, call): Promise<PruneOutcome> => prune(app, 'networks', call.answers),
});
