import type { App } from '../../app';
import type { UsageKind } from '../../core/disk-usage';
import type { DiskUsagePageModel } from '../../core/disk-usage-page';
import { dockerLine } from '../../core/docker-line';
import { t } from '../../core/localize';
import { defineCommand } from '../define';
import { pruneImages } from '../images/prune';

/** Shows where the disk went. */
export const showDiskUsage = defineCommand<object, DiskUsagePageModel>({
  id: 'slipway.system.diskUsage',
  title: 'Show Disk Usage',
  summary: 'Opens a page like `docker system df -v`: images, containers, volumes and build cache with their sizes, what is shared and what can be reclaimed.',
  icon: 'pie-chart',
  on: [{ node: 'engine', with: ['current'] }],
  placement: { group: '4_look' },
  palette: true,
  titleBar: { views: ['images'], overflow: true },
  answers: {},
  result: '{ engine, usage: { layersSize, images, containers, volumes, buildCache }, names, prunable, measured }',
  run: async (app) => {
    const measure = (): Promise<DiskUsagePageModel> => app.progress.run(t('Measuring the disk usage'), (_report, signal) => measured(app, signal));
    const model = await measure();
    await app.pages.diskUsage({ model, refresh: measure, prune: (what) => prune(app, what) });
    return model;
  },
});

async function measured(app: App, signal: AbortSignal): Promise<DiskUsagePageModel> {
  app.log.command(dockerLine(['system', 'df', '--verbose']));
  const engine = await app.connection.engine(signal);
  const { state } = app.connection;
  const [usage, images, containers] = await Promise.all([engine.diskUsage(signal), engine.listImages(), engine.listContainers({ all: true })]);
  // Podman counts no containers of images; the lists know better on every engine.
  const users = (id: string): number => containers.filter(({ imageId }) => imageId === id).length;
  return {
    engine: state.kind === 'connected' ? state.candidate.name : '',
    usage: { ...usage, images: usage.images.map((image) => ({ ...image, containers: Math.max(image.containers, users(image.id)) })) },
    names: Object.fromEntries(images.filter(({ tags }) => tags.length > 0).map(({ id, tags }) => [id, tags])),
    prunable: ['images'],
    measured: Date.now(),
  };
}

/** Opens the plan. It stays open as long as the user likes, so nobody waits for it. */
function prune(app: App, what: UsageKind): Promise<void> {
  if (what === 'images') {
    const call = { nodes: [], answers: { scope: 'unused' }, programmatic: false };
    pruneImages.run(app, call).catch((error: unknown) => app.show.error(error));
  }
  return Promise.resolve();
}
