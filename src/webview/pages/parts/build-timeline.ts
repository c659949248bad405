import type { BuildPageModel, BuildPageWish, PageBuildStep } from '../../../core/build/build-page';
import { formatTime } from '../../../core/build/format-time';
import { formatMoved, movedBytes } from '../../../core/build/step-transfers';
import { formatTick, ticksOf } from '../../../core/build/time-axis';
import { t } from '../../../core/localize';
import { oneLine } from '../../../core/untrusted';
import { stepSigns, stepWord } from './build-words';
import { link } from './button';
import { element, setText } from './elements';

/** Somebody who goes through the steps by the keyboard is not asked about each, in milliseconds. */
const settleMilliseconds = 120;

/** One row of the timeline. */
class StepRow {
  readonly root: HTMLElement;
  private readonly sign = element('span', { className: 'sign', ariaHidden: 'true' });
  private readonly name = element('span', { className: 'name' });
  private readonly time = element('span', { className: 'time' });
  private readonly waits = element('span', { className: 'waits' });
  private readonly bar = element('span', { className: 'lasts' });
  private drawn = '';

  constructor(readonly id: string) {
    const track = element('span', { className: 'track', ariaHidden: 'true' }, this.waits, this.bar);
    this.root = element('div', { role: 'option', tabIndex: -1 }, this.sign, this.name, track, this.time);
  }

  show(step: PageBuildStep, length: number, selected: boolean): void {
    const now = JSON.stringify([step, length, selected]);
    if (now === this.drawn) return;
    this.drawn = now;
    const text = oneLine(step.text, 500);
    const words = wordsOf(step);
    this.root.className = `step ${step.state}`;
    this.root.ariaSelected = String(selected);
    this.root.ariaLabel = [text, stepWord(step.state), ...words].join(', ');
    this.root.title = text;
    this.root.tabIndex = selected ? 0 : -1;
    setText(this.sign, stepSigns[step.state]);
    setText(this.name, text);
    setText(
      this.time,
      [step.state === 'cached' || step.state === 'skipped' || step.state === 'waiting' ? stepWord(step.state) : '', ...words]
        .filter(Boolean)
        .join(' · '),
    );
    const { waits, begins, ends } = step;
    place(this.bar, begins, ends, length);
    place(this.waits, waits, begins ?? length, length);
  }
}

function wordsOf({ state, transfers, begins, ends }: PageBuildStep): readonly string[] {
  const moved = movedBytes(transfers);
  return [
    moved === undefined ? '' : formatMoved(state === 'running' ? moved : { ...moved, total: 0 }),
    begins === undefined || ends === undefined || state === 'cached' ? '' : formatTime(ends - begins),
  ].filter(Boolean);
}

function place(node: HTMLElement, from: number | undefined, to: number | undefined, length: number): void {
  node.hidden = from === undefined || to === undefined;
  if (from === undefined || to === undefined) return;
  node.style.insetInlineStart = `${String((100 * from) / length)}%`;
  node.style.inlineSize = `${String((100 * Math.max(0, to - from)) / length)}%`;
}

