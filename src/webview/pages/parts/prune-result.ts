import { t } from '../../../core/localize';
import type { PrunedObject, PruneOutcome } from '../../../core/prune/page';
import { countOf, itemLabel } from '../../../core/prune/reasons';
import type { PruneSubject } from '../../../core/prune/request';
import { formatBytes } from '../../../core/sizes';
import { oneLine } from '../../../core/untrusted';
import { element } from './elements';

/** What a removal did: bytes freed, what went, what refused and why, and what was not begun with. */
export function resultPanel(outcome: PruneOutcome, subject: PruneSubject): HTMLElement {
  const { removed, refused, untouched, stopped, interrupted } = outcome;
  const mixed = refused.length > 0 || stopped || interrupted !== undefined;
  const panel = element('section', { className: mixed ? 'result mixed' : 'result', ariaLabel: t('Result'), tabIndex: -1 });
  panel.append(element('h2', {}, headline(outcome, subject)));
  if (stopped) panel.append(element('p', {}, t('You stopped it. Nothing else was changed.')));
  if (interrupted !== undefined) panel.append(element('p', {}, t('It could not continue: {0}. Nothing else was changed.', interrupted)));
  if (refused.length > 0) {
    const list = element('ul', { className: 'refused' });
    for (const item of refused) list.append(element('li', {}, element('b', {}, named(item)), ` — ${oneLine(item.reason, 400)}`));
    panel.append(element('h3', {}, t('Not removed: {0}', countOf(subject, refused.length))), list);
  }
  if (untouched.length > 0) panel.append(folded(t('Not started: {0}', countOf(subject, untouched.length)), untouched.map(named)));
  if (removed.length > 0) {
    const lines = removed.map((item) =>
      item.action === 'untagged' ? `${named(item)} — ${t('only its name was removed, images built on it are kept')}` : named(item),
    );
    panel.append(folded(t('Removed: {0}', countOf(subject, removed.length)), lines));
  }
  return panel;
}

function folded(title: string, lines: readonly string[]): HTMLElement {
  return element('details', {}, element('summary', {}, title), element('ul', {}, ...lines.map((line) => element('li', {}, line))));
}

function headline({ removed, freedBytes, upperBound, unknownSizes }: PruneOutcome, subject: PruneSubject): string {
  if (removed.length === 0) return t('Nothing was removed.');
  const bytes = formatBytes(freedBytes);
  if (subject === 'networks') return t('{0} removed.', countOf(subject, removed.length));
  const freed = upperBound ? t('Freed up to {0}.', bytes) : t('Freed {0}.', bytes);
  return unknownSizes > 0 ? `${freed} ${t('Of unknown size: {0}', unknownSizes)}` : freed;
}

function named(item: PrunedObject): string {
  return item.names.length > 1 ? item.names.map((name) => oneLine(name)).join(', ') : itemLabel(item);
}
