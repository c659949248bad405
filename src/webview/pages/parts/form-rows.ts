import { t } from '../../../core/localize';
import { mostRunRows, type RunFormRow } from '../../../core/run/run-form-fields';
import { oneLine } from '../../../core/untrusted';
import { link } from './button';
import { element, setText } from './elements';
import { lineControl, linesControl } from './form-field';
import { harmless } from './page-elements';

/** How rows of a field look and what they do besides. */
interface RowsOptions {
  readonly id: string;
  readonly label: string;
  /** Of a single row. */
  readonly one: string;
  readonly cells: readonly (readonly [name: string, placeholder: string])[];
  /** Classes of the cells: `wide`, `small`. */
  readonly sizes?: readonly string[];
  /** Ids of the data lists of the cells. */
  readonly lists?: readonly (string | undefined)[];
  /** The cell that may have several lines. */
  readonly free?: number;
  /** Of each row, made by its index. */
  readonly beside?: (index: () => number) => HTMLElement;
  /** True for a row whose last cell is a secret. */
  readonly isSecret?: (row: RunFormRow) => boolean;
  readonly changed: () => void;
}

interface Row {
  readonly root: HTMLElement;
  readonly cells: readonly (HTMLInputElement | HTMLTextAreaElement)[];
  readonly remove: HTMLElement;
  readonly problem: HTMLElement;
  readonly remedy: HTMLElement;
}

/** A field with a row for each value; behind the last there is always an empty one, so that nothing has to be added. */
export class FormRows {
  readonly root: HTMLElement;
  private readonly list = element('div');
  private rows: Row[] = [];
  private made = 0;

  constructor(
    private readonly options: RowsOptions,
    rows: readonly RunFormRow[],
    ...below: readonly HTMLElement[]
  ) {
    const { label, cells, sizes = [] } = options;
    const heads = element(
      'div',
      { className: 'heads', ariaHidden: 'true' },
      ...cells.map(([name], index) => element('span', { className: sizes[index] ?? '' }, name)),
      ...(options.beside ? [element('span', { className: 'beside' })] : []),
      element('span', { className: 'end' }),
    );
    this.root = element(
      'fieldset',
      { className: 'rows', id: options.id },
      element('legend', {}, label),
      ...(cells.length > 1 ? [heads] : []),
      this.list,
      ...below,
    );
    for (const row of rows) this.add(row);
    this.addLast();
  }

  /** What stands in them, but for the empty one at the end. */
  get values(): readonly RunFormRow[] {
    const values = this.rows.map(({ cells }) => cells.map(({ value }) => value));
    return values.at(-1)?.every((cell) => cell === '') ? values.slice(0, -1) : values;
  }

  /** Puts a row before the empty one, with the focus in the cell that is to be filled. */
  append(row: RunFormRow, focus: number): void {
    const last = this.rows.at(-1);
    if (last?.cells.every(({ value }) => value === '')) this.drop(last);
    const made = this.add(row);
    this.addLast();
    made.cells[focus]?.focus();
    this.options.changed();
  }

  /** `problems` and `remedies` are those of each row by its index. */
  tell(problem: (index: number) => string | undefined, remedy: (index: number) => readonly (Node | string)[]): void {
    this.rows.forEach((row, index) => {
      const wrong = problem(index);
      setText(row.problem, harmless(wrong ?? ''));
      row.problem.hidden = wrong === undefined;
      for (const cell of row.cells) cell.ariaInvalid = wrong === undefined ? null : 'true';
      const offered = remedy(index);
      const told = offered.map((part) => (typeof part === 'string' ? part : (part.textContent ?? ''))).join(' ');
      // Drawn anew it would lose the focus.
      if (row.remedy.dataset['told'] !== told) row.remedy.replaceChildren(...offered);
      row.remedy.dataset['told'] = told;
      row.remedy.hidden = offered.length === 0;
    });
  }

  private add(values: RunFormRow): Row {
    const { id, one, cells: names, sizes = [], lists = [], free, beside, changed } = this.options;
    this.made += 1;
    const key = `${id}-${String(this.made)}`;
    const problem = element('p', { id: `${key}-problem`, className: 'problem', role: 'alert', hidden: true });
    const remedy = element('div', { id: `${key}-remedy`, className: 'remedy', role: 'status', hidden: true });
    const cells = names.map(([name, placeholder], index) => {
      const value = values[index] ?? '';
      const cell = index === free && value.includes('\n') ? linesControl(value, placeholder) : lineControl(value, placeholder);
      cell.id = `${key}-${String(index)}`;
      cell.className = sizes[index] ?? '';
      cell.ariaLabel = names.length > 1 ? `${one}: ${name}` : name;
      cell.setAttribute('aria-describedby', `${key}-problem ${key}-remedy`);
      const list = lists[index];
      if (list !== undefined) cell.setAttribute('list', list);
      return cell;
    });
    const remove = element('button', { type: 'button', className: 'remove' }, '✕');
    const row: Row = { root: element('div', { className: 'row' }), cells, remove, problem, remedy };
    remove.addEventListener('click', () => {
      const at = this.rows.indexOf(row);
      this.drop(row);
      this.addLast();
      this.rows[Math.min(at, this.rows.length - 1)]?.cells[0]?.focus();
      changed();
    });
    for (const cell of cells) {
      cell.addEventListener('input', () => {
        this.look(row);
        this.addLast();
        changed();
      });
    }
    const extra = beside ? [beside(() => this.rows.indexOf(row))] : [];
    row.root.append(...cells, ...extra, remove, problem, remedy);
    this.rows.push(row);
    this.list.append(row.root);
    this.look(row);
    return row;
  }

  private look({ cells, remove }: Row): void {
    const values = cells.map(({ value }) => value);
    remove.hidden = values.every((value) => value === '');
    remove.ariaLabel = t('Remove {0} {1}', this.options.one, oneLine(values.find((value) => value !== '') ?? ''));
    remove.title = t('Remove');
    cells.at(-1)?.classList.toggle('secret', this.options.isSecret?.(values) ?? false);
  }

  private addLast(): void {
    const last = this.rows.at(-1);
    if (this.rows.length < mostRunRows && (last === undefined || last.cells.some(({ value }) => value !== ''))) this.add([]);
  }

  private drop(row: Row): void {
    this.rows = this.rows.filter((each) => each !== row);
    row.root.remove();
  }
}

/** What an image sets, each a button that puts it into a row. */
export function imageSets(label: string, entries: readonly (readonly [text: string, take: () => void])[]): HTMLElement {
  const made = element('div', { className: 'sets', hidden: entries.length === 0 }, label);
  for (const [text, take] of entries) {
    const put = link(text, take);
    put.ariaLabel = t('{0}: put it into a row', text);
    made.append(put);
  }
  return made;
}
