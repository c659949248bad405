import { failure, SlipwayError } from '../../core/errors';
import { failureReason } from '../../core/failure-reason';
import { t } from '../../core/localize';
import type { ReportProgress } from '../../core/progress';
import type { ImageItem, PruneItem } from '../../core/prune/items';
import type { PrunedObject, PruneOutcome, PrunePageModel, RefusedPruneItem, RemovedPruneItem } from '../../core/prune/page';
import type { PrunePlan } from '../../core/prune/plan';
import { itemLabel } from '../../core/prune/reasons';
import { freedBy } from '../../core/prune/selection';
import type { Engine } from '../../engine/engine';
import { removeOne, stillThere } from './removal-of-one';
import { defined } from '../../core/records';

/** The items in the order in which they can go: users before what they use, images before those that they are built on. */
export function inOrderOfRemoval(plan: PrunePlan, keys: ReadonlySet<string>): readonly PruneItem[] {
  const wanted = plan.items.filter(({ key }) => keys.has(key));
  const byKey = new Map(wanted.map((item) => [item.key, item]));
  const ordered: PruneItem[] = [];
  const met = new Set<string>();
  const add = (item: PruneItem): void => {
    if (met.has(item.key)) return;
    met.add(item.key);
    for (const need of item.needs) {
      const user = byKey.get(need);
      if (user) add(user);
    }
    ordered.push(item);
  };
  for (const kind of plan.kinds) {
    const mine = wanted.filter((item) => item.kind === kind);
    const depths = kind === 'images' ? imageDepths(plan) : undefined;
    const sorted = depths ? mine.toSorted((left, right) => (depths.get(right.id) ?? 0) - (depths.get(left.id) ?? 0)) : mine;
    for (const item of sorted) add(item);
  }
  return ordered;
}

/** On how many images each is built. */
function imageDepths({ images }: PrunePlan): ReadonlyMap<string, number> {
  const nodes = images?.nodes ?? [];
  return new Map(
    nodes.map(({ id, parent }) => {
      let depth = 0;
      for (let above = parent; above >= 0; above = nodes[above]?.parent ?? -1) depth++;
      return [id, depth];
    }),
  );
}

/**
 * Removes exactly these items of a plan, one by one and without force, each by the names that the plan shows. What is
 * used by now, or is not what it was, is left as it is and reported. When the engine goes away nothing more is tried.
 */
export async function removePlanned(
  engine: Engine,
  model: PrunePageModel,
  keys: ReadonlySet<string>,
  signal: AbortSignal,
  report: ReportProgress,
): Promise<PruneOutcome> {
  const { plan } = model;
  const items = inOrderOfRemoval(plan, keys);
  const removal = new Removal(engine);
  for (const [index, item] of items.entries()) {
    if (signal.aborted || removal.interrupted !== undefined) break;
    report({ message: t('{0} of {1}: {2}', index + 1, items.length, itemLabel(item)) });
    await removal.remove(item);
  }
  const gone = await removal.gone();
  const untouched = items.slice(removal.begun).map(objectOf);
  const { bytes, upperBound, unknown } = freedBy(plan, gone);
  return {
    removed: removal.done.map((item): RemovedPruneItem => ({ ...objectOf(item), action: gone.has(item.key) ? 'deleted' : 'untagged' })),
    refused: removal.refused,
    untouched,
    freedBytes: bytes,
    upperBound,
    unknownSizes: unknown,
    stopped: untouched.length > 0 && removal.interrupted === undefined,
    ...defined({ interrupted: removal.interrupted }),
  };
}

/** One run through a plan: what went, what stays and why. */
class Removal {
  readonly done: PruneItem[] = [];
  readonly refused: RefusedPruneItem[] = [];
  begun = 0;
  /** Why nothing more can be tried. */
  interrupted: string | undefined;
  /** Ids of images that the engine has reported deleted. */
  private readonly deletedImages = new Set<string>();
  /** Keys of what was wanted and is there still. */
  private readonly staying = new Map<string, PruneItem>();

  constructor(private readonly engine: Engine) {}

  async remove(item: PruneItem): Promise<void> {
    this.begun++;
    const user = item.needs.map((need) => this.staying.get(need)).find((found) => found !== undefined);
    if (user) {
      this.refuse(item, item.kind === 'buildCache' ? t('cache built on it still exists') : t('in use by {0}', itemLabel(user)));
      return;
    }
    try {
      const reason = await removeOne(this.engine, item, this.deletedImages);
      if (reason === undefined) this.done.push(item);
      else this.refuse(item, reason);
    } catch (error) {
      if (engineIsGone(error)) await this.interrupt(item, error);
      else this.refuse(item, failureReason(error), SlipwayError.details(error, 'notFound') === undefined);
    }
  }

  private refuse(item: PruneItem, reason: string, stays = true): void {
    this.refused.push({ ...objectOf(item), reason });
    if (stays) this.staying.set(item.key, item);
  }

  /** Whether the last one went before the engine did can be told only when it answers again. */
  private async interrupt(item: PruneItem, error: unknown): Promise<void> {
    this.interrupted = failureReason(error);
    const there = await stillThere(this.engine, item);
    if (there === false) this.done.push(item);
    else this.refuse(item, there ? this.interrupted : t('{0}; it is not known whether it was removed', this.interrupted));
  }

  /** Keys of what is really gone; images whose names alone went, because others are built on them, are not. */
  async gone(): Promise<ReadonlySet<string>> {
    const keys = new Set(this.done.map(({ key }) => key));
    const unsure = this.done.filter((item): item is ImageItem => item.kind === 'images' && !this.deletedImages.has(item.id));
    if (unsure.length === 0) return keys;
    const left = await this.engine.images.list({ all: true }).then(
      (images) => new Set(images.map(({ id }) => id)),
      () => undefined,
    );
    // What was removed is known well enough without the list.
    for (const { key, id } of unsure) if (left === undefined || left.has(id)) keys.delete(key);
    return keys;
  }
}

function engineIsGone(error: unknown): boolean {
  return error instanceof SlipwayError && ['connectionLost', 'engineUnreachable', 'permissionDenied'].includes(error.kind);
}

function objectOf({ kind, id, names }: PruneItem): PrunedObject {
  return { kind, id, names };
}

/** Throws `conflict` when the plan was made for another engine than the one in use. */
export function checkSameEngine(model: PrunePageModel, engine: string): void {
  if (engine !== model.engine)
    throw failure('conflict', { name: model.engine, usedBy: [], detail: t('Another engine is now in use. Create the plan again.') });
}
