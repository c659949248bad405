import type { PruneOutcome } from '../../core/prune/page';
import type { PruneScope, VolumeChoice } from '../../core/prune/request';
import type { EngineFilters } from '../../engine/engine';
import { defineCommand } from '../define';
import { prune } from '../prune/page';

interface Answers {
  readonly scope?: PruneScope;
  readonly volumes?: VolumeChoice;
  readonly filters?: EngineFilters;
  readonly apply?: boolean;
  readonly items?: readonly string[];
}

/** Shows what `docker system prune` would remove and what comes free, then removes exactly what is ticked. */
export const pruneSystem = defineCommand<Answers, PruneOutcome>({
  id: 'slipway.system.prune',
  title: 'Prune Everything…',
  summary: 'Opens a page with stopped containers, networks, images, build cache and, on request, volumes that can go, also what becomes unused when those containers go; removes exactly what is ticked. With `items` it removes just those and shows no page.',
  icon: 'clear-all',
  on: [{ node: 'engine', with: ['current'] }],
  placement: { group: '9_remove' },
  palette: true,
  titleBar: { views: ['images', 'containers'], overflow: true },
  answers: {
    scope: { type: "'dangling' | 'unused'", optional: true, text: 'Images without a tag and dangling build cache (the default), or all that is unused.' },
    volumes: { type: "'none' | 'anonymous' | 'unused'", optional: true, text: 'Which volumes go too; none by default.' },
    filters: { type: 'Readonly<Record<string, readonly string[]>>', optional: true, text: 'As of `docker system prune`: `until`, `label`, `label!`.' },
    apply: { type: 'boolean', optional: true, text: 'Removes all that the plan ticks by itself, and shows no page.' },
    items: { type: 'readonly string[]', optional: true, text: 'What to remove, as ids, names, or kind and name: `volumes:data`. What the plan does not cover is refused.' },
  },
  result: '{ readonly removed, readonly refused, readonly untouched, readonly freedBytes: number, readonly upperBound: boolean, readonly unknownSizes: number, readonly stopped: boolean, readonly interrupted?: string }',
  run: (app, call) => prune(app, 'everything', call.answers),
});
