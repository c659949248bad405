import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import type { PruneOutcome, PrunePageModel, RefusedPruneItem } from '../../core/prune-page';
import type { PruneScope } from '../../core/prune-plan';
import { shortId } from '../../core/reference';
import type { EngineFilters } from '../../engine/engine';
import { namesIn } from '../container-targets';
import { defineCommand } from '../define';
import { inOrderOfRemoval, removePlanned } from '../prune-removal';
import { planPrune, pruneRequest } from '../prune-request';

interface Answers {
  readonly scope: PruneScope;
  readonly filters?: EngineFilters;
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
    items: { type: 'readonly string[]', optional: true, text: 'Ids or names of the images to remove. Those that the scope and the filters do not cover are refused.' },
  },
  result: '{ readonly removed, readonly refused, readonly freedBytes: number, readonly upperBound: boolean, readonly stopped: boolean }',
  run: async (app, call) => {
    const { scope = 'dangling', filters, items } = call.answers;
    const request = pruneRequest(scope, filters);
    let shown = await app.progress.run(t('Looking at the images'), (report, signal) => planPrune(app, request, report, signal));
    if (items !== undefined) return removeGiven(app, shown, namesIn(items));
    const outcome = await app.pages.prunePlan({
      model: shown,
      plan: async (next) => (shown = await planPrune(app, pruneRequest(next.scope, next.filters))),
      remove: (ids) => remove(app, shown, new Set(ids)),
    });
    return outcome ?? { removed: [], refused: [], freedBytes: 0, upperBound: false, stopped: false };
  },
});

/** Removes what a caller named, as far as the plan has it. */
async function removeGiven(app: App, model: PrunePageModel, given: readonly string[]): Promise<PruneOutcome> {
  const ids = new Set<string>();
  const unknown: RefusedPruneItem[] = [];
  for (const name of given) {
    const item = model.plan.items.find(({ id, targets }) => id === name || targets.includes(name) || (/^[0-9a-f]{12,64}$/.test(name) && shortId(id) === name.slice(0, 12) && id.includes(name)));
    if (item) ids.add(item.id);
    else unknown.push({ id: name, names: [name], reason: t('it is not among the images that can be pruned') });
  }
  const outcome = await remove(app, model, ids);
  return { ...outcome, refused: [...unknown, ...outcome.refused] };
}

async function remove(app: App, model: PrunePageModel, ids: ReadonlySet<string>): Promise<PruneOutcome> {
  const items = inOrderOfRemoval(model.plan, ids);
  if (items.length === 0) return { removed: [], refused: [], freedBytes: 0, upperBound: model.upperBound, stopped: false };
  const title = items.length === 1 ? t('Removing 1 image') : t('Removing {0} images', items.length);
  const outcome = await app.progress.run(title, async (report, signal) => {
    const engine = await app.connection.engine(signal);
    const { state } = app.connection;
    if (state.kind === 'connected' && state.candidate.name !== model.engine) {
      throw failure('conflict', { name: model.engine, usedBy: [], detail: t('Another engine is in use by now. Make the plan again.') });
    }
    app.log.command(dockerLine(['image', 'rm', ...items.flatMap(({ targets }) => targets)]));
    return removePlanned(engine, model, ids, signal, report);
  });
  for (const { names, id, reason } of outcome.refused) app.log.information(t('Not removed: {0}: {1}', names.join(', ') || shortId(id), reason));
  return outcome;
}
