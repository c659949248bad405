import { formatAge } from '../../core/age';
import { type DiskUsage, type UsageKind, usageTotals } from '../../core/disk-usage';
import type { DiskUsagePageModel, DiskUsagePageWish } from '../../core/disk-usage-page';
import { sizeNote } from '../../core/image-size';
import { t } from '../../core/localize';
import { shortId } from '../../core/reference';
import { formatBytes } from '../../core/sizes';
import { oneLine } from '../../core/untrusted';
import { element } from './parts/elements';
import { button, link } from './parts/button';
import { bar, cell, section, stated } from './parts/page-elements';
import { Page } from './parts/page';
import { own } from '../../core/records';

const page = new Page<{ model: DiskUsagePageModel; wish: DiskUsagePageWish }>();
/** More rows than this of one kind are counted, not shown. */
const mostRows = 500;

const kindName = (kind: UsageKind): string =>
  ({ images: t('Images'), containers: t('Containers'), volumes: t('Volumes'), buildCache: t('Build cache') })[kind];

function head({ engine, measured }: DiskUsagePageModel, error: string | undefined): HTMLElement {
  const title = element('h1', {}, t('Disk Usage'), element('span', { className: 'engine' }, oneLine(engine)));
  const when = element('span', { className: 'note' }, t('Measured at {0}', new Date(measured).toLocaleTimeString()));
  const again = button(t('Measure Again'), () => page.send({ kind: 'refresh' }));
  const actions = element(
    'div',
    { className: 'actions' },
    again,
    button(t('Prune Everything…'), () => page.send({ kind: 'prune', what: 'everything' })),
    when,
  );
  const problem = error === undefined ? [] : [element('div', { className: 'error', role: 'alert' }, error)];
  return element('header', {}, title, actions, ...problem);
}

function table(
  className: string,
  label: string,
  columns: readonly (readonly [string, string])[],
  rows: readonly HTMLElement[],
): HTMLElement {
  const heads = columns.map(([text, kind]) => element('th', { scope: 'col', className: kind }, text));
  const made = element(
    'table',
    { className: `${className} stacks` },
    element('thead', {}, element('tr', {}, ...heads)),
    element('tbody', {}, ...rows),
  );
  made.ariaLabel = label;
  return stated(made);
}

function totals({ usage, prunable }: DiskUsagePageModel): HTMLElement {
  const sums = usageTotals(usage);
  const whole = Math.max(1, ...sums.map(({ size }) => size));
  const rows = sums.map(({ kind, count, active, size, reclaimable }) => {
    const parts = bar({ share: (size - reclaimable) / whole, className: 'used' }, { share: reclaimable / whole, className: 'free' });
    const prune = prunable.includes(kind) ? [link(t('Prune…'), () => page.send({ kind: 'prune', what: kind }))] : [];
    for (const made of prune) made.ariaLabel = t('Plan what to prune: {0}', kindName(kind));
    return element(
      'tr',
      {},
      element('th', { scope: 'row' }, lead(kindName(kind), whither(kind), { kind: 'show', what: kind })),
      cell('number', t('Count'), String(count)),
      cell('number', t('In use'), String(active)),
      cell('number', t('Size'), formatBytes(size)),
      cell('number', t('Reclaimable'), formatBytes(reclaimable)),
      element('td', { className: 'part' }, parts),
      element('td', { className: 'prune' }, ...prune),
    );
  });
  const columns = [
    [t('Kind'), ''],
    [t('Count'), 'number'],
    [t('In use'), 'number'],
    [t('Size'), 'number'],
    [t('Reclaimable'), 'number'],
    [t('Used and reclaimable'), 'part'],
    ['', 'prune'],
  ] as const;
  return table('totals', t('Sums'), columns, rows);
}

/** A name that leads somewhere. */
function lead(text: string, title: string, wish: DiskUsagePageWish): HTMLButtonElement {
  const made = link(text, () => page.send(wish));
  made.title = title;
  return made;
}

function whither(kind: UsageKind): string {
  switch (kind) {
    case 'images':
      return t('Show the Images view');
    case 'containers':
      return t('Show the Containers view');
    case 'volumes':
      return t('Show the Volumes view');
    case 'buildCache':
      return t('Plan what to prune: {0}', kindName(kind));
  }
}

