import type { App } from '../../app';
import { type UsageKind, usageKinds } from '../../core/disk-usage';
import type { DiskUsagePageModel } from '../../core/disk-usage-page';
import { dockerLine } from '../../core/docker-line';
import { Emitter } from '../../core/emitter';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { shortId } from '../../core/reference';
import { volumeNode } from '../../nodes/volume';
import { defineCommand } from '../define';
import { inspectImage } from '../images/inspect';
import { prune } from '../prune/page';
import { hasBuildCache } from '../prune/planned';
import { showContainer } from '../show-container';

/** Shows where the disk went. */
export const showDiskUsage = defineCommand({
  id: 'slipway.system.diskUsage',
  title: 'Show Disk Usage',
  summary: 'Opens a page like `docker system df -v`: images, containers, volumes and build cache with their sizes, what is shared and what can be reclaimed.',
  icon: 'pie-chart',
  on: [{ node: 'engine', with: ['current'] }],
  placement: { group: '3_look', order: 2 },
  palette: true,
  titleBar: { views: ['images'], overflow: '3_disk' },
  answers: {},
  result: '{ engine, usage: { layersSize, images, containers, volumes, buildCache }, names, prunable, containerdStore, measured }',
  run: async (app): Promise<DiskUsagePageModel> => {
    const measure = (): Promise<DiskUsagePageModel> => app.progress.run(t('Measuring the disk usage'), (_report, signal) => measured(app, signal));
    const model = await measure();
    const removed = new Emitter<undefined>();
    const plan = (what: UsageKind | 'everything'): Promise<void> => openPlan(app, what, () => removed.fire(undefined));
    const show = (what: UsageKind, id?: string): Promise<void> => (what === 'buildCache' ? plan(what) : showUsed(app, what, id));
    await app.pages.diskUsage({ model, refresh: measure, show, prune: plan, onStale: removed.event });
    return model;
  },
});

async function measured(app: App, signal: AbortSignal): Promise<DiskUsagePageModel> {
  app.log.command(dockerLine(['system', 'df', '--verbose'], app.terminalShell()));
  const engine = await app.connection.engine(signal);
  const { state } = app.connection;
  const [usage, images, containers] = await Promise.all([engine.system.diskUsage(signal), engine.images.list(), engine.containers.list({ all: true })]);
  // Podman counts no containers of images; the lists know better on every engine.
  const users = (id: string): number => containers.filter(({ imageId }) => imageId === id).length;
  // One image has one size everywhere: the list's.
  const sizes = new Map(images.map(({ id, size }) => [id, size]));
  return {
    engine: state.kind === 'connected' ? state.candidate.name : '',
    usage: { ...usage, images: usage.images.map((image) => ({ ...image, size: sizes.get(image.id) ?? image.size, containers: Math.max(image.containers, users(image.id)) })) },
    names: Object.fromEntries(images.filter(({ tags }) => tags.length > 0).map(({ id, tags }) => [id, tags])),
    prunable: usageKinds.filter((kind) => kind !== 'buildCache' || hasBuildCache(engine.information)),
    containerdStore: engine.information.containerdStore,
    measured: Date.now(),
  };
}

/** Opens the plan. It stays open as long as the user likes, so nobody waits for it. */
function openPlan(app: App, what: UsageKind | 'everything', onRemoved: () => void): Promise<void> {
  // As wide as the sums of reclaimable bytes, to which it is opened.
  const wish = what === 'containers' ? {} : { scope: 'unused' };
  prune(app, what, wish, onRemoved).catch((error: unknown) => app.show.error(error));
  return Promise.resolve();
}

/** Opens the view of a kind; with an id the object's page, or its row in the view, also where a filter hides it. */
async function showUsed(app: App, what: Exclude<UsageKind, 'buildCache'>, id: string | undefined): Promise<void> {
  if (id === undefined) await app.show.reveal('', what);
  else if (what === 'images') {
    const tags = (await app.inventory.read('images')).get(id)?.tags ?? [];
    await inspectImage.run(app, { nodes: [], answers: { image: tags.length === 1 ? (tags[0] ?? id) : id }, programmatic: false });
  } else if (what === 'containers') {
    const container = (await app.inventory.read('containers')).get(id);
    if (!container) throw failure('notFound', { what: 'container', name: shortId(id) });
    await showContainer(app, container);
  } else {
    const volume = (await app.inventory.read('volumes')).get(id);
    if (!volume) throw failure('notFound', { what: 'volume', name: id });
    const row = volumeNode.make({ volume, usedBy: [] }).id;
    if (!(await app.show.reveal(row, 'volumes')) && app.views.filter('volumes') !== '') {
      await app.views.setFilter('volumes', '');
      await app.show.reveal(row, 'volumes');
    }
  }
}
