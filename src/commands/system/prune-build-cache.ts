import type { PruneOutcome } from '../../core/prune/page';
import type { PruneScope } from '../../core/prune/request';
import type { EngineFilters } from '../../engine/engine';
import { defineCommand } from '../define';
import { prune } from '../prune/page';

interface Answers {
  readonly scope?: PruneScope;
  readonly filters?: EngineFilters;
  readonly apply?: boolean;
  readonly items?: readonly string[];
}

/** Shows which records of the build cache a prune would remove and their bytes, then removes exactly what is ticked. Podman has none. */
export const pruneBuildCache = defineCommand<Answers, PruneOutcome>({
  id: 'slipway.buildCache.prune',
  title: 'Prune Build Cache…',
  summary: 'Opens a page with the records of the build cache that no build uses and their bytes; removes exactly those that are ticked. With `items` it removes just those and shows no page. Podman keeps no such cache.',
  icon: 'trash',
  on: [{ node: 'engine', with: ['current'] }],
  placement: { group: '9_remove' },
  palette: true,
  titleBar: { views: ['images'], overflow: true },
  answers: {
    scope: { type: "'dangling' | 'unused'", optional: true, text: 'Without what images share and the builder keeps for itself (the default), or all.' },
    filters: { type: 'Readonly<Record<string, readonly string[]>>', optional: true, text: 'As of `docker builder prune`: `until`.' },
    apply: { type: 'boolean', optional: true, text: 'Removes all that the plan ticks by itself, and shows no page.' },
    items: { type: 'readonly string[]', optional: true, text: 'Ids of the records to remove. Those that are in use, or that the scope and the filters do not cover, are refused.' },
  },
  result: '{ readonly removed, readonly refused, readonly untouched, readonly freedBytes: number, readonly upperBound: boolean, readonly unknownSizes: number, readonly stopped: boolean, readonly interrupted?: string }',
  run: (app, call) => prune(app, 'buildCache', call.answers),
});
