import { t } from '../../core/localize';
import { formatBytes } from '../../core/sizes';
import type { StatsPageModel, StatsPageWish, StatsPoint, StatsRow } from '../../core/stats-page';
import { oneLine } from '../../core/untrusted';
import { oneOf, wishFields } from '../../core/wish-fields';
import { element, setText } from './parts/elements';
import { type ChartLine, LineChart } from './parts/line-chart';
import { Page } from './parts/page';
import { harmless } from './parts/page-elements';
import { formatPercent, type StatsColumn, statsColumns, type StatsOrder, StatsTable } from './parts/stats-table';

const page = new Page<{ model: StatsPageModel; wish: StatsPageWish }>();

/** So much time is drawn, in milliseconds. */
const span = 180_000;

const kept = wishFields(page.saved);
let order: StatsOrder = { column: oneOf(statsColumns, kept.get('column')) ?? 'name', descending: kept.get('descending') === true };
/** Whether the limits of the memory are in the picture; as it fits best before somebody has said so. */
let toLimit = typeof kept.get('toLimit') === 'boolean' ? kept.get('toLimit') === true : undefined;

/** One chart: its lines, the second one of a container dashed, and how its numbers are written. */
interface Measure {
  readonly chart: LineChart;
  readonly lines: readonly { readonly value: (point: StatsPoint) => number; readonly name?: string }[];
  readonly least: number;
  readonly whole?: boolean;
  readonly format: (value: number) => string;
  readonly limit?: (row: StatsRow) => number;
}

const rate = (value: number): string => t('{0}/s', formatBytes(value));

function measures(toLimit: HTMLElement): readonly Measure[] {
  return [
    { chart: new LineChart(t('CPU')), lines: [{ value: ({ cpu }) => cpu }], least: 1, format: formatPercent },
    {
      chart: new LineChart(t('Memory'), toLimit),
      lines: [{ value: ({ memory }) => memory }],
      least: 1_000_000,
      format: formatBytes,
      limit: ({ memoryLimit }) => memoryLimit,
    },
    {
      chart: new LineChart(t('Network: in, and out dashed')),
      lines: [
        { value: ({ received }) => received, name: t('in') },
        { value: ({ sent }) => sent, name: t('out') },
      ],
      least: 1_000,
      format: rate,
    },
    {
      chart: new LineChart(t('Block I/O: read, and written dashed')),
      lines: [
        { value: ({ read }) => read, name: t('read') },
        { value: ({ written }) => written, name: t('written') },
      ],
      least: 1_000,
      format: rate,
    },
    {
      chart: new LineChart(t('Processes')),
      lines: [{ value: ({ pids }) => pids }],
      least: 2,
      whole: true,
      format: String,
    },
  ];
}

/** The different limits of the rows. Without a wish they are drawn where the memory would not become a flat line at the bottom. */
function limitsOf(rows: readonly StatsRow[], wish: boolean | undefined): readonly number[] {
  const limits = [...new Set(rows.map(({ memoryLimit }) => memoryLimit).filter((limit) => limit > 0))];
  const highest = Math.max(0, ...rows.flatMap(({ points }) => points.map(({ memory }) => memory)));
  return limits.filter((limit) => wish ?? limit <= highest * 20);
}

/** What is drawn once, in the user's language, and changed from then on. */
class Drawn {
  private readonly title = element('span');
  private readonly engine = element('span', { className: 'engine' });
  private readonly note = element('p', { className: 'note' });
  private readonly problem = element('div', { className: 'error', role: 'alert', hidden: true });
  private readonly limitTick = element('input', { type: 'checkbox' });
  private readonly measures = measures(element('label', {}, this.limitTick, t('Up to the limit')));
  private readonly table = new StatsTable(
    (wish) => page.send(wish),
    (column) => this.sort(column),
  );
  private model: StatsPageModel | undefined;

  constructor() {
    this.limitTick.addEventListener('change', () => {
      toLimit = this.limitTick.checked;
      this.again();
    });
    const charts = element('div', { className: 'charts' }, ...this.measures.map(({ chart }) => chart.root));
    const head = element('header', {}, element('h1', {}, this.title, this.engine), this.problem);
    document.body.append(head, this.table.root, this.note, element('h2', {}, t('The last three minutes')), charts);
  }

  show(model: StatsPageModel, error: string | undefined): void {
    this.model = model;
    setText(this.title, model.everything ? t('Stats of all running containers') : t('Stats'));
    setText(this.engine, oneLine(model.engine));
    setText(this.problem, error === undefined ? '' : harmless(error));
    this.problem.hidden = error === undefined;
    setText(this.note, noteOf(model));
    const charted = model.rows.filter(({ charted: shown }) => shown);
    this.table.show(model, order, new Map(charted.map(({ id }, index) => [id, index])));
    const now = Math.max(0, ...charted.map(({ points }) => points.at(-1)?.time ?? 0));
    for (const { chart, lines: kinds, least, format, limit, whole = false } of this.measures) {
      const lines = charted.flatMap(({ points, name }, colour) =>
        kinds.map(({ value, name: kind }, index): ChartLine => ({
          mark: String(colour + 1),
          name: [oneLine(name, 60), ...(kind === undefined ? [] : [kind])].join(' '),
          colour,
          dashed: index > 0,
          points: points.map((point) => [point.time, value(point)]),
        })),
      );
      const limits = limit ? limitsOf(charted, toLimit) : [];
      if (limit) this.limitTick.checked = limits.length > 0;
      chart.show(lines, { now, span, least, format, limits, whole });
    }
  }

  private sort(column: StatsColumn): void {
    const descending = column === order.column ? !order.descending : column !== 'name';
    order = { column, descending };
    this.again();
  }

  private again(): void {
    page.save({ ...order, toLimit });
    if (this.model) this.show(this.model, undefined);
  }
}

function noteOf({ rows, more, everything }: StatsPageModel): string {
  if (rows.length === 0) return everything ? t('No container is running.') : t('The engine no longer has these containers.');
  return more > 0
    ? t('{0} more are running; the first {1} are shown.', more, rows.length)
    : t('100 % CPU is one processor. The lines of up to five containers are drawn.');
}

let drawn: Drawn | undefined;

page.start(({ model, error }) => {
  drawn ??= new Drawn();
  drawn.show(model, error);
});
