import type { PruneOutcome } from '../../core/prune/page';
import type { EngineFilters } from '../../engine/engine';
import { defineCommand } from '../define';
import { prune } from '../prune/page';

interface Answers {
  readonly filters?: EngineFilters;
  readonly apply?: boolean;
  readonly items?: readonly string[];
}

/** Shows which networks a prune would remove, then removes exactly what is ticked; never one that the engine made. */
export const pruneNetworks = defineCommand<Answers, PruneOutcome>({
  id: 'slipway.networks.prune',
  title: 'Prune Networks…',
  summary: 'Opens a page with the networks that no container is attached to; removes exactly those that are ticked. Networks that only stopped containers have are listed, unticked. With `items` it removes just those and shows no page.',
  icon: 'trash',
  palette: true,
  titleBar: { views: ['networks'], overflow: true },
  key: { key: 'shift+x', views: ['networks'] },
  answers: {
    filters: { type: 'Readonly<Record<string, readonly string[]>>', optional: true, text: 'As of `docker network prune`: `until`, `label`, `label!`.' },
    apply: { type: 'boolean', optional: true, text: 'Removes all that the plan ticks by itself, and shows no page.' },
    items: { type: 'readonly string[]', optional: true, text: 'Ids or names of the networks to remove. Those that are in use, or that the filters do not cover, are refused.' },
  },
  result: '{ readonly removed, readonly refused, readonly untouched, readonly freedBytes: number, readonly upperBound: boolean, readonly unknownSizes: number, readonly stopped: boolean, readonly interrupted?: string }',
  run: (app, call) => prune(app, 'networks', call.answers),
});
