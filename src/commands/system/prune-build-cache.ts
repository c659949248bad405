import type { PruneOutcome } from '../../core/prune/page';
import { choice, optional } from '../answers/takes';
import { defineCommand } from '../define';
import { applyAnswer, filtersAnswer, itemsAnswer, pruneChoice, pruneResult } from '../prune/answers';
import { prune } from '../prune/prune';

/** Shows which records of the build cache a prune would remove and their bytes, then removes exactly what is ticked. Podman has none. */
export const pruneBuildCache = defineCommand({
  id: 'slipway.buildCache.prune',
  title: 'Prune Build Cache…',
  summary:
    'Opens a page with the records of the build cache that no build uses and their sizes; removes exactly those that are selected. With `items` it removes just those and shows no page. Podman has no such cache.',
  icon: 'trash',
  on: [{ node: 'engine', with: ['current'] }, { node: 'engine', with: ['shown'] }, { node: 'shownEngine' }],
  placement: { group: '9_remove', order: 1 },
  palette: true,
  titleBar: { views: ['images'], overflow: '9_prune', order: 2 },
  answers: {
    scope: optional(choice(['dangling', 'unused'], 'Without what images share and the builder keeps for itself, or all.'), 'dangling'),
    filters: filtersAnswer('As of `docker builder prune`: `until`.'),
    apply: applyAnswer,
    items: itemsAnswer('Ids of the records to remove. Those that are in use, or that the scope and the filters do not cover, are refused.'),
  },
  oneOf: pruneChoice,
  result: pruneResult,
  run: (app, call): Promise<PruneOutcome> => prune(app, 'buildCache', call.answers),
});
