import type { PruneOutcome } from '../../core/prune/page';
import type { EngineFilters } from '../../engine/engine';
import { defineCommand } from '../define';
import { prune } from '../prune/page';

interface Answers {
  readonly filters?: EngineFilters;
  readonly apply?: boolean;
  readonly items?: readonly string[];
}

/** Shows which stopped containers a prune would remove, then removes exactly what is ticked. */
export const pruneContainers = defineCommand<Answers, PruneOutcome>({
  id: 'slipway.containers.prune',
  title: 'Prune Containers…',
  summary: 'Opens a page with the stopped containers, the bytes that each has written and why it can go; removes exactly those that are ticked. With `items` it removes just those and shows no page.',
  icon: 'trash',
  palette: true,
  titleBar: { views: ['containers'], overflow: true },
  key: { key: 'shift+x', views: ['containers'] },
  answers: {
    filters: { type: 'Readonly<Record<string, readonly string[]>>', optional: true, text: 'As of `docker container prune`: `until`, `label`, `label!`.' },
    apply: { type: 'boolean', optional: true, text: 'Removes all that the plan ticks by itself, and shows no page.' },
    items: { type: 'readonly string[]', optional: true, text: 'Ids or names of the containers to remove. Those that run, or that the filters do not cover, are refused.' },
  },
  result: '{ readonly removed, readonly refused, readonly untouched, readonly freedBytes: number, readonly upperBound: boolean, readonly unknownSizes: number, readonly stopped: boolean, readonly interrupted?: string }',
  run: (app, call) => prune(app, 'containers', call.answers),
});
