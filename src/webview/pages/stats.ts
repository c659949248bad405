import { t } from '../../core/localize';
import { formatBytes } from '../../core/sizes';
import type { StatsPageModel, StatsPageWish, StatsPoint } from '../../core/stats-page';
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

/** One chart: its name, its lines (the second one dashed), and how its numbers are written. */
interface Measure {
  readonly chart: LineChart;
  readonly values: readonly ((point: StatsPoint) => number)[];
  readonly least: number;
  readonly format: (value: number) => string;
}

const rate = (value: number): string => t('{0}/s', formatBytes(value));

function measures(): readonly Measure[] {
  return [
    { chart: new LineChart(t('CPU')), values: [({ cpu }) => cpu], least: 1, format: formatPercent },
    { chart: new LineChart(t('Memory')), values: [({ memory }) => memory], least: 1_000_000, format: formatBytes },
    {
      chart: new LineChart(t('Network: in, and out dashed')),
      values: [({ received }) => received, ({ sent }) => sent],
      least: 1_000,
      format: rate,
    },
    {
      chart: new LineChart(t('Block I/O: read, and written dashed')),
      values: [({ read }) => read, ({ written }) => written],
      least: 1_000,
      format: rate,
    },
    { chart: new LineChart(t('Processes')), values: [({ pids }) => pids], least: 1, format: (value) => String(Math.round(value)) },
  ];
}

/** What is drawn once, in the user's language, and changed from then on. */
class Drawn {
  private readonly title = element('span');
  private readonly engine = element('span', { className: 'engine' });
  private readonly note = element('p', { className: 'note' });
  private readonly problem = element('div', { className: 'error', role: 'alert', hidden: true });
  private readonly measures = measures();
  private readonly table = new StatsTable(
    (wish) => page.send(wish),
    (column) => this.sort(column),
  );
  private model: StatsPageModel | undefined;

  constructor() {
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
    for (const { chart, values, least, format } of this.measures) {
      const lines = charted.flatMap(({ points }, colour) =>
        values.map((value, index): ChartLine => ({
          mark: index === 0 ? String(colour + 1) : '',
          colour,
          dashed: index > 0,
          points: points.map((point) => [point.time, value(point)]),
        })),
      );
      chart.show(lines, { now, span, least, format });
    }
  }

  private sort(column: StatsColumn): void {
    const descending = column === order.column ? !order.descending : column !== 'name';
    order = { column, descending };
    page.save(order);
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
