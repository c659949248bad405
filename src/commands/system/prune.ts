import type { PruneOutcome } from '../../core/prune/page';
import { choice, optional } from '../answers/takes';
import { defineCommand } from '../define';
import { applyAnswer, filtersAnswer, itemsAnswer, pruneChoice, pruneResult } from '../prune/answers';
import { prune } from '../prune/prune';

/** Shows what `docker system prune` would remove and what comes free, then removes exactly what is ticked. */
export const pruneSystem = defineCommand({
  id: 'slipway.system.prune',
  title: 'Prune Everything…',
  summary:
    'Opens a page with stopped containers, networks, images, build cache and, on request, volumes that can be removed, also what becomes unused when those containers are removed; removes exactly what is selected. With `items` it removes just those and shows no page.',
  icon: 'clear-all',
  on: [{ node: 'engine', with: ['current'] }, { node: 'engine', with: ['shown'] }, { node: 'shownEngine' }],
  placement: { group: '9_remove', order: 2 },
  palette: true,
  titleBar: { views: ['images', 'containers'], overflow: '9_prune', order: 9 },
  answers: {
    scope: optional(choice(['dangling', 'unused'], 'Images without a tag and dangling build cache, or all that is unused.'), 'dangling'),
    volumes: optional(choice(['none', 'anonymous', 'unused'], 'Which volumes go too.'), 'none'),
    filters: filtersAnswer('As of `docker system prune`: `until`, `label`, `label!`.'),
    apply: applyAnswer,
    items: itemsAnswer('What to remove, as ids, names, or kind and name: `volumes:data`. What the plan does not cover is refused.'),
  },
  oneOf: pruneChoice,
  result: pruneResult,
  run: (app, call): Promise<PruneOutcome> => prune(app, 'everything', call.answers),
});
