import { t } from '../../../core/localize';
import type { PruneOutcome } from '../../../core/prune-page';
import { shortId } from '../../../core/reference';
import { formatBytes } from '../../../core/sizes';
import { oneLine } from '../../../core/untrusted';
import { element } from './elements';

/** What a removal did: bytes freed, what went, what refused and why. */
export function resultPanel(outcome: PruneOutcome): HTMLElement {
  const { removed, refused, stopped } = outcome;
  const panel = element('section', { className: refused.length > 0 || stopped ? 'result mixed' : 'result', ariaLabel: t('Result'), tabIndex: -1 });
  panel.append(element('h2', {}, headline(outcome)));
  if (stopped) panel.append(element('p', {}, t('You stopped it. The rest is untouched.')));
  if (refused.length > 0) {
    const list = element('ul', { className: 'refused' });
    for (const { id, names, reason } of refused) list.append(element('li', {}, element('b', {}, named(names, id)), ` — ${oneLine(reason, 400)}`));
    panel.append(element('h3', {}, refused.length === 1 ? t('1 image is still there') : t('{0} images are still there', refused.length)), list);
  }
  if (removed.length > 0) {
    const list = element('ul');
    for (const { id, names, action } of removed) {
      list.append(element('li', {}, named(names, id), action === 'untagged' ? ` — ${t('only its name went, images built on it stay')}` : ''));
    }
    panel.append(element('details', {}, element('summary', {}, removed.length === 1 ? t('1 image removed') : t('{0} images removed', removed.length)), list));
  }
  return panel;
}

function headline({ removed, freedBytes, upperBound }: PruneOutcome): string {
  if (removed.length === 0) return t('Nothing was removed.');
  const bytes = formatBytes(freedBytes);
  return upperBound ? t('Up to {0} came free.', bytes) : t('{0} came free.', bytes);
}

function named(names: readonly string[], id: string): string {
  return names.length > 0 ? names.map((name) => oneLine(name)).join(', ') : shortId(id);
}
