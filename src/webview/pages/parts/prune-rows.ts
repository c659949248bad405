import { formatAge } from '../../../core/age';
import { t } from '../../../core/localize';
import { sortTags } from '../../../core/natural-order';
import { itemNames } from '../../../core/prune-page';
import { describePruneReason, type PruneItem, type PruneItemOutcome } from '../../../core/prune-plan';
import { shortId } from '../../../core/reference';
import { formatBytes } from '../../../core/sizes';
import { oneLine } from '../../../core/untrusted';
import { element, setText } from './elements';

/** Columns that can be sorted by. */
export const sortKeys = ['name', 'id', 'age', 'size', 'frees', 'reason'] as const;
export type SortKey = (typeof sortKeys)[number];

/** The part of a row that is in the document. */
interface Drawn {
  readonly row: HTMLTableRowElement;
  readonly box: HTMLInputElement;
  readonly frees: HTMLTableCellElement;
  readonly reason: HTMLTableCellElement;
}

/** One image of the plan; its table row is made when it is first drawn. */
export class PruneRow {
  readonly names: readonly string[];
  readonly searchText: string;
  /** Place in the natural order of all names; see {@link rankNames}. */
  nameRank = 0;
  private outcome: PruneItemOutcome;
  private drawn: Drawn | undefined;
  private stale = true;

  constructor(
    readonly item: PruneItem,
    private readonly now: number,
    private readonly upperBound: boolean,
  ) {
    this.names = itemNames(item).map((name) => oneLine(name));
    this.searchText = `${this.names.join(' ')} ${item.id} ${describePruneReason(item)}`.toLowerCase();
    this.outcome = { id: item.id, selected: true, bytes: 0, action: 'delete' };
  }

  get ticked(): boolean {
    return this.outcome.selected;
  }

  /** Takes what becomes of it under the selection; a drawn row shows it at the next {@link draw}. */
  take(outcome: PruneItemOutcome): void {
    const { selected, bytes, action } = this.outcome;
    if (selected === outcome.selected && bytes === outcome.bytes && action === outcome.action) return;
    this.outcome = outcome;
    this.stale = true;
  }

  /** The table row, true to the last outcome. */
  draw(index: number, current: boolean): HTMLTableRowElement {
    this.drawn ??= this.make();
    const { row, box, frees, reason } = this.drawn;
    row.ariaRowIndex = String(index);
    box.tabIndex = current ? 0 : -1;
    if (this.stale) {
      const { selected, bytes, action } = this.outcome;
      row.classList.toggle('unticked', !selected);
      setText(frees, this.upperBound && bytes > 0 ? t('up to {0}', formatBytes(bytes)) : formatBytes(bytes));
      frees.title = selected ? t('So much stays when this one is unticked.') : t('So much more comes free when this one is ticked.');
      const why = describePruneReason(this.item);
      setText(reason, action === 'untag' ? t('{0}; only its name goes, images built on it stay', why) : why);
      this.stale = false;
    }
    // The browser has ticked it by itself when it was clicked.
    box.checked = this.outcome.selected;
    return row;
  }

  /** True for the row's element and for its box. */
  owns(target: EventTarget | null, part: 'row' | 'box'): boolean {
    return this.drawn !== undefined && target === this.drawn[part];
  }

  /** Moves the focus to its box; it must be drawn. */
  focus(): void {
    this.drawn?.box.focus({ preventScroll: true });
  }

  private make(): Drawn {
    const { item } = this;
    const label = this.names[0] ?? shortId(item.id);
    const box = element('input', { type: 'checkbox', tabIndex: -1, ariaLabel: t('Remove {0}', label) });
    const frees = element('td', { className: 'number frees' });
    const reason = element('td', { className: 'reason' });
    const row = element(
      'tr',
      {},
      element('td', { className: 'tick' }, box),
      element('th', { scope: 'row', className: 'name', title: this.names.join('\n') || t('An image without a name') }, element('div', { className: 'names' }, ...this.nameParts())),
      element('td', { className: 'id', title: item.id }, shortId(item.id)),
      element('td', { className: 'age', title: item.created > 86_400_000 ? new Date(item.created).toLocaleString() : '' }, formatAge(item.created, this.now)),
      element('td', { className: 'number' }, formatBytes(item.size)),
      frees,
      reason,
    );
    return { row, box, frees, reason };
  }

  compare(other: PruneRow, key: SortKey): number {
    switch (key) {
      case 'name':
        return this.nameRank - other.nameRank;
      case 'id':
        return compareText(this.item.id, other.item.id);
      case 'age':
        return other.item.created - this.item.created;
      case 'size':
        return this.item.size - other.item.size;
      case 'frees':
        return this.outcome.bytes - other.outcome.bytes;
      case 'reason':
        return compareText(this.why(), other.why());
    }
  }

  private why(): string {
    return `${describePruneReason(this.item)} ${this.outcome.action}`;
  }

  private nameParts(): (Node | string)[] {
    const [first, ...more] = this.names;
    if (first === undefined) return [element('span', { className: 'nameless' }, t('no name'))];
    // The tag is what tells images of one repository apart, so it stands out.
    const at = Math.max(first.lastIndexOf(':'), first.indexOf('@'));
    const split = at > first.lastIndexOf('/') && at > 0 ? at : first.length;
    const parts: (Node | string)[] = [element('span', { className: 'repository' }, first.slice(0, split)), element('b', {}, first.slice(split))];
    if (more.length > 0) parts.push(element('span', { className: 'more' }, more.length === 1 ? t('and {0}', more[0] ?? '') : t('and {0} more names', more.length)));
    return parts;
  }
}

/** Puts the names of rows in natural order once, so that sorting compares numbers; images without a name come last. */
export function rankNames(rows: readonly PruneRow[]): void {
  const names = new Set(rows.flatMap(({ names: [first] }) => (first === undefined ? [] : [first])));
  const ranks = new Map(sortTags([...names]).map((name, rank) => [name, rank]));
  for (const row of rows) row.nameRank = ranks.get(row.names[0] ?? '') ?? names.size;
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
