import { t } from '../../../core/localize';
import type { PruneRequest } from '../../../core/prune-page';
import type { PruneScope } from '../../../core/prune-plan';
import { element } from './elements';

/** Scope, filters of the plan, and the box that narrows the table. */
export class PruneToolbar {
  readonly root: HTMLElement;
  readonly count = element('span', { className: 'count', ariaLive: 'polite' });
  readonly query = element('input', { type: 'search', className: 'query', placeholder: t('Filter the list'), ariaLabel: t('Filter the list'), spellcheck: false });
  private readonly scopes: Readonly<Record<PruneScope, HTMLInputElement>>;
  private readonly until = field('24h');
  private readonly label = field('stage=build');
  private readonly labelNot = field('keep');
  private readonly fields = element('fieldset', { className: 'plan' });

  constructor(
    private readonly onPlan: (request: PruneRequest) => void,
    onQuery: (query: string) => void,
  ) {
    this.scopes = { dangling: this.scope('dangling'), unused: this.scope('unused') };
    const scopes = element(
      'div',
      { className: 'scopes', role: 'radiogroup', ariaLabel: t('Which images') },
      choice(this.scopes.dangling, t('Dangling'), t('Images without a tag, left behind when their tag moved')),
      choice(this.scopes.unused, t('All unused'), t('All images that no container uses, running or stopped')),
    );
    this.fields.append(
      scopes,
      labelled(t('Created before'), this.until, t('A duration such as 24h, or a date such as 2026-01-31')),
      labelled(t('With label'), this.label, t('key or key=value; several separated by commas, all must match')),
      labelled(t('Without label'), this.labelNot, t('key or key=value; images with it stay')),
    );
    for (const input of [this.until, this.label, this.labelNot]) input.addEventListener('change', () => this.plan());
    this.query.addEventListener('input', () => onQuery(this.query.value));
    this.root = element('div', { className: 'toolbar' }, this.fields, element('div', { className: 'search' }, this.query, this.count));
  }

  /** Shows what the plan was made for. */
  show({ scope, filters }: PruneRequest): void {
    this.scopes[scope].checked = true;
    this.until.value = (filters.until ?? []).join(', ');
    this.label.value = (filters.label ?? []).join(', ');
    this.labelNot.value = (filters['label!'] ?? []).join(', ');
  }

  set disabled(value: boolean) {
    this.fields.disabled = value;
  }

  private scope(value: PruneScope): HTMLInputElement {
    const input = element('input', { type: 'radio', name: 'scope', value });
    input.addEventListener('change', () => this.plan());
    return input;
  }

  private plan(): void {
    const until = this.until.value.trim();
    const label = words(this.label.value);
    const labelNot = words(this.labelNot.value);
    this.onPlan({
      scope: this.scopes.unused.checked ? 'unused' : 'dangling',
      filters: {
        ...(until === '' ? {} : { until: [until] }),
        ...(label.length === 0 ? {} : { label }),
        ...(labelNot.length === 0 ? {} : { 'label!': labelNot }),
      },
    });
  }
}

function words(text: string): readonly string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);
}

function field(placeholder: string): HTMLInputElement {
  return element('input', { type: 'text', placeholder, spellcheck: false, autocomplete: 'off' });
}

function labelled(text: string, input: HTMLInputElement, title: string): HTMLLabelElement {
  input.title = title;
  return element('label', { className: 'filter' }, element('span', {}, text), input);
}

function choice(input: HTMLInputElement, text: string, title: string): HTMLLabelElement {
  return element('label', { className: 'choice', title }, input, element('span', {}, text));
}
