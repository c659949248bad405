import type { PruneOutcome } from '../../core/prune/page';
import { choice, optional } from '../answers/takes';
import { defineCommand } from '../define';
import { applyAnswer, filtersAnswer, itemsAnswer, pruneChoice, pruneResult } from '../prune/answers';
import { prune } from '../prune/prune';

/** Shows which volumes a prune would remove and their bytes, then removes exactly what is ticked. */
export const pruneVolumes = defineCommand({
  id: 'slipway.volumes.prune',
  title: 'Prune Volumes…',
  summary:
    'Opens a page with the volumes that no container uses and their sizes; removes exactly those that are selected, with the data in them. With `items` it removes just those and shows no page.',
  icon: 'trash',
  on: [{ node: 'shownEngine', with: ['ofVolumes'] }],
  placement: { group: '9_remove', order: 1 },
  palette: true,
  titleBar: { views: ['volumes'], overflow: '9_prune' },
  key: { key: 'shift+x', views: ['volumes'], wholeView: true },
  answers: {
    scope: optional(choice(['anonymous', 'unused'], 'Volumes made without a name, or all that no container uses.'), 'anonymous'),
    filters: filtersAnswer('As of `docker volume prune`: `label`, `label!`.'),
    apply: applyAnswer,
    items: itemsAnswer(
      'Names of the volumes to remove. Those that are in use, or that the scope and the filters do not cover, are refused.',
    ),
  },
  oneOf: pruneChoice,
  result: pruneResult,
  run: (app, call): Promise<PruneOutcome> => prune(app, 'volumes', call.answers),
});
