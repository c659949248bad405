import uPlot from 'uplot';
import { t } from '../../../core/localize';
import { aligned, type ChartPoint, valueAt } from './chart-data';
import { element } from './elements';

/** One line of a chart. */
export interface ChartLine {
  /** Stands at its end, so that lines are not told apart by colour alone; the lines of one container have the same. */
  readonly mark: string;
  /** Whose line it is, and of which kind where there are two; for who does not see it. */
  readonly name: string;
  /** Which of the chart colours, from 0. */
  readonly colour: number;
  readonly dashed: boolean;
  readonly points: readonly ChartPoint[];
}

/** How a chart is scaled. */
export interface ChartScale {
  /** The right edge, in milliseconds since 1970. */
  readonly now: number;
  /** The time that is shown, in milliseconds. */
  readonly span: number;
  /** The top is at least this. */
  readonly least: number;
  readonly format: (value: number) => string;
  /** What the values cannot go beyond: lines across the picture. */
  readonly limits?: readonly number[];
  /** Values are counted, so half of the top is a whole number too. */
  readonly whole?: boolean;
}

/** Of the slider that a chart is for the keyboard, in seconds. */
const step = 5;

/**
 * A chart of lines over the last minutes. Below its name it tells the newest values, or those under the pointer; by the keyboard it is
 * a slider over the time, which says the values with the names of their containers.
 */
export class LineChart {
  readonly root: HTMLElement;
  private readonly picture = element('div', { className: 'picture', role: 'slider', tabIndex: 0 });
  private readonly values = element('p', { className: 'values' });
  private readonly colours = element('span', { hidden: true });
  private plot: uPlot | undefined;
  private shape = '';
  private lines: readonly ChartLine[] = [];
  private scale: ChartScale = { now: 0, span: 1, least: 1, format: String };
  /** How long before the right edge values are told, in seconds. */
  private ago = 0;

  constructor(title: string, ...more: readonly HTMLElement[]) {
    this.values.ariaHidden = 'true';
    this.picture.ariaLabel = title;
    this.picture.ariaValueMin = '0';
    this.root = element(
      'figure',
      { className: 'chart' },
      element('figcaption', {}, title, ...more),
      this.values,
      this.colours,
      this.picture,
    );
    this.picture.addEventListener('keydown', (event) => this.pressed(event));
    this.picture.addEventListener('blur', () => this.look(0));
    new ResizeObserver(() => this.resize()).observe(this.picture);
    // The colours are those of the theme, which the picture has to be told.
    const themes = new MutationObserver(() => this.plot?.redraw(false, true));
    themes.observe(document.documentElement, { attributes: true });
    themes.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  }

  /** Draws the lines. */
  show(lines: readonly ChartLine[], scale: ChartScale): void {
    this.lines = lines;
    this.scale = scale;
    this.picture.ariaValueMax = String(scale.span / 1000);
    const shape = JSON.stringify(lines.map(({ colour, dashed }) => [colour, dashed]));
    if (shape !== this.shape || !this.plot) this.make(shape);
    else this.plot.setData(this.data(), true);
    this.tell();
  }

  private data(): uPlot.AlignedData {
    return aligned(this.lines.map(({ points }) => points)) as uPlot.AlignedData;
  }

  private make(shape: string): void {
    this.plot?.destroy();
    this.shape = shape;
    this.plot = new uPlot(this.options(), this.data(), this.picture);
  }

