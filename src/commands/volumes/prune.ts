import type { PruneOutcome } from '../../core/prune/page';
import type { PruneScope } from '../../core/prune/request';
import { defineCommand } from '../define';
import { applyAnswer, filtersAnswer, type PruneAnswers, pruneResult } from '../prune/answers';
import { prune } from '../prune/page';

interface Answers extends PruneAnswers {
  readonly scope?: PruneScope;
}

/** Shows which volumes a prune would remove and their bytes, then removes exactly what is ticked. */
export const pruneVolumes = defineCommand<Answers, PruneOutcome>({
  id: 'slipway.volumes.prune',
  title: 'Prune Volumes…',
  summary: 'Opens a page with the volumes that no container uses and their sizes; removes exactly those that are selected, with the data in them. With `items` it removes just those and shows no page.',
  icon: 'trash',
  palette: true,
  titleBar: { views: ['volumes'], overflow: '9_prune' },
  key: { key: 'shift+x', views: ['volumes'] },
  answers: {
    scope: { type: "'anonymous' | 'unused'", optional: true, text: 'Volumes made without a name (the default), or all that no container uses.' },
    filters: filtersAnswer('As of `docker volume prune`: `label`, `label!`.'),
    apply: applyAnswer,
    items: { type: 'readonly string[]', optional: true, text: 'Names of the volumes to remove. Those that are in use, or that the scope and the filters do not cover, are refused.' },
  },
  result: pruneResult,
  run: (app, call) => prune(app, 'volumes', call.answers),
});
