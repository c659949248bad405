import { t } from '../../../core/localize';
import type { SelectedItem } from '../../../core/prune/selection';
import { element, setText } from './elements';
import type { Column, KindWords, SortKey } from './prune-columns';
import { type PruneRow, rankNames } from './prune-rows';

/** Order of the rows. */
export interface Sort {
  readonly key: SortKey;
  readonly descending: boolean;
}

/** Rows drawn above and below those that can be seen. */
const margin = 20;
const headerRows = 1;
/** Names of more letters may need a second line in a narrow editor; rows of one table are equally high. */
const longName = 18;

/**
 * The table of one kind: ticks, sorting, filtering, and the keyboard on its rows. Only the rows near the seen part of
 * `scroller` are in the document; screen readers are told the true count and each row's place.
 */
export class PruneTable {
  readonly root: HTMLTableElement;
  private readonly body = element('tbody', { tabIndex: -1, role: 'rowgroup' });
  private readonly above = element('tr', { className: 'space', ariaHidden: 'true' });
  private readonly below = element('tr', { className: 'space', ariaHidden: 'true' });
  private readonly all = element('input', { type: 'checkbox' });
  private readonly headers = new Map<SortKey, HTMLTableCellElement>();
  private rows: readonly PruneRow[] = [];
  private shown: readonly PruneRow[] = [];
  private current: PruneRow | undefined;
  private query = '';
  private rowHeight = 24;
  private drawing = 0;

  constructor(
    private readonly scroller: HTMLElement,
    columns: readonly Column[],
    words: KindWords,
    private sort: Sort,
    /** Called with the keys that are to be ticked now or not any more. */
    private readonly onTick: (keys: readonly string[], ticked: boolean) => void,
    private readonly onSort: (sort: Sort) => void,
  ) {
    const head = element(
      'tr',
      { role: 'row', ariaRowIndex: String(headerRows) },
      element('th', { className: 'tick', scope: 'col', role: 'columnheader' }, this.all),
    );
    this.all.ariaLabel = words.tickAll;
    for (const column of columns) head.append(this.header(column));
    this.root = element(
      'table',
      { className: 'objects', role: 'table', ariaLabel: words.table },
      element('thead', { role: 'rowgroup' }, head),
      this.body,
    );
    this.all.addEventListener('change', () => this.tickAll(this.all.checked));
    this.body.addEventListener('click', (event) => this.click(event));
    this.body.addEventListener('keydown', (event) => this.key(event));
    this.body.addEventListener('focusin', (event) => this.focused(event.target));
    scroller.addEventListener('scroll', () => this.drawSoon(), { passive: true });
    new ResizeObserver(() => this.drawSoon()).observe(scroller);
  }

  /** How many rows the filter box lets through. */
  get shownCount(): number {
    return this.shown.length;
  }

  /** Replaces the rows. */
  setRows(rows: readonly PruneRow[], outcomes: readonly SelectedItem[]): void {
    this.rows = rows;
    rankNames(rows);
    this.root.classList.toggle(
      'long',
      rows.some(({ names: [first = ''] }) => first.length > longName),
    );
    this.current = undefined;
    this.take(outcomes);
    this.arrange();
  }

  /** Shows a selection's outcomes, in the order in which the rows were given. */
  update(outcomes: readonly SelectedItem[]): void {
    this.take(outcomes);
    this.draw();
  }

  setQuery(query: string): void {
    this.query = query.toLowerCase();
    this.arrange();
  }

  tickAll(ticked: boolean): void {
    this.onTick(
      this.shown.map(({ item }) => item.key),
      ticked,
    );
  }

  focus(): void {
    const row = this.current ?? this.shown[0];
    if (row) this.moveTo(row);
  }

  private take(outcomes: readonly SelectedItem[]): void {
    this.rows.forEach((row, index) => {
      const mine = outcomes[index];
      if (mine) row.take(mine);
    });
  }

  private header({ key, title, className, descendingFirst }: Column): HTMLTableCellElement {
    if (title === '') return element('th', { className, ariaHidden: 'true' });
    const button = element('button', { type: 'button' }, title);
    const cell = element('th', { scope: 'col', role: 'columnheader', className }, button);
    button.addEventListener('click', () => {
      const again = this.sort.key === key;
      this.sort = { key, descending: again ? !this.sort.descending : descendingFirst };
      this.arrange();
      this.onSort(this.sort);
    });
    this.headers.set(key, cell);
    return cell;
  }

  private arrange(): void {
    const words = this.query.split(/\s+/).filter(Boolean);
    const sign = this.sort.descending ? -1 : 1;
    this.shown = this.rows
      .filter(({ searchText }) => words.every((word) => searchText.includes(word)))
      .sort((left, right) => sign * left.compare(right, this.sort.key) || left.compare(right, 'name'));
    for (const [key, cell] of this.headers) {
      if (key === this.sort.key) cell.ariaSort = this.sort.descending ? 'descending' : 'ascending';
      else cell.removeAttribute('aria-sort');
    }
    this.root.ariaRowCount = String(this.shown.length + headerRows);
    if (!this.current || !this.shown.includes(this.current)) this.current = this.shown[0];
    this.draw();
  }

