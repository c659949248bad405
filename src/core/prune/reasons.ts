import { t } from '../localize';
import { shortId } from '../reference';
import { oneLine } from '../untrusted';
import { describePruneReason } from './images';
import type { PruneItem } from './items';
import type { PruneSubject } from './request';

/** How a row is called where there is room for one name. Safe to show. */
export function itemLabel({ kind, names, id }: Pick<PruneItem, 'kind' | 'names' | 'id'>): string {
  const [name] = names;
  if (name === undefined) return shortId(id);
  return /^[0-9a-f]{64}$/.test(name) ? name.slice(0, 12) : kind === 'buildCache' ? cacheLabel(name) : oneLine(name);
}

/** What the builder has noted of a record, with RUN where it tells of the shell that ran. Safe to show. */
function cacheLabel(description: string): string {
  return oneLine(description.replace(/^mount \/ from exec (?:\/bin\/sh -c )?/, 'RUN '));
}

/** Why a row can go, in one translated phrase; `others` are the rows by key. */
export function itemReason(item: PruneItem, others: ReadonlyMap<string, PruneItem>): string {
  const users = labelsOf(item.kind === 'buildCache' ? [] : item.needs, others);
  if (users !== '') return t('unused once {0} is removed', users);
  switch (item.kind) {
    case 'containers':
      return { created: t('it was never started'), exited: t('it has ended'), dead: t('an earlier removal has failed') }[item.state];
    case 'networks':
      return item.stopped.length === 0
        ? t('no container is attached')
        : t('stopped containers need it to start: {0}', item.stopped.map(({ name }) => oneLine(name)).join(', '));
    case 'volumes':
      return item.anonymous ? t('unused and without a name') : t('no container uses it');
    case 'images':
      return describePruneReason(item.image);
    case 'buildCache':
      return item.shared ? t('an image shares it; no build uses it') : t('no build uses it');
  }
}

/** Why a row cannot go under the present selection, in one translated phrase. */
export function blockedReason(item: PruneItem, blockedBy: readonly string[], others: ReadonlyMap<string, PruneItem>): string {
  return item.kind === 'buildCache'
    ? t('kept, because cache built on it is kept')
    : t('kept, because {0} is kept', labelsOf(blockedBy, others));
}

function labelsOf(keys: readonly string[], others: ReadonlyMap<string, PruneItem>): string {
  const labels = keys.slice(0, 3).map((key) => {
    const item = others.get(key);
    return item ? itemLabel(item) : key;
  });
  return keys.length > labels.length ? t('{0} and {1} more', labels.join(', '), keys.length - labels.length) : labels.join(', ');
}

/** Title of a plan's page. */
export function pruneTitle(subject: PruneSubject): string {
  return {
    containers: t('Prune Containers'),
    networks: t('Prune Networks'),
    volumes: t('Prune Volumes'),
    images: t('Prune Images'),
    buildCache: t('Prune Build Cache'),
    everything: t('Prune Everything'),
  }[subject];
}

/** `3 containers` in words; of everything, objects. */
export function countOf(subject: PruneSubject, count: number): string {
  const one = count === 1;
  return {
    containers: one ? t('1 container') : t('{0} containers', count),
    networks: one ? t('1 network') : t('{0} networks', count),
    volumes: one ? t('1 volume') : t('{0} volumes', count),
    images: one ? t('1 image') : t('{0} images', count),
    buildCache: one ? t('1 cache record') : t('{0} cache records', count),
    everything: one ? t('1 object') : t('{0} objects', count),
  }[subject];
}
