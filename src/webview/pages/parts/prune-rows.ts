import { formatAge } from '../../../core/age';
import { t } from '../../../core/localize';
import { sortTags } from '../../../core/natural-order';
import type { PruneItem } from '../../../core/prune/items';
import { blockedReason, itemLabel, itemReason } from '../../../core/prune/reasons';
import type { SelectedItem } from '../../../core/prune/selection';
import { shortId } from '../../../core/reference';
import { formatBytes } from '../../../core/sizes';
import { oneLine } from '../../../core/untrusted';
import { element, setText } from './elements';
import { type Column, detailOf, type SortKey } from './prune-columns';

/** The part of a row that is in the document. */
interface Drawn {
  readonly row: HTMLTableRowElement;
  readonly box: HTMLInputElement;
  readonly frees: HTMLTableCellElement | undefined;
  readonly reason: HTMLTableCellElement;
}

/** What all rows of a plan know. */
export interface RowSurroundings {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The rows of all kinds by key. */
  readonly items: ReadonlyMap<string, PruneItem>;
}

/** One object of the plan; its table row is made when it is first drawn. */
export class PruneRow {
  readonly names: readonly string[];
  readonly searchText: string;
  /** Place in the natural order of all names; see {@link rankNames}. */
  nameRank = 0;
  private readonly why: string;
  private outcome: SelectedItem;
  private drawn: Drawn | undefined;
  private stale = true;

  constructor(
    readonly item: PruneItem,
    private readonly columns: readonly Column[],
    private readonly surroundings: RowSurroundings,
  ) {
    this.names = item.names.map((name) => oneLine(name));
    this.why = itemReason(item, surroundings.items);
    this.searchText = `${this.names.join(' ')} ${item.id} ${detailOf(item)} ${this.why}`.toLowerCase();
    this.outcome = { key: item.key, selected: true, blockedBy: [], bytes: 0, upperBound: false, action: 'delete' };
  }

  get ticked(): boolean {
    return this.outcome.selected;
  }

  /** True while something that uses it stays. */
  get blocked(): boolean {
    return this.outcome.blockedBy.length > 0;
  }

  /** Takes what becomes of it under the selection; a drawn row shows it at the next {@link draw}. */
  take(outcome: SelectedItem): void {
    const before = this.outcome;
    this.outcome = outcome;
    this.stale ||=
      before.selected !== outcome.selected ||
      before.bytes !== outcome.bytes ||
      before.action !== outcome.action ||
      before.upperBound !== outcome.upperBound ||
      before.blockedBy.join() !== outcome.blockedBy.join();
  }

  /** The table row, true to the last outcome. */
  draw(index: number, current: boolean): HTMLTableRowElement {
    this.drawn ??= this.make();
    const { row, box, frees, reason } = this.drawn;
    row.ariaRowIndex = String(index);
    box.tabIndex = current ? 0 : -1;
    if (this.stale) {
      const { selected, action } = this.outcome;
      row.classList.toggle('unticked', !selected);
      row.classList.toggle('blocked', this.blocked);
      // Not disabled, so that the arrow keys reach it and tell why.
      box.ariaDisabled = String(this.blocked);
      if (frees) this.drawFrees(frees);
      const why = this.blocked ? blockedReason(this.item, this.outcome.blockedBy, this.surroundings.items) : this.why;
      setText(reason, action === 'untag' ? t('{0}; only its name is removed, images built on it are kept', why) : why);
      reason.title = reason.textContent;
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

  private drawFrees(cell: HTMLTableCellElement): void {
    const { bytes, upperBound, selected } = this.outcome;
    const text = formatBytes(Math.max(0, bytes));
    setText(cell, bytes < 0 ? t('unknown') : upperBound && bytes > 0 ? t('up to {0}', text) : text);
    cell.title = selected ? t('Deselecting this one keeps this much.') : t('Selecting this one frees this much more.');
  }

  private make(): Drawn {
    const { item } = this;
    const box = element('input', { type: 'checkbox', tabIndex: -1, ariaLabel: t('Remove {0}', itemLabel(item)) });
    const frees = element('td', { className: 'number frees' });
    const reason = element('td', { className: 'reason' });
    const cells = this.columns.map(({ key, title, className }) => {
      if (key === 'reason') return reason;
      if (key === 'name')
        return element(
          'th',
          {
            scope: 'row',
            className,
            title:
              item.names.map((name) => oneLine(name, 2_000)).join('\n') || (item.kind === 'images' ? t('An image without a name') : ''),
          },
          element('div', { className: 'names' }, ...this.nameParts()),
        );
      if (title === '') return element('td', { className });
      return key === 'frees' ? frees : this.cell(key, className);
    });
    const row = element('tr', { role: 'row' }, element('td', { className: 'tick' }, box), ...cells);
    // Said in words, because rows are stacked where columns have no room; their columns' names then stand before them.
    for (const part of row.cells) part.role = part.localName === 'th' ? 'rowheader' : 'cell';
    for (const { key, title } of this.columns)
      if (key === 'size' || key === 'frees') cells.find((part) => part.classList.contains(key))?.setAttribute('data-name', title);
    return { row, box, frees: cells.includes(frees) ? frees : undefined, reason };
  }

  private cell(key: SortKey, className: string): HTMLTableCellElement {
    const { item } = this;
    switch (key) {
      case 'id':
        return element('td', { className, title: oneLine(item.id) }, shortId(item.id));
      case 'age':
        return element(
          'td',
          { className, title: item.created > 86_400_000 ? new Date(item.created).toLocaleString() : '' },
          item.created > 0 || item.kind === 'images' ? formatAge(item.created, this.surroundings.now) : '',
        );
      case 'size':
        return element('td', { className }, formatBytes(item.bytes));
      default:
        return element('td', { className, title: detailOf(item) }, detailOf(item));
    }
  }

  compare(other: PruneRow, key: SortKey): number {
    switch (key) {
      case 'name':
        return this.nameRank - other.nameRank;
      case 'id':
        return compareText(this.item.id, other.item.id);
      case 'age':
        return other.item.created - this.item.created;
      case 'detail':
        return compareText(detailOf(this.item), detailOf(other.item));
      case 'size':
        return this.item.bytes - other.item.bytes;
      case 'frees':
        return this.outcome.bytes - other.outcome.bytes;
      case 'reason':
        return compareText(`${this.why} ${this.outcome.action}`, `${other.why} ${other.outcome.action}`);
    }
  }

  private nameParts(): (Node | string)[] {
    const [first, ...more] = this.names;
    if (first === undefined)
      return [element('span', { className: 'nameless' }, this.item.kind === 'images' ? t('no name') : t('no description'))];
    if (this.item.kind !== 'images') return [element('span', {}, itemLabel(this.item))];
    // The tag is what tells images of one repository apart, so it stands out.
    const at = Math.max(first.lastIndexOf(':'), first.indexOf('@'));
    const split = at > first.lastIndexOf('/') && at > 0 ? at : first.length;
    const parts: (Node | string)[] = [
      element('span', { className: 'repository' }, first.slice(0, split)),
      element('b', {}, first.slice(split)),
    ];
    if (more.length > 0)
      parts.push(
        element('span', { className: 'more' }, more.length === 1 ? t('and {0}', more[0] ?? '') : t('and {0} more names', more.length)),
      );
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