  private drawSoon(): void {
    this.drawing ||= requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    cancelAnimationFrame(this.drawing);
    this.drawing = 0;
    const focused = this.body.contains(document.activeElement);
    const top = this.scroller.scrollTop - this.root.offsetTop;
    const first = Math.max(0, Math.min(this.shown.length, Math.floor(top / this.rowHeight)) - margin);
    const last = Math.min(this.shown.length, first + Math.ceil(this.scroller.clientHeight / this.rowHeight) + 2 * margin);
    const drawn = this.shown.slice(first, last).map((row, index) => row.draw(first + index + headerRows + 1, row === this.current));
    this.above.style.height = `${String(first * this.rowHeight)}px`;
    this.below.style.height = `${String((this.shown.length - last) * this.rowHeight)}px`;
    this.place([this.above, ...drawn, this.below]);
    // A focused row that was scrolled away leaves the focus with the rows, so that the arrow keys go on.
    if (focused && !this.body.contains(document.activeElement)) this.body.focus({ preventScroll: true });
    this.updateAll();
    const height = drawn[0]?.offsetHeight ?? 0;
    if (height > 0 && Math.abs(height - this.rowHeight) > 0.5) {
      this.rowHeight = height;
      this.draw();
    }
  }

  /** Changes the rows of the body to these and leaves alone those that stay in their order, with the focus in them. */
  private place(rows: readonly HTMLTableRowElement[]): void {
    const wanted = new Set<Element>(rows);
    for (const child of [...this.body.children]) if (!wanted.has(child)) child.remove();
    let next = this.body.firstElementChild;
    for (const row of rows) {
      if (row === next) next = next.nextElementSibling;
      else this.body.insertBefore(row, next);
    }
  }

  private updateAll(): void {
    const free = this.shown.filter((row) => !row.blocked);
    const ticked = free.filter((row) => row.ticked).length;
    this.all.checked = ticked > 0 && ticked === free.length;
    this.all.indeterminate = ticked > 0 && ticked < free.length;
    this.all.disabled = this.shown.length === 0;
  }

  private rowOf(target: EventTarget | null): PruneRow | undefined {
    const closest = target instanceof Element ? target.closest('tr') : null;
    return this.shown.find((row) => row.owns(closest, 'row'));
  }

  private focused(target: EventTarget | null): void {
    const row = this.rowOf(target);
    if (!row || row === this.current) return;
    this.current = row;
    this.draw();
  }

  private click(event: MouseEvent): void {
    const row = this.rowOf(event.target);
    // Text that is being selected in a row is no wish to tick it.
    const onBox = row?.owns(event.target, 'box') ?? false;
    if (!row || (!onBox && document.getSelection()?.isCollapsed === false)) return;
    const from = this.shiftFrom ?? row;
    this.shiftFrom = row;
    this.current = row;
    row.focus();
    // What is blocked goes with the row that blocks it; the tick that the browser made by itself is taken back.
    if (row.blocked && !event.shiftKey) {
      this.draw();
      return;
    }
    this.onTick(event.shiftKey ? this.between(from, row) : [row.item.key], !row.ticked);
  }

  /** Where a range begins that a click with Shift ends. */
  private shiftFrom: PruneRow | undefined;

  private between(from: PruneRow, to: PruneRow): readonly string[] {
    const [first = 0, last = 0] = [this.shown.indexOf(from), this.shown.indexOf(to)].sort((left, right) => left - right);
    return this.shown.slice(Math.max(0, first), last + 1).map(({ item }) => item.key);
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const from = this.current;
    const next = from && this.shown[moved(event.key, this.shown.indexOf(from), this.shown.length)];
    if (!next || next === from) return;
    event.preventDefault();
    this.moveTo(next);
    this.shiftFrom = next;
    if (event.shiftKey) this.onTick([next.item.key], from.ticked);
  }

  /** One row at a time is in the tab order; this makes it another, scrolled into sight. */
  private moveTo(row: PruneRow): void {
    this.current = row;
    const top = this.root.offsetTop + this.shown.indexOf(row) * this.rowHeight;
    const header = this.root.tHead?.offsetHeight ?? 0;
    const { scrollTop, clientHeight } = this.scroller;
    if (top < scrollTop) this.scroller.scrollTop = top;
    else if (top + header + this.rowHeight > scrollTop + clientHeight)
      this.scroller.scrollTop = top + header + this.rowHeight - clientHeight;
    this.draw();
    row.focus();
  }
}

const pageRows = 15;

function moved(key: string, index: number, count: number): number {
  switch (key) {
    case 'ArrowDown':
      return Math.min(count - 1, index + 1);
    case 'ArrowUp':
      return Math.max(0, index - 1);
    case 'PageDown':
      return Math.min(count - 1, index + pageRows);
    case 'PageUp':
      return Math.max(0, index - pageRows);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return index;
  }
}

/** A line under the table's filter box: how many of the rows it shows. */
export function showCount(node: HTMLElement, shown: number, all: number): void {
  setText(node, shown === all ? '' : t('{0} of {1} shown', shown, all));
}
