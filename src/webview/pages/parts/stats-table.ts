import { t } from '../../../core/localize';
import { compareNatural } from '../../../core/natural-order';
import { formatBytes } from '../../../core/sizes';
import { mostCharted, type StatsPageModel, type StatsPageWish, type StatsRow } from '../../../core/stats-page';
import { oneLine } from '../../../core/untrusted';
import { link } from './button';
import { element, setText } from './elements';
import { stated } from './page-elements';

/** Columns by which the table is sorted. */
export const statsColumns = ['name', 'cpu', 'memory', 'network', 'block', 'pids'] as const;
export type StatsColumn = (typeof statsColumns)[number];

/** The order of the rows. */
export interface StatsOrder {
  readonly column: StatsColumn;
  readonly descending: boolean;
}

function titleOf(column: StatsColumn): string {
  switch (column) {
    case 'name':
      return t('Container');
    case 'cpu':
      return t('CPU');
    case 'memory':
      return t('Memory');
    case 'network':
      return t('Network');
    case 'block':
      return t('Block I/O');
    case 'pids':
      return t('Processes');
  }
}

/** What a row is sorted by; less than nothing where nothing is known. */
export function valueOf({ now }: StatsRow, column: Exclude<StatsColumn, 'name'>): number {
  if (!now) return -1;
  switch (column) {
    case 'cpu':
      return now.cpu;
    case 'memory':
      return now.memory;
    case 'network':
      return now.received + now.sent;
    case 'block':
      return now.read + now.written;
    case 'pids':
      return now.pids;
  }
}

/** The rows in this order; those that are alike by their names. */
export function sortedRows(rows: readonly StatsRow[], { column, descending }: StatsOrder): readonly StatsRow[] {
  const sign = descending ? -1 : 1;
  return [...rows].sort((left, right) => {
    const byName = compareNatural(left.name, right.name);
    return column === 'name' ? sign * byName : sign * (valueOf(left, column) - valueOf(right, column)) || byName;
  });
}

interface DrawnRow {
  readonly row: HTMLTableRowElement;
  readonly tick: HTMLInputElement;
  readonly mark: HTMLElement;
  readonly name: HTMLButtonElement;
  readonly cells: Readonly<Record<Exclude<StatsColumn, 'name'>, HTMLTableCellElement>>;
}

/** The table: a row for each container, which stays the same element while it is there, so that the focus does. */
export class StatsTable {
  readonly root: HTMLTableElement;
  private readonly body = element('tbody');
  private readonly headings = new Map<StatsColumn, HTMLTableCellElement>();
  private readonly drawn = new Map<string, DrawnRow>();

  constructor(
    private readonly send: (wish: StatsPageWish) => void,
    sort: (column: StatsColumn) => void,
  ) {
    const heads = statsColumns.map((column) => {
      const heading = element(
        'th',
        { scope: 'col' },
        link(titleOf(column), () => sort(column)),
      );
      this.headings.set(column, heading);
      return heading;
    });
    const chart = element('th', { scope: 'col' }, t('Chart'));
    this.root = element('table', { className: 'stats stacks' }, element('thead', {}, element('tr', {}, chart, ...heads)), this.body);
    this.root.ariaLabel = t('What containers use');
  }

  show({ rows }: StatsPageModel, order: StatsOrder, marks: ReadonlyMap<string, number>): void {
    for (const [column, heading] of this.headings) {
      const sorted = column === order.column;
      heading.ariaSort = sorted ? (order.descending ? 'descending' : 'ascending') : 'none';
      heading.dataset['sort'] = sorted ? (order.descending ? '↓' : '↑') : '';
    }
    const ids = new Set(rows.map(({ id }) => id));
    for (const [id, { row }] of this.drawn) {
      if (ids.has(id)) continue;
      row.remove();
      this.drawn.delete(id);
    }
    const full = marks.size >= mostCharted;
    sortedRows(rows, order).forEach((row, index) => {
      const drawn = this.drawn.get(row.id) ?? this.add(row.id);
      // A row that is where it belongs keeps the focus.
      if (this.body.children[index] !== drawn.row) this.body.insertBefore(drawn.row, this.body.children[index] ?? null);
      fill(drawn, row, marks.get(row.id), full);
    });
    stated(this.root);
  }

  private add(id: string): DrawnRow {
    const tick = element('input', { type: 'checkbox' });
    tick.addEventListener('change', () => this.send({ kind: 'chart', id, shown: tick.checked }));
    const mark = element('span', { className: 'mark' });
    const name = link('', () => this.send({ kind: 'container', id }));
    name.title = t('Show in the Containers view');
    const make = (column: StatsColumn): HTMLTableCellElement => {
      const made = element('td', { className: 'number' });
      made.dataset['name'] = titleOf(column);
      return made;
    };
    const cells = { cpu: make('cpu'), memory: make('memory'), network: make('network'), block: make('block'), pids: make('pids') };
    const row = element(
      'tr',
      {},
      element('td', { className: 'tick' }, tick, mark),
      element('th', { scope: 'row' }, name),
      ...Object.values(cells),
    );
    const drawn = { row, tick, mark, name, cells };
    this.drawn.set(id, drawn);
    return drawn;
  }
}

function fill({ tick, mark, name, cells }: DrawnRow, row: StatsRow, number: number | undefined, full: boolean): void {
  const shown = oneLine(row.name);
  setText(name, shown);
  tick.checked = row.charted;
  tick.disabled = !row.charted && full;
  tick.ariaLabel = t('Chart of {0}', shown);
  setText(mark, number === undefined ? '' : String(number + 1));
  mark.className = number === undefined ? 'mark' : `mark colour-${String(number)}`;
  const { now, memoryLimit, totals, running } = row;
  const waiting = running ? '…' : t('does not run');
  setText(cells.cpu, now ? formatPercent(now.cpu) : waiting);
  setText(cells.memory, now ? memoryText(now.memory, memoryLimit) : '');
  setText(cells.network, now ? t('{0}/s in, {1}/s out', formatBytes(now.received), formatBytes(now.sent)) : '');
  setText(cells.block, now ? t('{0}/s read, {1}/s written', formatBytes(now.read), formatBytes(now.written)) : '');
  setText(cells.pids, now ? String(now.pids) : '');
  cells.network.title = t('{0} in, {1} out since its start', formatBytes(totals.received), formatBytes(totals.sent));
  cells.block.title = t('{0} read, {1} written since its start', formatBytes(totals.read), formatBytes(totals.written));
}

/** `12.3 %`; 100 % is one processor. */
export function formatPercent(value: number): string {
  return `${value >= 100 ? value.toFixed(0) : value.toFixed(1)} %`;
}

function memoryText(used: number, limit: number): string {
  return limit > 0 ? t('{0} of {1} ({2})', formatBytes(used), formatBytes(limit), formatPercent((used / limit) * 100)) : formatBytes(used);
}
