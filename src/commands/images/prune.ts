import type { PruneOutcome } from '../../core/prune/page';
import type { PruneScope } from '../../core/prune/request';
import type { EngineFilters } from '../../engine/engine';
import { defineCommand } from '../define';
import { prune } from '../prune/page';

interface Answers {
  readonly scope: PruneScope;
  readonly filters?: EngineFilters;
  readonly apply?: boolean;
  readonly items?: readonly string[];
}

/** Shows what a prune would remove and what comes free, then removes exactly what is ticked; never the engine's own prune. */
export const pruneImages = defineCommand<Answers, PruneOutcome>({
  id: 'slipway.images.prune',
  title: 'Prune Images…',
  summary: 'Opens a page with the images that can go, the bytes that really come free and why; removes exactly those that are ticked. With `items` it removes just those and shows no page.',
  icon: 'trash',
  on: [{ node: 'danglingImages' }],
  placement: { group: '9_remove', inline: true },
  palette: true,
  titleBar: { views: ['images'], overflow: true },
  key: { key: 'shift+x', views: ['images'] },
  answers: {
    scope: { type: "'dangling' | 'unused'", text: 'Images without a tag, or all that no container uses.' },
    filters: { type: 'Readonly<Record<string, readonly string[]>>', optional: true, text: 'As of `docker image prune`: `until`, `label`, `label!`.' },
    apply: { type: 'boolean', optional: true, text: 'Removes all that the plan ticks by itself, and shows no page.' },
    items: { type: 'readonly string[]', optional: true, text: 'Ids or names of the images to remove. Those that the scope and the filters do not cover are refused.' },
  },
  result: '{ readonly removed, readonly refused, readonly untouched, readonly freedBytes: number, readonly upperBound: boolean, readonly unknownSizes: number, readonly stopped: boolean, readonly interrupted?: string }',
  run: (app, call) => prune(app, 'images', call.answers),
});
