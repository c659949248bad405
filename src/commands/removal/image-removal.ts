import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { failure, isCancelled } from '../../core/errors';
import { shownName } from '../../core/image-names';
import { t } from '../../core/localize';
import { freedBytes, type ImageRemoval, type RemovalPlan } from '../../core/removal-plan';
import { severalFailed } from '../../core/several-failed';
import { formatBytes } from '../../core/sizes';
import { oneLine } from '../../core/untrusted';
import type { Engine } from '../../engine/engine';
import type { RemovedImages } from '../../engine/images/images';

/** How a plan is carried out. */
export interface RemovalManner {
  readonly force: boolean;
  /** Parents without a name stay. */
  readonly keepParents: boolean;
}

/** What was done, and what could not be. */
export interface RemovalOutcome extends RemovedImages {
  readonly bytes: number;
  readonly failed: readonly { readonly name: string; readonly error: unknown }[];
  /** Images that were tried. */
  readonly tried: number;
}

/**
 * Removes image by image; one that fails does not keep the others from being done. What is blocked, or needs a force
 * that is not given, fails without a request. Throws `cancelled` only.
 */
export async function removeByPlan(
  app: App,
  engine: Engine,
  plan: RemovalPlan,
  removals: readonly ImageRemoval[],
  manner: RemovalManner,
): Promise<RemovalOutcome> {
  logLines(
    app,
    removals.filter((removal) => refusal(removal, manner.force) === undefined),
    manner,
  );
  const [first] = removals;
  const title = removals.length === 1 && first ? t('Removing {0}', removalName(first)) : t('Removing {0} images', removals.length);
  return app.progress.run(title, async (report, signal) => {
    const untagged: string[] = [];
    const deleted = new Set<string>();
    const failed: { name: string; error: unknown }[] = [];
    const take = (result: RemovedImages): void => {
      untagged.push(...result.untagged);
      for (const id of result.deleted) deleted.add(id);
    };
    for (const [index, removal] of removals.entries()) {
      if (signal.aborted) throw failure('cancelled', { operation: 'remove' });
      report({ message: t('{0} of {1}', index + 1, removals.length) });
      try {
        const reason = refusal(removal, manner.force);
        if (reason) throw reason;
        // A parent has gone along with its last child already.
        if (!deleted.has(removal.image.id)) await removeOne(engine, removal, manner, take);
      } catch (error) {
        if (isCancelled(error)) throw error;
        failed.push({ name: removalName(removal), error });
      }
    }
    return { untagged, deleted: [...deleted], failed, tried: removals.length, bytes: freedBytes(plan, deleted, manner.keepParents).bytes };
  });
}

async function removeOne(
  engine: Engine,
  { image, names, force, outcome }: ImageRemoval,
  manner: RemovalManner,
  take: (result: RemovedImages) => void,
): Promise<void> {
  const noPrune = manner.keepParents ? { noPrune: true } : {};
  if (force) {
    // By its names alone Docker with the containerd store would leave it without a name instead of deleting it.
    take(await engine.images.remove(image.id, { force: true, ...noPrune }));
    return;
  }
  for (const name of names) take(await engine.images.remove(name, outcome === 'delete' ? noPrune : {}));
}

function removalName({ names, image }: ImageRemoval): string {
  return oneLine(shownName(names[0] ?? image.id));
}

/** Why an image cannot go in this manner: `conflict` with the names of what is in the way. */
export function refusal({ names, image, blocked, force, running, stopped }: ImageRemoval, forced: boolean): Error | undefined {
  const name = shownName(names[0] ?? image.id);
  if (blocked === 'running') {
    return failure('conflict', {
      name,
      usedBy: running,
      detail: t('The engine does not remove the image of a running container, even with force.'),
      running: true,
    });
  }
  if (blocked === 'children')
    return failure('conflict', { name, usedBy: [], detail: t('Other images are built on it. Remove those first.') });
  return force && !forced ? failure('conflict', { name, usedBy: [...running, ...stopped], detail: '' }) : undefined;
}

function logLines(app: App, removals: readonly ImageRemoval[], manner: RemovalManner): void {
  for (const forced of [false, true]) {
    const these = removals.filter(({ force }) => force === forced);
    if (these.length === 0) continue;
    const options = [...(forced ? ['--force'] : []), ...(manner.keepParents ? ['--no-prune'] : [])];
    app.log.command(
      dockerLine(['rmi', ...options, ...these.flatMap(({ image, names }) => (forced ? [image.id] : names))], app.terminalShell()),
    );
  }
}

/** What was done, as one sentence. */
export function removalSummary({ untagged, deleted, bytes }: RemovalOutcome, plan: RemovalPlan, upperBound: boolean): string {
  const ids = new Set(deleted);
  // Engines list the layers that went among the images.
  const images = plan.prune.nodes.filter(({ id }) => ids.has(id)).length;
  const gone = new Set(plan.removals.filter(({ image }) => ids.has(image.id)).flatMap(({ image }) => image.tags));
  const names = untagged.filter((name) => !gone.has(name) && !name.includes('@')).length;
  const space = upperBound ? t('at most {0} freed', formatBytes(bytes)) : t('{0} freed', formatBytes(bytes));
  return [
    ...(images > 0 ? [images === 1 ? t('1 image removed') : t('{0} images removed', images)] : []),
    ...(names > 0 ? [names === 1 ? t('1 name removed') : t('{0} names removed', names)] : []),
    ...(images > 0 ? [space] : []),
  ].join(', ');
}

/** The one error for all that failed: as it is when there is nothing else to say, else with what was done and each reason. */
export function removalError(app: App, outcome: RemovalOutcome, summary: string): unknown {
  const [first] = outcome.failed;
  if (!first || outcome.tried === 1 || (outcome.failed.length === 1 && summary === '')) return first?.error;
  for (const { name, error } of outcome.failed) app.log.error(`remove ${name}`, error);
  return severalFailed('remove', outcome.tried, outcome.failed, summary);
}
