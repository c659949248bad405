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

/** Shows which volumes a prune would remove and their bytes, then removes exactly what is ticked. */
export const pruneVolumes = defineCommand<Answers, PruneOutcome>({
  id: 'slipway.volumes.prune',
  title: 'Prune Volumes…',
  summary: 'Opens a page with the volumes that no container uses and their bytes; removes exactly those that are ticked, with the data in them. With `items` it removes just those and shows no page.',
  icon: 'trash',
  palette: true,
  titleBar: { views: ['volumes'], overflow: true },
  key: { key: 'shift+x', views: ['volumes'] },
  answers: {
    scope: { type: "'anonymous' | 'unused'", optional: true, text: 'Volumes made without a name (the default), or all that no container uses.' },
    filters: { type: 'Readonly<Record<string, readonly string[]>>', optional: true, text: 'As of `docker volume prune`: `label`, `label!`.' },
    apply: { type: 'boolean', optional: true, text: 'Removes all that the plan ticks by itself, and shows no page.' },
    items: { type: 'readonly string[]', optional: true, text: 'Names of the volumes to remove. Those that are in use, or that the scope and the filters do not cover, are refused.' },
  },
  result: '{ readonly removed, readonly refused, readonly untouched, readonly freedBytes: number, readonly upperBound: boolean, readonly unknownSizes: number, readonly stopped: boolean, readonly interrupted?: string }',
  run: (app, call) => prune(app, 'volumes', call.answers),
});
