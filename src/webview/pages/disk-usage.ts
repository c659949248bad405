import { formatAge } from '../../core/age';
import { type DiskUsage, type UsageKind, usageTotals } from '../../core/disk-usage';
import type { DiskUsagePageModel, DiskUsagePageWish } from '../../core/disk-usage-page';
import { t } from '../../core/localize';
import { shortId } from '../../core/reference';
import { formatBytes } from '../../core/sizes';
import { oneLine } from '../../core/untrusted';
import { element } from './parts/elements';
import { bar, button, section } from './parts/page-elements';
import { onPageMessage } from './parts/page-messages';
import { vsCodeApi } from './parts/vscode-api';

const api = vsCodeApi();
/** More rows than this of one kind are counted, not shown. */
const mostRows = 500;

function send(wish: DiskUsagePageWish): void {
  api.postMessage(wish);
}

const kindName = (kind: UsageKind): string =>
  ({ images: t('Images'), containers: t('Containers'), volumes: t('Volumes'), buildCache: t('Build cache') })[kind];

function head({ engine, measured }: DiskUsagePageModel, error: string | undefined): HTMLElement {
  const title = element('h1', {}, t('Disk Usage'), element('span', { className: 'engine' }, oneLine(engine)));
  const when = element('span', { className: 'note' }, t('Measured at {0}', new Date(measured).toLocaleTimeString()));
  const again = button(t('Measure Again'), () => send({ kind: 'refresh' }));
  const actions = element('div', { className: 'actions' }, again, button(t('Prune Everything…'), () => send({ kind: 'prune', what: 'everything' })), when);
  const problem = error === undefined ? [] : [element('div', { className: 'error', role: 'alert' }, error)];
  return element('header', {}, title, actions, ...problem);
}

function table(className: string, label: string, columns: readonly (readonly [string, string])[], rows: readonly HTMLElement[]): HTMLElement {
  const heads = columns.map(([text, kind]) => element('th', { scope: 'col', className: kind }, text));
  const made = element('table', { className }, element('thead', {}, element('tr', {}, ...heads)), element('tbody', {}, ...rows));
  made.ariaLabel = label;
  return made;
}

function totals({ usage, prunable }: DiskUsagePageModel): HTMLElement {
  const sums = usageTotals(usage);
  const whole = Math.max(1, ...sums.map(({ size }) => size));
  const rows = sums.map(({ kind, count, active, size, reclaimable }) => {
    const parts = bar({ share: (size - reclaimable) / whole, className: 'used' }, { share: reclaimable / whole, className: 'free' });
    const prune = prunable.includes(kind) ? [button(t('Prune…'), () => send({ kind: 'prune', what: kind }), 'link')] : [];
    for (const made of prune) made.ariaLabel = t('Plan what to prune: {0}', kindName(kind));
    return element(
      'tr',
      {},
      element('th', { scope: 'row' }, kindName(kind)),
      element('td', { className: 'number' }, String(count)),
      element('td', { className: 'number' }, String(active)),
      element('td', { className: 'number' }, formatBytes(size)),
      element('td', { className: 'number' }, formatBytes(reclaimable)),
      element('td', { className: 'part' }, parts),
      element('td', {}, ...prune),
    );
  });
  const columns = [[t('Kind'), ''], [t('Count'), 'number'], [t('In use'), 'number'], [t('Size'), 'number'], [t('Reclaimable'), 'number'], [t('Used and reclaimable'), 'part'], ['', '']] as const;
  return table('totals', t('Sums'), columns, rows);
}

interface Detail {
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
  const rows = sorted.slice(0, mostRows).map(({ name, state, size, shared, used }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, oneLine(name, 300)),
      element('td', { className: used ? 'state' : 'state unused' }, state),
      element('td', { className: 'number' }, size < 0 ? t('unknown') : formatBytes(size)),
      element('td', { className: 'number' }, shared > 0 ? formatBytes(shared) : ''),
      element('td', { className: 'part' }, bar({ share: shared / most, className: 'other' }, { share: (size - shared) / most, className: used ? 'used' : 'free' })),
    ),
  );
  if (rows.length === 0) return undefined;
  const columns = [[t('Name'), 'name'], [t('State'), 'state'], [t('Size'), 'number'], [t('Shared'), 'number'], [t('Share'), 'part']] as const;
  const more = sorted.length > mostRows ? [element('p', { className: 'note' }, t('… and {0} more', sorted.length - mostRows))] : [];
  return section(kindName(kind), table('details', kindName(kind), columns, rows), ...more);
}

function allDetails({ usage, names }: DiskUsagePageModel): readonly (HTMLElement | undefined)[] {
  const { images, containers, volumes, buildCache }: DiskUsage = usage;
  const users = (count: number): string => (count === 0 ? t('not in use') : count < 0 ? t('unknown') : count === 1 ? t('1 container') : t('{0} containers', count));
  return [
    details('images', images.map(({ id, size, sharedSize, containers: count }) => ({ name: names[id]?.join(', ') ?? shortId(id), state: users(count), size, shared: Math.max(0, sharedSize), used: count > 0 }))),
    details('containers', containers.map(({ name, running, size }) => ({ name, state: running ? t('running') : t('stopped'), size, shared: 0, used: running }))),
    details('volumes', volumes.map(({ name, size, users: count }) => ({ name, state: users(count), size, shared: 0, used: count !== 0 }))),
    details('buildCache', buildCache.map(({ description, kind, id, size, shared, inUse, lastUsed }) => ({ name: description || `${kind} ${id}`, state: inUse ? t('in use') : lastUsed > 0 ? formatAge(lastUsed, Date.now()) : t('not in use'), size, shared: shared ? size : 0, used: inUse }))),
  ];
}

onPageMessage<DiskUsagePageModel>(({ model, error }) => {
  const note = element('p', { className: 'note' }, t('Totals count shared layers once; the list counts them for each image. Prune plans show the exact sizes.'));
  const parts = [head(model, error), section(t('Sums'), totals(model), note), ...allDetails(model)];
  const { scrollY } = window;
  document.body.replaceChildren(...parts.filter((part) => part !== undefined));
  window.scrollTo(0, scrollY);
});
send({ kind: 'ready' });
