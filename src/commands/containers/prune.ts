import type { PruneOutcome } from '../../core/prune/page';
import { defineCommand } from '../define';
import { applyAnswer, filtersAnswer, itemsAnswer, pruneChoice, pruneResult } from '../prune/answers';
import { prune } from '../prune/prune';

/** Shows which stopped containers a prune would remove, then removes exactly what is ticked. */
export const pruneContainers = defineCommand({
  id: 'slipway.containers.prune',
  title: 'Prune Containers…',
  summary:
    'Opens a page with the stopped containers, how much each has written and why it can be removed; removes exactly those that are selected. With `items` it removes just those and shows no page.',
  icon: 'trash',
  on: [{ node: 'shownEngine', with: ['ofContainers'] }],
  placement: { group: '9_remove', order: 1 },
  palette: true,
  titleBar: { views: ['containers'], overflow: '9_prune', order: 1 },
  key: { key: 'shift+x', views: ['containers'], wholeView: true },
  answers: {
    filters: filtersAnswer('As of `docker container prune`: `until`, `label`, `label!`.'),
    apply: applyAnswer,
    items: itemsAnswer('Ids or names of the containers to remove. Those that run, or that the filters do not cover, are refused.'),
  },
  oneOf: pruneChoice,
  result: pruneResult,
  run: (app, call): Promise<PruneOutcome> => prune(app, 'containers', call.answers),
});
