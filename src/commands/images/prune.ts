import type { PruneOutcome } from '../../core/prune/page';
import { choice, optional } from '../answers/takes';
import { defineCommand } from '../define';
import { applyAnswer, filtersAnswer, itemsAnswer, pruneChoice, pruneResult } from '../prune/answers';
import { prune } from '../prune/prune';

/** Shows what a prune would remove and what comes free, then removes exactly what is ticked; never the engine's own prune. */
export const pruneImages = defineCommand({
  id: 'slipway.images.prune',
  title: 'Prune Images…',
  summary:
    'Opens a page with the images that can be removed, the space that each really frees and why; removes exactly those that are selected. With `items` it removes just those and shows no page.',
  icon: 'trash',
  on: [{ node: 'shownEngine', with: ['ofImages'] }, { node: 'danglingImages' }],
  placement: { group: '9_remove', order: 2, inline: true },
  palette: true,
  titleBar: { views: ['images'], overflow: '9_prune', order: 1 },
  key: { key: 'shift+x', views: ['images'], wholeView: true },
  answers: {
    scope: optional(choice(['dangling', 'unused'], 'Images without a tag, or all that no container uses.'), 'dangling'),
    filters: filtersAnswer('As of `docker image prune`: `until`, `label`, `label!`.'),
    apply: applyAnswer,
    items: itemsAnswer('Ids or names of the images to remove. Those that the scope and the filters do not cover are refused.'),
  },
  oneOf: pruneChoice,
  result: pruneResult,
  run: (app, call): Promise<PruneOutcome> => prune(app, 'images', call.answers),
});
