import { t } from '../../../core/localize';
import { countOf } from '../../../core/prune/reasons';
import type { PruneRequest, PruneSubject } from '../../../core/prune/request';
import type { Selection } from '../../../core/prune/selection';
import { formatBytes } from '../../../core/sizes';

/** The sum at the foot of the page; empty where bytes mean nothing. */
export function totalText({ bytes, upperBound }: Selection, subject: PruneSubject): string {
  if (subject === 'networks') return '';
  const text = formatBytes(bytes);
  return upperBound ? t('Frees up to {0}', text) : t('Frees {0}', text);
}

/** What stands beside the sum. */
export function explanation(selection: Selection): string {
  const { selected, count, unknown, cascaded, sharesLayers, byKind } = selection;
  const parts = [t('{0} of {1} selected', selected, count)];
  if (unknown > 0) parts.push(t('of unknown size: {0}', unknown));
  if (sharesLayers) parts.push(t('shared layers counted once'));
  if (cascaded.length > 0)
    parts.push(
      cascaded.length === 1
        ? t('1 untagged parent is removed with them')
        : t('{0} untagged parents are removed with them', cascaded.length),
    );
  if ((byKind.get('volumes')?.selected ?? 0) > 0) parts.push(t('the data in the volumes is lost'));
  return parts.join(' · ');
}

/** What the button says. */
export function buttonText({ selected, bytes, upperBound }: Selection, subject: PruneSubject): string {
  if (selected === 0) return t('Remove');
  const objects = countOf(subject, selected);
  if (subject === 'networks') return t('Remove {0}', objects);
  const text = formatBytes(bytes);
  return upperBound ? t('Remove {0}, free up to {1}', objects, text) : t('Remove {0}, free {1}', objects, text);
}

/** Why there is nothing to tick. */
export function emptyText({ subject, scope, filters }: PruneRequest): string {
  if (Object.keys(filters).length > 0) return t('Nothing matches these filters.');
  switch (subject) {
    case 'containers':
      return t('Every container is running.');
    case 'networks':
      return t('Every network is in use or was created by the engine.');
    case 'volumes':
      return scope === 'anonymous'
        ? t('There are no unused anonymous volumes. “All volumes” lists those with a name, too.')
        : t('Every volume is used by a container.');
    case 'images':
      return scope === 'dangling'
        ? t('There are no dangling images. “All unused” lists tagged images that no container uses.')
        : t('Every image is used by a container.');
    case 'buildCache':
      return scope === 'dangling'
        ? t('There is no dangling build cache. “All unused” lists what images share, too.')
        : t('There is no unused build cache.');
    case 'everything':
      return t('There is nothing to remove.');
  }
}
