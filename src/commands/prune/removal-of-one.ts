import { SlipwayError } from '../../core/errors';
import { t } from '../../core/localize';
import type { BuildCacheItem, ImageItem, NetworkItem, PruneItem, VolumeItem } from '../../core/prune/items';
import { oneLine } from '../../core/untrusted';
import type { Engine } from '../../engine/engine';

/** Removes one item without force; gives the reason when it must stay. Ids of images that went are added to `deleted`. */
export async function removeOne(engine: Engine, item: PruneItem, deleted: Set<string>): Promise<string | undefined> {
  switch (item.kind) {
    case 'containers':
      // The engine refuses one that runs or is paused.
      await engine.containers.remove(item.id);
      return undefined;
    case 'networks':
      return removeNetwork(engine, item);
    case 'volumes':
      return removeVolume(engine, item);
    case 'images':
      return removeImage(engine, item, deleted);
    case 'buildCache':
      return removeCache(engine, item);
  }
}

/** The engine itself would remove a network that stopped containers were given meanwhile, and they could not start. */
async function removeNetwork(engine: Engine, { id, names, stopped }: NetworkItem): Promise<string | undefined> {
  const known = new Set(stopped.map((container) => container.id));
  const attached = (await engine.containers.list({ all: true })).filter(({ networks }) =>
    networks.some((network) => network === id || names.includes(network)),
  );
  const users = attached.filter((container) => !known.has(container.id) || container.state === 'running').map(({ name }) => name);
  if (users.length > 0) return t('in use by {0}', oneLine(users.join(', ')));
  await engine.networks.remove(id);
  return undefined;
}

/** A volume is known by its name alone: one that was made anew, or written to, is not what the plan showed. */
async function removeVolume(engine: Engine, { id, created }: VolumeItem): Promise<string | undefined> {
  const found = (await engine.volumes.list()).find(({ name }) => name === id);
  if (!found) return t('it no longer exists');
  if ((found.created ?? 0) !== created) return t('it was recreated or changed in the meantime');
  await engine.volumes.remove(id);
  return undefined;
}

async function removeImage(engine: Engine, { id, image }: ImageItem, deleted: Set<string>): Promise<string | undefined> {
  const { RepoTags, RepoDigests } = await engine.images.inspect(id);
  const tags = texts(RepoTags);
  const added = tags.find((tag) => !image.tags.includes(tag));
  if (added !== undefined) return t('it was given the name {0} in the meantime', oneLine(added));
  const names = new Set([...tags, ...texts(RepoDigests), id]);
  const planned = image.targets.filter((target) => names.has(target));
  // Names may have moved to another image since the list was made; this one is then without a name.
  const targets = planned.length > 0 ? planned : [id];
  if (targets.length > 1) {
    // The engine refuses the last name of an image in use only; the others would be lost.
    const users = (await engine.containers.list({ all: true })).filter(({ imageId }) => imageId === id).map(({ name }) => name);
    if (users.length > 0) return t('in use by {0}', oneLine(users.join(', ')));
  }
  for (const target of targets) for (const gone of (await engine.images.remove(target, { force: false })).deleted) deleted.add(gone);
  return undefined;
}

async function removeCache(engine: Engine, { id }: BuildCacheItem): Promise<string | undefined> {
  if (await engine.builder.removeCache(id)) return undefined;
  const record = (await engine.system.diskUsage(undefined, ['buildCache'])).buildCache.find((known) => known.id === id);
  if (!record) return t('it no longer exists');
  return record.inUse ? t('a build uses it') : t('cache built on it still exists');
}

const pauses = [0, 300, 1_000];

/** Whether the engine has an item still; undefined when it does not answer within a moment. */
export async function stillThere(engine: Engine, item: PruneItem): Promise<boolean | undefined> {
  for (const pause of pauses) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    try {
      return await has(engine, item);
    } catch (error) {
      if (SlipwayError.details(error, 'notFound')) return false;
    }
  }
  return undefined;
}

async function has(engine: Engine, { kind, id }: PruneItem): Promise<boolean> {
  switch (kind) {
    case 'containers':
      return (await engine.containers.list({ all: true })).some((known) => known.id === id);
    case 'networks':
      return (await engine.networks.list()).some((known) => known.id === id);
    case 'volumes':
      return (await engine.volumes.list()).some(({ name }) => name === id);
    case 'images':
      return (await engine.images.list({ all: true })).some((known) => known.id === id);
    case 'buildCache':
      return (await engine.system.diskUsage(undefined, ['buildCache'])).buildCache.some((known) => known.id === id);
  }
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string' && !entry.startsWith('<none>')) : [];
}
