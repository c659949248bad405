import type { App } from '../../app';
import { type UsageKind, usageKinds } from '../../core/disk-usage';
import type { DiskUsagePageModel, DiskUsagePageWish } from '../../core/disk-usage-page';
import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { shortId } from '../../core/reference';
import { oneOf } from '../../core/wish-fields';
import { volumeNode } from '../../nodes/volume';
import type { OpenPage, PageReading } from '../../pages';
import { definePage } from '../define-page';
import { inspectImage } from '../images/inspect';
import { prune } from '../prune/prune';
import { hasBuildCache } from '../prune/planned';
import { showContainer } from '../targets/show-container';

/** There is one such page for an engine, which is opened for nothing. */
type Argument = Readonly<Record<string, never>>;
type DiskUsagePage = OpenPage<App, Argument, DiskUsagePageModel>;

/** Where the disk went. Measuring takes an engine long, so no event makes it stale but a removal that began here. */
export const diskUsagePage = definePage<Argument, DiskUsagePageModel, DiskUsagePageWish>({
  id: 'disk-usage',
  title: () => t('Disk Usage'),
  key: () => '',
  saved: () => ({}),
  waiting: () => t('Measuring the disk usage'),
  read,
  wishes: {
    prune: {
      check(fields, { prunable }) {
        const what = oneOf([...prunable, 'everything'], fields.get('what'));
        return what && { what };
      },
      fulfil: (page, { what }) => openPlan(page, what),
    },
    show: {
      check(fields, { usage }) {
        const [what, id] = [oneOf(usageKinds, fields.get('what')), fields.get('id')];
        if (what === undefined || id === undefined) return what && { what };
        const shown = idsOf(usage, what).find((known) => known === id);
        return shown === undefined ? undefined : { what, id: shown };
      },
      fulfil: (page, { what, id }) => (what === 'buildCache' ? openPlan(page, what) : showUsed(page.app, what, id)),
    },
  },
});

async function read({ app }: DiskUsagePage, { signal }: PageReading): Promise<DiskUsagePageModel> {
  app.log.command(dockerLine(['system', 'df', '--verbose'], app.terminalShell()));
  const engine = await app.connection.engine(signal);
  const { state } = app.connection;
  const [usage, images, containers] = await Promise.all([
    engine.system.diskUsage(signal),
    engine.images.list(),
    engine.containers.list({ all: true }),
  ]);
  // Podman counts no containers of images; the lists know better on every engine.
  const users = (id: string): number => containers.filter(({ imageId }) => imageId === id).length;
  // One image has one size everywhere: the list's.
  const sizes = new Map(images.map(({ id, size }) => [id, size]));
  return {
    engine: state.kind === 'connected' ? state.candidate.name : '',
    usage: {
      ...usage,
      images: usage.images.map((image) => ({
        ...image,
        size: sizes.get(image.id) ?? image.size,
        containers: Math.max(image.containers, users(image.id)),
      })),
    },
    names: Object.fromEntries(images.filter(({ tags }) => tags.length > 0).map(({ id, tags }) => [id, tags])),
    prunable: usageKinds.filter((kind) => kind !== 'buildCache' || hasBuildCache(engine.information)),
    containerdStore: engine.information.containerdStore,
    measured: Date.now(),
  };
}

/** By what the rows of a kind are known; the build cache has neither pages nor rows to lead to. */
function idsOf({ images, containers, volumes }: DiskUsagePageModel['usage'], kind: UsageKind): readonly string[] {
  switch (kind) {
    case 'images':
      return images.map(({ id }) => id);
    case 'containers':
      return containers.map(({ id }) => id);
    case 'volumes':
      return volumes.map(({ name }) => name);
    case 'buildCache':
      return [];
  }
}

/** Opens the plan. It stays open as long as the user likes, so nobody waits for it. */
function openPlan(page: DiskUsagePage, what: UsageKind | 'everything'): Promise<undefined> {
  // As wide as the sums of reclaimable bytes, to which it is opened.
  const wish = what === 'containers' ? {} : { scope: 'unused' };
  prune(page.app, what, wish, () => page.stale()).catch((error: unknown) => page.app.show.error(error));
  return Promise.resolve(undefined);
}

/** Opens the view of a kind; with an id the object's page, or its row in the view, also where a filter hides it. */
async function showUsed(app: App, what: Exclude<UsageKind, 'buildCache'>, id: string | undefined): Promise<undefined> {
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