/** What the words and the parts of the bars mean. */
function legend({ containerdStore }: DiskUsagePageModel): HTMLElement {
  const entries: readonly (readonly [className: string, word: string, meaning: string])[] = [
    ['used', t('In use'), t('images of containers, running containers, volumes of containers, and cache that a build uses')],
    ['free', t('Reclaimable'), t('nothing uses it, and a prune can remove it')],
    ['other', t('Shared'), t('layers that other images have, too; they are stored once and stay while one of those images does')],
  ];
  const rows = entries.flatMap(([className, word, meaning]) => [
    element('dt', {}, element('span', { className: 'bar swatch', ariaHidden: 'true' }, element('span', { className })), word),
    element('dd', {}, meaning),
  ]);
  const note = sizeNote(containerdStore, 0);
  const size = note === undefined ? t('of an image: all its layers, those that it shares as well') : note;
  rows.push(element('dt', {}, t('Size')), element('dd', {}, size));
  return element('dl', { className: 'legend', ariaLabel: t('Legend') }, ...rows);
}

interface Detail {
  /** What the page asks to be shown; nothing for what has neither a page nor a row. */
  readonly id?: string;
  readonly name: string;
  readonly state: string;
  readonly size: number;
  /** Bytes shared with others; 0 where nothing is. */
  readonly shared: number;
  readonly used: boolean;
}

function details(kind: UsageKind, list: readonly Detail[]): HTMLElement | undefined {
  const sorted = list.toSorted((left, right) => right.size - left.size);
  const most = Math.max(1, sorted[0]?.size ?? 0);
  const rows = sorted
    .slice(0, mostRows)
    .map(({ id, name, state, size, shared, used }) =>
      element(
        'tr',
        {},
        element(
          'th',
          { scope: 'row' },
          id === undefined
            ? oneLine(name, 300)
            : lead(oneLine(name, 300), kind === 'images' ? t('Inspect Image') : whither(kind), { kind: 'show', what: kind, id }),
        ),
        cell(used ? 'state' : 'state unused', t('State'), state),
        cell('number', t('Size'), size < 0 ? t('unknown') : formatBytes(size)),
        cell('number', t('Shared'), shared > 0 ? formatBytes(shared) : ''),
        element(
          'td',
          { className: 'part' },
          bar({ share: shared / most, className: 'other' }, { share: (size - shared) / most, className: used ? 'used' : 'free' }),
        ),
      ),
    );
  if (rows.length === 0) return undefined;
  const columns = [
    [t('Name'), 'name'],
    [t('State'), 'state'],
    [t('Size'), 'number'],
    [t('Shared'), 'number'],
    [t('Share'), 'part'],
  ] as const;
  const more = sorted.length > mostRows ? [element('p', { className: 'note' }, t('… and {0} more', sorted.length - mostRows))] : [];
  return section(kindName(kind), table('details', kindName(kind), columns, rows), ...more);
}

function allDetails({ usage, names }: DiskUsagePageModel): readonly (HTMLElement | undefined)[] {
  const { images, containers, volumes, buildCache }: DiskUsage = usage;
  const users = (count: number): string =>
    count === 0 ? t('not in use') : count < 0 ? t('unknown') : count === 1 ? t('1 container') : t('{0} containers', count);
  return [
    details(
      'images',
      images.map(({ id, size, sharedSize, containers: count }) => ({
        id,
        name: own(names, id)?.join(', ') ?? shortId(id),
        state: users(count),
        size,
        shared: Math.max(0, sharedSize),
        used: count > 0,
      })),
    ),
    details(
      'containers',
      containers.map(({ id, name, running, size }) => ({
        id,
        name,
        state: running ? t('running') : t('stopped'),
        size,
        shared: 0,
        used: running,
      })),
    ),
    details(
      'volumes',
      volumes.map(({ name, size, users: count }) => ({ id: name, name, state: users(count), size, shared: 0, used: count !== 0 })),
    ),
    details(
      'buildCache',
      buildCache.map(({ description, kind, id, size, shared, inUse, lastUsed }) => ({
        name: description || `${kind} ${id}`,
        state: inUse ? t('in use') : lastUsed > 0 ? formatAge(lastUsed, Date.now()) : t('not in use'),
        size,
        shared: shared ? size : 0,
        used: inUse,
      })),
    ),
  ];
}

page.draw(({ model, error }) => {
  const note = element(
    'p',
    { className: 'note' },
    t('Totals count shared layers once; the list counts them for each image. A prune plan counts what a selection frees.'),
  );
  return [head(model, error), section(t('Sums'), totals(model), legend(model), note), ...allDetails(model)];
});
