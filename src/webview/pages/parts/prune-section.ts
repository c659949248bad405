import { t } from '../../../core/localize';
import type { PruneItem } from '../../../core/prune/items';
import type { PrunePlan } from '../../../core/prune/plan';
import type { PruneKind } from '../../../core/prune/request';
import type { SelectedItem, Selection } from '../../../core/prune/selection';
import { formatBytes } from '../../../core/sizes';
import { element, setText } from './elements';
import { columnsOf, wordsOf } from './prune-columns';
import { PruneRow, type RowSurroundings } from './prune-rows';
import { PruneTable, type Sort } from './prune-table';

/** The rows of one kind; under a heading where there are several kinds. */
export class PruneSection {
  readonly root: HTMLElement;
  private readonly table: PruneTable;
  private readonly heading: HTMLElement;
  private readonly sum = element('span', { className: 'sum-of-kind' });
  private readonly columns;

  constructor(
    private readonly kind: PruneKind,
    private readonly alone: boolean,
    scroller: HTMLElement,
    sort: Sort,
    onTick: (keys: readonly string[], ticked: boolean) => void,
    onSort: (sort: Sort) => void,
  ) {
    const words = wordsOf(kind);
    this.columns = columnsOf(kind, !alone);
    this.table = new PruneTable(scroller, this.columns, words, sort, onTick, onSort);
    this.heading = element('h2', { hidden: alone }, element('span', {}, words.title), this.sum);
    this.root = element('section', { className: 'kind', ariaLabel: words.title }, this.heading, this.table.root);
  }

  get shownCount(): number {
    return this.table.shownCount;
  }

  setPlan(plan: PrunePlan, selection: Selection, surroundings: RowSurroundings): void {
    const rows = this.mine(plan.items).map((item) => new PruneRow(item, this.columns, surroundings));
    this.table.setRows(rows, this.outcomes(plan, selection));
  }

  update(plan: PrunePlan, selection: Selection): void {
    this.table.update(this.outcomes(plan, selection));
    const shown = this.table.shownCount;
    this.table.root.hidden = shown === 0;
    this.root.hidden = !plan.kinds.includes(this.kind) || (this.alone && shown === 0);
    const sum = selection.byKind.get(this.kind);
    if (!sum) return;
    const parts = sum.count === 0 ? [t('nothing can be removed')] : [t('{0} of {1} selected', sum.selected, sum.count)];
    if (sum.bytes > 0) parts.push(sum.upperBound ? t('up to {0}', formatBytes(sum.bytes)) : formatBytes(sum.bytes));
    setText(this.sum, parts.join(' · '));
  }

  setQuery(query: string): void {
    this.table.setQuery(query);
  }

  tickAll(ticked: boolean): void {
    this.table.tickAll(ticked);
  }

  focus(): void {
    this.table.focus();
  }

  private mine(items: readonly PruneItem[]): readonly PruneItem[] {
    return items.filter(({ kind }) => kind === this.kind);
  }

  private outcomes(plan: PrunePlan, selection: Selection): readonly SelectedItem[] {
    return selection.items.filter((_, index) => plan.items[index]?.kind === this.kind);
  }
}
