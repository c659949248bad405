import type { LogRange } from '../../../core/logs/log-range';
import { t } from '../../../core/localize';
import { button } from './button';
import { element } from './elements';
import { select } from './log-tools';

const tails = [100, 1_000, 10_000, 100_000];
const longestMoment = 40;

/** From when to when the log is shown. */
export class LogRangeForm {
  readonly root = element('div', { className: 'range group', role: 'group' });
  private readonly since = moment(t('Since'), t('10m, 2026-01-31T10:00'));
  private readonly until = moment(t('Until'), t('now'));
  private tail: HTMLSelectElement | undefined;
  private shown = '';

  constructor(private readonly onRange: (range: LogRange) => void) {
    this.root.ariaLabel = t('Range');
    for (const field of [this.since, this.until]) {
      field.addEventListener('keydown', (event) => {
        if (event.key === 'Enter') this.send();
      });
    }
  }

  show(range: LogRange): void {
    const word = JSON.stringify(range);
    if (word === this.shown) return;
    this.shown = word;
    this.since.value = range.since;
    this.until.value = range.until;
    const known = [...new Set([...tails, ...(range.tail === undefined ? [] : [range.tail])])].sort((one, other) => one - other);
    this.tail = select(
      t('Lines to begin with'),
      [...known.map((count) => [String(count), t('Last {0} lines', count.toLocaleString())] as const), ['', t('All lines')]],
      range.tail === undefined ? '' : String(range.tail),
      () => this.send(),
    );
    this.root.replaceChildren(
      this.tail,
      element('label', {}, t('Since'), this.since),
      element('label', {}, t('Until'), this.until),
      button(t('Apply'), () => this.send()),
    );
  }

  private send(): void {
    const tail = this.tail?.value ?? '';
    this.onRange({ since: this.since.value.trim(), until: this.until.value.trim(), ...(tail !== '' && { tail: Number(tail) }) });
  }
}

function moment(label: string, placeholder: string): HTMLInputElement {
  const made = element('input', { type: 'text', placeholder, maxLength: longestMoment, spellcheck: false, autocomplete: 'off' });
  made.ariaLabel = label;
  return made;
}
