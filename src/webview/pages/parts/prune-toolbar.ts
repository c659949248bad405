import { t } from '../../../core/localize';
import type { FilterName } from '../../../core/prune/filters';
import {
  type PruneRequest,
  type PruneScope,
  pruneScopes,
  type PruneSubject,
  subjectFilters,
  type VolumeChoice,
  volumeChoices,
} from '../../../core/prune/request';
import { element } from './elements';
import { type TextField, textField } from './text-field';

/** Scope, filters of the plan, and the box that narrows the tables. */
export class PruneToolbar {
  readonly root: HTMLElement;
  readonly count = element('span', { className: 'count', ariaLive: 'polite' });
  readonly query = textField({ type: 'search', label: t('Filter the list'), placeholder: t('Filter the list') });
  private readonly scopes: ReadonlyMap<PruneScope, HTMLInputElement>;
  private readonly volumes: ReadonlyMap<VolumeChoice, HTMLInputElement>;
  private readonly filters: ReadonlyMap<FilterName, TextField>;
  private readonly fields = element('fieldset', { className: 'plan' });

  constructor(
    private readonly subject: PruneSubject,
    private readonly onPlan: (request: PruneRequest) => void,
    onQuery: (query: string) => void,
  ) {
    const scopes = pruneScopes[subject];
    this.scopes = this.radios('scope', scopes);
    this.volumes = this.radios('volumes', subject === 'everything' ? volumeChoices : []);
    this.filters = new Map(
      subjectFilters(subject).map((name) => {
        const [label, title] = filterWords(name, subject);
        return [name, textField({ label, title, placeholder: examples[name] })];
      }),
    );
    if (scopes.length > 1) this.fields.append(group(scopeLabel(subject), this.scopes, (scope) => scopeWords(subject, scope)));
    if (subject === 'everything') this.fields.append(group(t('Which volumes'), this.volumes, volumeWords));
    for (const input of this.filters.values()) {
      this.fields.append(element('label', { className: 'filter' }, element('span', {}, input.label), input));
      input.addEventListener('change', () => this.plan());
    }
    this.query.className = 'query';
    this.query.addEventListener('input', () => onQuery(this.query.value));
    this.root = element('div', { className: 'toolbar' }, this.fields, element('div', { className: 'search' }, this.query, this.count));
  }

  /** Shows what the plan was made for. */
  show({ scope, volumes = 'none', filters }: PruneRequest): void {
    check(this.scopes, scope);
    check(this.volumes, volumes);
    for (const [name, input] of this.filters) input.value = (filters[name] ?? []).join(', ');
  }

  set disabled(value: boolean) {
    this.fields.disabled = value;
    for (const field of this.filters.values()) field.disabled = value;
  }

  private radios<Value extends string>(name: string, values: readonly Value[]): ReadonlyMap<Value, HTMLInputElement> {
    return new Map(
      values.map((value) => {
        const input = element('input', { type: 'radio', name, value });
        input.addEventListener('change', () => this.plan());
        return [value, input];
      }),
    );
  }

  private plan(): void {
    const given = [...this.filters].map(([name, input]): [FilterName, readonly string[]] => [
      name,
      name === 'until' ? [input.value.trim()].filter(Boolean) : words(input.value),
    ]);
    const volumes = checked(this.volumes);
    this.onPlan({
      subject: this.subject,
      scope: checked(this.scopes) ?? pruneScopes[this.subject][0] ?? 'unused',
      ...(volumes && { volumes }),
      filters: Object.fromEntries(given.filter(([, values]) => values.length > 0)),
    });
  }
}

const examples: Readonly<Record<FilterName, string>> = { until: '24h', label: 'stage=build', 'label!': 'keep' };

type Words = readonly [text: string, title: string];

function scopeLabel(subject: PruneSubject): string {
  if (subject === 'volumes') return t('Which volumes');
  return subject === 'buildCache' ? t('Which build cache') : t('Which images');
}

function scopeWords(subject: PruneSubject, scope: PruneScope): Words {
  if (subject === 'volumes') return volumeWords(scope === 'anonymous' ? 'anonymous' : 'unused');
  if (subject === 'buildCache') {
    return scope === 'unused'
      ? [t('All unused'), t('All cache that no build uses, including what images share')]
      : [t('Dangling'), t('Cache that no image shares and the builder does not keep for its own use')];
  }
  const both = subject === 'everything';
  if (scope === 'unused')
    return both
      ? [t('All unused'), t('All images that no container uses, and all build cache')]
      : [t('All unused'), t('All images that no container uses, running or stopped')];
  return both
    ? [t('Dangling'), t('Images without a tag, and build cache that no image shares')]
    : [t('Dangling'), t('Images without a tag, left behind when their tag moved')];
}

function volumeWords(volumes: VolumeChoice): Words {
  switch (volumes) {
    case 'none':
      return [t('No volumes'), t('Keep volumes and the data in them')];
    case 'anonymous':
      return [t('Anonymous'), t('Volumes that were created without a name and that no container uses')];
    case 'unused':
      return [t('All volumes'), t('All volumes that no container uses, running or stopped')];
  }
}

function filterWords(name: FilterName, subject: PruneSubject): Words {
  switch (name) {
    case 'until':
      return [
        subject === 'buildCache' ? t('Not used since') : t('Created before'),
        t('A duration such as 24h, or a date such as 2026-01-31'),
      ];
    case 'label':
      return [t('With label'), t('key or key=value; several separated by commas, all must match')];
    case 'label!':
      return [t('Without label'), t('key or key=value; what has it is kept')];
  }
}

function group<Value extends string>(
  label: string,
  inputs: ReadonlyMap<Value, HTMLInputElement>,
  wordsFor: (value: Value) => Words,
): HTMLElement {
  const choices = [...inputs].map(([value, input]) => {
    const [text, title] = wordsFor(value);
    return element('label', { className: 'choice', title }, input, element('span', {}, text));
  });
  return element('div', { className: 'scopes', role: 'radiogroup', ariaLabel: label }, ...choices);
}

function check<Value extends string>(inputs: ReadonlyMap<Value, HTMLInputElement>, value: Value): void {
  const input = inputs.get(value);
  if (input) input.checked = true;
}

function checked<Value extends string>(inputs: ReadonlyMap<Value, HTMLInputElement>): Value | undefined {
  return [...inputs].find(([, input]) => input.checked)?.[0];
}

function words(text: string): readonly string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);
}