/** The steps of a build on one axis of time. The arrow keys go from one to the next. */
export class BuildTimeline {
  readonly root = element('section', { className: 'timeline' });
  private readonly list = element('div', { role: 'listbox', ariaLabel: t('Steps') });
  private readonly axis = element('div', { className: 'axis' });
  // In the columns of the rows below it.
  private readonly scale = element('div', { className: 'scale', ariaHidden: 'true' }, element('span'), element('span'), this.axis);
  private readonly none = element('p', { className: 'note' }, t('The builder has not told of any step yet.'));
  private readonly more = element('p', { className: 'note' });
  private readonly follow = link(t('Follow the build'), () => this.send({ kind: 'follow' }));
  private readonly rows = new Map<string, StepRow>();
  private order: readonly StepRow[] = [];
  private groups = '';
  private model: BuildPageModel | undefined;
  /** What somebody has selected here, until the extension has heard of it. */
  private wanted: string | undefined;
  private settling: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly send: (wish: BuildPageWish) => void) {
    this.root.append(element('h2', {}, t('Steps')), this.follow, this.none, this.scale, this.list, this.more);
    this.list.addEventListener('click', ({ target }) => {
      const row = this.order.find(({ root }) => target instanceof Node && root.contains(target));
      if (row) this.select(row);
    });
    this.list.addEventListener('keydown', (event) => this.key(event));
  }

  show(model: BuildPageModel, busy: boolean): void {
    this.model = model;
    const { steps, more, state, follows } = model;
    if (this.wanted === model.selected || !steps.some(({ id }) => id === this.wanted)) this.wanted = undefined;
    // A wish is not heard while another is fulfilled.
    else if (!busy && this.settling === undefined) this.send({ kind: 'select', step: this.wanted ?? '' });
    this.follow.hidden = follows || state !== 'running';
    this.none.hidden = steps.length > 0;
    this.more.hidden = more === 0;
    setText(this.more, t('… and {0} more', more));
    this.arrange(steps);
    this.draw();
  }

  private draw(): void {
    if (!this.model) return;
    const { steps, length, selected } = this.model;
    for (const step of steps) this.rows.get(step.id)?.show(step, length, step.id === (this.wanted ?? selected));
    const ticks = ticksOf(length);
    this.scale.hidden = steps.length === 0;
    if (this.axis.childElementCount !== ticks.length) this.axis.replaceChildren(...ticks.map(() => element('span')));
    ticks.forEach((tick, index) => {
      const node = this.axis.children[index];
      if (!(node instanceof HTMLElement)) return;
      setText(node, formatTick(tick));
      node.style.insetInlineStart = `${String((100 * tick) / length)}%`;
    });
  }

  /** Puts the rows in their order, below their stages; rows that stay keep the focus. */
  private arrange(steps: readonly PageBuildStep[]): void {
    const now = JSON.stringify(steps.map(({ id, part, stage }) => [id, part, stage]));
    if (now === this.groups) return;
    this.groups = now;
    const focused = document.activeElement;
    const several = new Set(steps.filter(({ part }) => part === 'stage').map(({ stage }) => stage)).size > 1;
    const groups: HTMLElement[] = [];
    let last: string | undefined;
    this.order = steps.map((step) => {
      const row = this.rows.get(step.id) ?? new StepRow(step.id);
      this.rows.set(step.id, row);
      const name = groupName(step, several);
      const group = last === name ? groups.at(-1) : undefined;
      const into =
        group ?? element('div', { role: 'group', ariaLabel: name }, element('div', { className: 'stage', ariaHidden: 'true' }, name));
      if (!group) groups.push(into);
      last = name;
      into.append(row.root);
      return row;
    });
    const shown = new Set(steps.map(({ id }) => id));
    for (const id of this.rows.keys()) if (!shown.has(id)) this.rows.delete(id);
    this.list.replaceChildren(...groups);
    if (focused instanceof HTMLElement && this.list.contains(focused)) focused.focus({ preventScroll: true });
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const index = this.order.findIndex(({ root }) => root === document.activeElement);
    const moves = new Map([
      ['ArrowDown', index + 1],
      ['ArrowUp', index - 1],
      ['Home', 0],
      ['End', this.order.length - 1],
    ]);
    const next = moves.get(event.key);
    const row = next === undefined ? undefined : this.order[Math.min(this.order.length - 1, Math.max(0, next))];
    if (!row) return;
    event.preventDefault();
    this.select(row);
  }

  private select(row: StepRow): void {
    this.wanted = row.id;
    this.draw();
    row.root.focus();
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      this.settling = undefined;
      if (this.wanted !== undefined && (this.wanted !== this.model?.selected || this.model.follows))
        this.send({ kind: 'select', step: this.wanted });
    }, settleMilliseconds);
  }
}

function groupName({ part, stage }: PageBuildStep, several: boolean): string {
  if (part === 'before') return t('Preparation');
  if (part === 'after') return t('Export');
  if (stage === '') return several ? t('Stage') : t('Dockerfile');
  return /^\d+$/.test(stage) ? t('Stage {0}', stage) : oneLine(stage, 200);
}
