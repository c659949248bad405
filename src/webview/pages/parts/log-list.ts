import type { LogsPageLine, LogsPagePart } from '../../../core/logs/logs-page';
import { t } from '../../../core/localize';
import { element } from './elements';
import { logRow, type RowStyle } from './log-row';

/** Browsers let nothing be higher; of more lines each takes less of the way. */
const highest = 15_000_000;
/** Rows that are drawn above and below what is seen, so that scrolling finds them there. */
const beyond = 20;
const mostRows = 400;

/** What the list tells the page. */
interface LogListOptions {
  /** Other lines are wanted, or another end of them. */
  readonly onWant: () => void;
  /** Somebody wants the newest lines, or does not any more. */
  readonly onFollow: (follows: boolean) => void;
}

/**
 * A list of any number of lines, of which only those on the screen are there. It knows which line stands at the top and keeps that
 * there while lines come and go; one that follows has the newest at its bottom. Lines that wrap take the way of one.
 */
export class LogList {
  readonly root = element('div', { className: 'scroller', role: 'log', tabIndex: 0 });
  private readonly spacer = element('div', { className: 'spacer' });
  private readonly view = element('div', { className: 'view' });
  private readonly rows = element('div', { className: 'rows', role: 'list' });
  private readonly empty = element('p', { className: 'note empty', hidden: true });
  private follows = true;
  /** Place of the line at the top, and how much of it is above. */
  private top = 0;
  private first = 0;
  private end = 0;
  private from = 0;
  private lines: readonly LogsPageLine[] = [];
  private drawn = new Map<string, HTMLElement>();
  private rowHeight = 18;
  private expected = 0;

  constructor(private readonly options: LogListOptions) {
    this.root.ariaLabel = t('Log');
    // What goes to a screen reader by itself would never end.
    this.root.ariaLive = 'off';
    this.view.append(this.rows);
    this.spacer.append(this.view);
    this.root.append(this.spacer, this.empty);
    this.root.addEventListener('scroll', () => this.scrolled());
    new ResizeObserver(() => this.measure()).observe(this.root);
  }

  get isFollowing(): boolean {
    return this.follows;
  }

  follow(follows: boolean): void {
    if (this.follows === follows) return;
    this.follows = follows;
    if (!follows) this.top = Math.max(this.first, this.end - this.fitting);
    this.options.onFollow(follows);
    this.options.onWant();
  }

  /** What is to be asked for. */
  get wanted(): { readonly at: 'end' | { readonly place: number }; readonly count: number } {
    const count = Math.min(mostRows, Math.ceil(this.fitting) + 2 * beyond);
    return { at: this.follows ? 'end' : { place: Math.max(0, Math.floor(this.top) - beyond) }, count };
  }

  /** Number of the line at the top, by which it is found when other lines are let through. */
  get topLine(): number | undefined {
    return (this.lines[Math.floor(this.top) - this.from] ?? this.lines[0])?.number;
  }

  /** Brings a line to the top, or a place to the middle. */
  goTo(place: { readonly line: number } | { readonly middle: number }): void {
    if ('middle' in place) this.top = Math.max(this.first, place.middle - this.fitting / 2);
    else {
      const at = this.lines.findIndex(({ number }) => number >= place.line);
      this.top = at < 0 ? this.end : this.from + at;
    }
  }

  /** Lines that are wider than the page are moved by so many pixels. */
  aside(pixels: number): void {
    this.view.scrollLeft += pixels;
  }

  show(part: LogsPagePart, style: RowStyle): void {
    if (part.lines) this.lines = part.lines;
    this.from = part.from;
    this.first = part.first;
    this.end = part.end;
    this.top = Math.min(Math.max(this.top, this.first), this.end);
    this.draw(style);
    this.empty.hidden = part.end > part.first;
    this.empty.textContent =
      part.left > 0 ? t('Searching…') : part.all > 0 ? t('No line matches.') : t('Nothing has been written to the log yet.');
  }

