import type { App } from '../../app';
import { t } from '../../core/localize';
import { pruneKey, type PruneItem } from '../../core/prune/items';
import { nothingPruned, type PruneOutcome, type PrunePageModel, type RefusedPruneItem } from '../../core/prune/page';
import { type PruneKind, pruneKinds, type PruneSubject } from '../../core/prune/request';
import { tickedAtFirst } from '../../core/prune/selection';
import { planPrune, type PruneAnswers, pruneRequest } from './planned';
import { prunePage } from './prune-page';
import { removeSelected } from './selected';

/** What every prune command takes besides its own answers. */
export interface PruneWish extends PruneAnswers {
  readonly items?: readonly string[];
  readonly apply?: boolean;
}

/**
 * The work of all prune commands: makes the plan, and removes the given `items` of it, or with `apply` all that it
 * ticks by itself, or opens its page. `onRemoved` is called after each removal.
 */
export async function prune(app: App, subject: PruneSubject, wish: PruneWish, onRemoved?: () => void): Promise<PruneOutcome> {
  const request = pruneRequest(subject, wish);
  if (wish.items !== undefined || wish.apply === true) {
    const model = await app.progress.run(t('Finding what can be removed'), (report, signal) => planPrune(app, request, { report, signal }));
    return wish.items === undefined ? removeSelected(app, model, tickedAtFirst(model.plan)) : removeGiven(app, model, wish.items);
  }
  const page = await app.pages.open(prunePage, request);
  let removed = page.model.removed;
  page.onModel((model) => {
    if (model.removed !== removed) onRemoved?.();
    removed = model.removed;
  });
  return (await page.closed).removed ?? nothingPruned;
}

/** Removes what a caller named, as far as the plan has it. */
async function removeGiven(app: App, model: PrunePageModel, given: readonly string[]): Promise<PruneOutcome> {
  const keys = new Set<string>();
  const unknown: RefusedPruneItem[] = [];
  for (const name of given) {
    const item = itemNamed(model, name);
    if (item) keys.add(item.key);
    else unknown.push({ kind: model.plan.kinds[0] ?? 'images', id: name, names: [name], reason: t('it cannot be pruned') });
  }
  const outcome = await removeSelected(app, model, keys);
  return { ...outcome, refused: [...unknown, ...outcome.refused] };
}

/** An item by its key, its id or the beginning of it, or its name, if that means one item only. */
function itemNamed({ plan }: PrunePageModel, name: string): PruneItem | undefined {
  const exact = plan.items.find(({ key }) => key === name);
  if (exact) return exact;
  const [kind, rest] = splitKind(name);
  const found = plan.items.filter((item) => (kind === undefined || item.kind === kind) && isCalled(item, rest));
  return found.length === 1 ? found[0] : undefined;
}

function splitKind(name: string): readonly [PruneKind | undefined, string] {
  const kind = pruneKinds.find((known) => name.startsWith(pruneKey(known, '')));
  return kind ? [kind, name.slice(kind.length + 1)] : [undefined, name];
}

function isCalled(item: PruneItem, name: string): boolean {
  const { id, names } = item;
  const targets = item.kind === 'images' ? item.image.targets : names;
  const bare = id.replace(/^sha256:/, '');
  return id === name || targets.includes(name) || (item.kind !== 'volumes' && /^[0-9a-f]{12,64}$/.test(name) && bare.startsWith(name));
}
