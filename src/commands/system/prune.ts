import type { PruneOutcome } from '../../core/prune/page';
import type { PruneScope, VolumeChoice } from '../../core/prune/request';
import { defineCommand } from '../define';
import { applyAnswer, filtersAnswer, type PruneAnswers, pruneResult } from '../prune/answers';
import { prune } from '../prune/page';

interface Answers extends PruneAnswers {
  readonly scope?: PruneScope;
  readonly volumes?: VolumeChoice;
}

/** Shows what `docker system prune` would remove and what comes free, then removes exactly what is ticked. */
export const pruneSystem = defineCommand<Answers, PruneOutcome>({
  id: 'slipway.system.prune',
  title: 'Prune Everything…',
  summary: 'Opens a page with stopped containers, networks, images, build cache and, on request, volumes that can be removed, also what becomes unused when those containers are removed; removes exactly what is selected. With `items` it removes just those and shows no page.',
  icon: 'clear-all',
  on: [{ node: 'engine', with: ['current'] }],
  placement: { group: '9_remove', order: 2 },
  palette: true,
  titleBar: { views: ['images', 'containers'], overflow: '9_prune', order: 9 },
  answers: {
    scope: { type: "'dangling' | 'unused'", optional: true, text: 'Images without a tag and dangling build cache (the default), or all that is unused.' },
    volumes: { type: "'none' | 'anonymous' | 'unused'", optional: true, text: 'Which volumes go too; none by default.' },
    filters: filtersAnswer('As of `docker system prune`: `until`, `label`, `label!`.'),
    apply: applyAnswer,
    items: { type: 'readonly string[]', optional: true, text: 'What to remove, as ids, names, or kind and name: `volumes:data`. What the plan does not cover is refused.' },
  },
  result: pruneResult,
  run: (app, call) => prune(app, 'everything', call.answers),
});