  draw(style: RowStyle): void {
    const drawn = new Map<string, HTMLElement>();
    const size = String(this.end - this.first);
    const made = this.lines.map((line, index) => {
      const isOpen = style.open.has(line.number);
      const key = `${String(line.number)} ${String(line.source)} ${String(line.seconds)} ${String(line.nanoseconds)} ${String(isOpen)} ${String(style.current === line.number)} ${line.matches.join()} ${String(line.text.length)}`;
      const row = this.drawn.get(key) ?? logRow(line, style);
      row.ariaPosInSet = String(this.from + index - this.first + 1);
      row.ariaSetSize = size;
      drawn.set(key, row);
      return row;
    });
    this.drawn = drawn;
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset['line'] : undefined;
    replaceRows(this.rows, made);
    // A row that is drawn anew keeps the focus of its button.
    if (focused !== undefined) this.rows.querySelector<HTMLElement>(`[data-line="${focused}"]`)?.focus({ preventScroll: true });
    this.place();
  }

  /** All rows look different. */
  redraw(style: RowStyle): void {
    this.drawn.clear();
    this.measure();
    this.draw(style);
  }

  /** How many lines of one row there is room for. */
  private get fitting(): number {
    return this.root.clientHeight / this.rowHeight;
  }

  private measure(): void {
    const probe = element('div', { className: 'row' }, element('span', { className: 'text' }, 'X'));
    this.rows.append(probe);
    this.rowHeight = Math.max(8, probe.getBoundingClientRect().height);
    probe.remove();
    this.view.style.height = `${String(this.root.clientHeight)}px`;
    this.place();
    this.options.onWant();
  }

  /** Puts the scroll bar and the rows where they belong. */
  private place(): void {
    const height = this.root.clientHeight;
    const total = this.end - this.first;
    this.spacer.style.height = `${String(Math.max(height, Math.min(highest, total * this.rowHeight)))}px`;
    const way = this.root.scrollHeight - height;
    const last = Math.max(0, total - this.fitting);
    this.expected = this.follows ? way : last === 0 ? 0 : Math.round((Math.min(this.top - this.first, last) / last) * way);
    if (Math.abs(this.root.scrollTop - this.expected) > 1) this.root.scrollTop = this.expected;
    this.shift();
  }

  private shift(): void {
    const atEnd = this.follows || this.top - this.first >= this.end - this.first - this.fitting;
    const content = this.rows.offsetHeight;
    const height = this.root.clientHeight;
    let offset = 0;
    if (atEnd) offset = Math.max(0, content - height);
    else {
      const index = Math.floor(this.top) - this.from;
      const row = this.rows.children[index];
      if (row instanceof HTMLElement) offset = row.offsetTop + (this.top - Math.floor(this.top)) * row.offsetHeight;
    }
    this.rows.style.transform = `translateY(${String(-offset)}px)`;
  }

  private scrolled(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.root;
    if (Math.abs(scrollTop - this.expected) <= 1) return;
    const way = scrollHeight - clientHeight;
    const last = Math.max(0, this.end - this.first - this.fitting);
    this.expected = scrollTop;
    const atEnd = scrollTop >= way - 1;
    if (this.follows && !atEnd) this.follow(false);
    this.top = this.first + (way <= 0 ? 0 : (scrollTop / way) * last);
    if (!this.follows && atEnd) this.follow(true);
    this.shift();
    this.options.onWant();
  }
}

/** Leaves rows where they are that stay, so that what is selected in them stays too. */
function replaceRows(parent: HTMLElement, rows: readonly HTMLElement[]): void {
  const kept = new Set(rows);
  for (const child of [...parent.children]) if (!(child instanceof HTMLElement) || !kept.has(child)) child.remove();
  let here = parent.firstElementChild;
  for (const row of rows) {
    if (row === here) here = here.nextElementSibling;
    else parent.insertBefore(row, here);
  }
}
