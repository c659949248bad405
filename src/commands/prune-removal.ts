import { failureReason } from '../core/failure-reason';
import { t } from '../core/localize';
import type { ReportProgress } from '../core/progress';
import { itemNames, type PruneOutcome, type PrunePageModel, type RefusedPruneItem } from '../core/prune-page';
import { type PruneItem, type PrunePlan, pruneOutcome } from '../core/prune-plan';
import { shortId } from '../core/reference';
import { oneLine } from '../core/untrusted';
import type { Engine } from '../engine/engine';

/** The items in the order in which they can go: images before those that they are built on. */
export function inOrderOfRemoval(plan: PrunePlan, ids: ReadonlySet<string>): readonly PruneItem[] {
  const depth = (node: number): number => {
    let result = 0;
    for (let above = plan.nodes[node]?.parent ?? -1; above >= 0; above = plan.nodes[above]?.parent ?? -1) result++;
    return result;
  };
  return plan.nodes
    .map(({ item }, node) => ({ item: plan.items[item], depth: depth(node) }))
    .filter((entry): entry is { item: PruneItem; depth: number } => entry.item !== undefined && ids.has(entry.item.id))
    .sort((left, right) => right.depth - left.depth)
    .map(({ item }) => item);
}

/**
 * Removes exactly these items of a plan, one by one and without force, each by the names that the plan shows. An image
 * that a container uses by now, or that was given another name, is left as it is and reported.
 */
export async function removePlanned(
  engine: Engine,
  model: PrunePageModel,
  ids: ReadonlySet<string>,
  signal: AbortSignal,
  report: ReportProgress,
): Promise<PruneOutcome> {
  const items = inOrderOfRemoval(model.plan, ids);
  const done: PruneItem[] = [];
  const refused: RefusedPruneItem[] = [];
  const deleted = new Set<string>();
  let begun = 0;
  for (const item of items) {
    if (signal.aborted) break;
    begun++;
    report({ message: t('{0} of {1}: {2}', begun, items.length, oneLine(itemNames(item)[0] ?? shortId(item.id))) });
    try {
      const reason = await removeItem(engine, item, deleted);
      if (reason === undefined) done.push(item);
      else refused.push({ id: item.id, names: itemNames(item), reason });
    } catch (error) {
      refused.push({ id: item.id, names: itemNames(item), reason: failureReason(error) });
    }
  }
  const gone = await whatIsGone(engine, done, deleted);
  return {
    removed: done.map((item) => ({ id: item.id, names: itemNames(item), action: gone.has(item.id) ? 'deleted' : 'untagged' })),
    refused,
    freedBytes: pruneOutcome(model.plan, gone).bytes,
    upperBound: model.upperBound,
    stopped: begun < items.length,
  };
}

/** Removes one image; gives the reason when it must stay. */
async function removeItem(engine: Engine, item: PruneItem, deleted: Set<string>): Promise<string | undefined> {
  const { RepoTags, RepoDigests } = await engine.inspectImage(item.id);
  const tags = texts(RepoTags);
  const added = tags.find((tag) => !item.tags.includes(tag));
  if (added !== undefined) return t('it was named {0} meanwhile', oneLine(added));
  const names = new Set([...tags, ...texts(RepoDigests), item.id]);
  const planned = item.targets.filter((target) => names.has(target));
  // Names may have moved to another image since the list was made; this one is then without a name.
  const targets = planned.length > 0 ? planned : [item.id];
  if (targets.length > 1) {
    // The engine refuses the last name of an image in use only; the others would be lost.
    const users = (await engine.listContainers({ all: true })).filter(({ imageId }) => imageId === item.id).map(({ name }) => name);
    if (users.length > 0) return t('in use by {0}', oneLine(users.join(', ')));
  }
  for (const target of targets) for (const id of (await engine.removeImage(target, { force: false })).deleted) deleted.add(id);
  return undefined;
}

/** The items that the engine does not list any more; those whose names alone went because others are built on them are. */
async function whatIsGone(engine: Engine, items: readonly PruneItem[], deleted: ReadonlySet<string>): Promise<ReadonlySet<string>> {
  const ids = items.map(({ id }) => id);
  if (ids.every((id) => deleted.has(id))) return new Set(ids);
  try {
    const left = new Set((await engine.listImages({ all: true })).map(({ id }) => id));
    return new Set(ids.filter((id) => !left.has(id)));
  } catch {
    // What was removed is known well enough without the list.
    return new Set(ids.filter((id) => deleted.has(id)));
  }
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string' && !entry.startsWith('<none>')) : [];
}
