import { element } from './elements';

/** One line of a chart. */
export interface ChartLine {
  /** Stands at its end, so that lines are not told apart by colour alone. */
  readonly mark: string;
  /** Which of the chart colours, from 0. */
  readonly colour: number;
  readonly dashed: boolean;
  readonly points: readonly (readonly [time: number, value: number])[];
}

const [width, height, edge] = [320, 120, 14];
const space = 'http://www.w3.org/2000/svg';

/** None of them runs or loads anything. */
type ShapeAttribute = 'viewBox' | 'preserveAspectRatio' | 'role' | 'class' | 'fill' | 'points' | 'x' | 'y' | 'x1' | 'x2' | 'y1' | 'y2';

function svg(
  name: 'svg' | 'line' | 'text' | 'polyline',
  attributes: Readonly<Partial<Record<ShapeAttribute, string | number>>>,
): SVGElement {
  const made = document.createElementNS(space, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

/** A chart of lines over the last minutes. Its numbers stand in the table, so it is a picture with a name. */
export class LineChart {
  readonly root: HTMLElement;
  private readonly picture = svg('svg', { viewBox: `0 0 ${String(width)} ${String(height)}`, preserveAspectRatio: 'none', role: 'img' });
  private readonly most = element('span', { className: 'most' });

  constructor(title: string) {
    this.picture.setAttribute('aria-label', title);
    this.root = element('figure', { className: 'chart' }, element('figcaption', {}, title, this.most), this.picture);
  }

  /** Draws the lines; `span` is the time that is shown, in milliseconds before `now`; `format` makes a text of the highest value. */
  show(lines: readonly ChartLine[], { now, span, least, format }: ChartScale): void {
    const highest = Math.max(least, ...lines.flatMap(({ points }) => points.map(([, value]) => value)));
    const x = (time: number): number => (width - edge) * (1 - Math.min(1, Math.max(0, (now - time) / span)));
    const y = (value: number): number => height - 4 - (height - 12) * (value / highest);
    this.most.textContent = format(highest);
    this.picture.replaceChildren(
      ...[0, 0.5, 1].map((part) => svg('line', { class: 'grid', x1: 0, x2: width - edge, y1: y(highest * part), y2: y(highest * part) })),
      ...lines.flatMap((line) => drawn(line, x, y)),
    );
  }
}

/** How a chart is scaled. */
export interface ChartScale {
  readonly now: number;
  readonly span: number;
  /** The top is at least this. */
  readonly least: number;
  readonly format: (value: number) => string;
}

function drawn(
  { points, colour, dashed, mark }: ChartLine,
  x: (time: number) => number,
  y: (value: number) => number,
): readonly SVGElement[] {
  const last = points.at(-1);
  if (!last) return [];
  const name = `line colour-${String(colour)}${dashed ? ' dashed' : ''}`;
  const places = points.map(([time, value]) => `${x(time).toFixed(1)},${y(value).toFixed(1)}`);
  const label = svg('text', { class: `mark colour-${String(colour)}`, x: width - edge + 2, y: Math.max(9, y(last[1]) + 3) });
  label.textContent = mark;
  return [svg('polyline', { class: name, points: places.join(' '), fill: 'none' }), label];
}