  private options(): uPlot.Options {
    const small = { font: '11px system-ui, sans-serif', stroke: () => this.colourOf('dim'), ticks: { show: false } };
    const grid = { stroke: () => this.colourOf('grid'), width: 1 };
    return {
      ...this.size(),
      padding: [8, 16, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
      scales: {
        x: { time: false, range: () => [(this.scale.now - this.scale.span) / 1000, this.scale.now / 1000] },
        y: { range: () => [0, this.top() * 1.06] },
      },
      axes: [
        { ...small, grid, size: 22, splits: () => this.minutes(), values: (_plot, times) => times.map((time) => this.minuteText(time)) },
        {
          ...small,
          grid,
          splits: () => [0, this.top() / 2, this.top()],
          values: (_plot, values) => values.map((value) => this.scale.format(value)),
          // Before there is a scale there are no values, whatever the types say.
          size: (_plot, values: readonly string[] | null) => 14 + 6.2 * Math.max(3, ...(values ?? []).map(({ length }) => length)),
        },
      ],
      series: [
        {},
        ...this.lines.map(({ colour, dashed }) => ({
          stroke: () => this.colourOf(`colour-${String(colour)}`),
          width: 1.6,
          points: { show: false },
          ...(dashed && { dash: [4, 3] }),
        })),
      ],
      hooks: { draw: [(plot) => this.drawOver(plot)], setCursor: [({ cursor }) => this.pointed(cursor.left ?? -1)] },
    };
  }

  private size(): { readonly width: number; readonly height: number } {
    return { width: Math.max(60, this.picture.clientWidth), height: 150 };
  }

  private resize(): void {
    const size = this.size();
    if (this.plot && this.plot.width !== size.width) this.plot.setSize(size);
  }

  private top(): number {
    const { least, limits = [], whole = false } = this.scale;
    const top = Math.max(least, ...limits, ...this.lines.flatMap(({ points }) => points.map(([, value]) => value)));
    return whole ? 2 * Math.ceil(top / 2) : top;
  }

  private minutes(): number[] {
    const { now, span } = this.scale;
    return Array.from({ length: Math.floor(span / 60_000) + 1 }, (_, minute) => (now - minute * 60_000) / 1000).reverse();
  }

  private minuteText(time: number): string {
    const minutes = Math.round((this.scale.now / 1000 - time) / 60);
    return minutes === 0 ? t('now') : t('-{0} min', minutes);
  }

  /** The colour that style sheets give to this class. */
  private colourOf(name: string): string {
    this.colours.className = name;
    return getComputedStyle(this.colours).color;
  }

  /** The limits, and the marks at the ends of the lines. */
  private drawOver(plot: uPlot): void {
    const { ctx: paper, bbox } = plot;
    const scale = devicePixelRatio;
    const right = bbox.left + bbox.width;
    paper.save();
    paper.font = `600 ${String(11 * scale)}px system-ui, sans-serif`;
    paper.lineWidth = scale;
    paper.textAlign = 'left';
    paper.strokeStyle = paper.fillStyle = this.colourOf('limit');
    for (const limit of this.scale.limits ?? []) {
      const y = Math.round(plot.valToPos(limit, 'y', true));
      paper.setLineDash([8 * scale, 3 * scale, 2 * scale, 3 * scale]);
      paper.beginPath();
      paper.moveTo(bbox.left, y);
      paper.lineTo(right, y);
      paper.stroke();
      paper.textBaseline = 'top';
      paper.fillText(t('limit {0}', this.scale.format(limit)), bbox.left + 4 * scale, y + 3 * scale);
    }
    paper.textBaseline = 'middle';
    for (const { mark, colour, y } of this.marks(plot, 11 * scale)) {
      paper.fillStyle = this.colourOf(`colour-${String(colour)}`);
      paper.fillText(mark, right + 4 * scale, y);
    }
    paper.restore();
  }

  /** Where lines end together their marks stand above one another. */
  private marks(plot: uPlot, height: number): readonly { readonly mark: string; readonly colour: number; readonly y: number }[] {
    const ends = this.lines.flatMap(({ points, mark, dashed, colour }) => {
      const last = points.at(-1);
      return last && !dashed ? [{ mark, colour, y: plot.valToPos(last[1], 'y', true) }] : [];
    });
    // From the bottom up, and down again where they would stand above the picture.
    let above = Infinity;
    const up = ends.sort((one, other) => other.y - one.y).map((end) => ({ ...end, y: (above = Math.min(end.y, above - height)) }));
    let below = height / 2;
    return up.reverse().map((end) => {
      const y = Math.max(end.y, below);
      below = y + height;
      return { ...end, y };
    });
  }

  private pointed(left: number): void {
    const { plot } = this;
    // Without the pointer it is where the keyboard has put it.
    if (!plot || (left < 0 && document.activeElement === this.picture)) return;
    this.ago = left < 0 ? 0 : Math.max(0, Math.round(this.scale.now / 1000 - plot.posToVal(left, 'x')));
    this.tell();
  }

  private pressed(event: KeyboardEvent): void {
    const most = this.scale.span / 1000;
    const next = {
      ArrowLeft: this.ago + step,
      ArrowDown: this.ago + step,
      ArrowRight: this.ago - step,
      ArrowUp: this.ago - step,
      Home: most,
      End: 0,
    };
    const ago = new Map(Object.entries(next)).get(event.key);
    if (ago === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.look(Math.min(most, Math.max(0, ago)));
  }

  private look(ago: number): void {
    this.ago = ago;
    const { plot } = this;
    if (plot) plot.setCursor({ left: ago === 0 ? -10 : plot.valToPos(this.scale.now / 1000 - ago, 'x'), top: 0 }, false);
    this.tell();
  }

  private tell(): void {
    const { now, format } = this.scale;
    const time = now - this.ago * 1000;
    const told = this.lines.map((line) => {
      const value = this.ago === 0 ? line.points.at(-1)?.[1] : valueAt(line.points, time);
      return { ...line, text: value === undefined ? '–' : format(value) };
    });
    const when = this.ago === 0 ? '' : new Date(time).toLocaleTimeString(document.documentElement.lang || undefined);
    const pieces: HTMLElement[] = [];
    for (const { mark, dashed, colour, text } of told) {
      if (dashed) pieces.at(-1)?.append(` / ${text}`);
      else pieces.push(element('span', { className: `colour-${String(colour)}` }, `${mark} ${text}`));
    }
    this.values.replaceChildren(...(when === '' ? [] : [element('span', { className: 'when' }, when)]), ...pieces);
    this.picture.ariaValueNow = String(this.ago);
    this.picture.ariaValueText = [when === '' ? t('now') : when, ...told.map(({ name, text }) => `${name} ${text}`)].join(', ');
  }
}
