import type { DiskUsagePageModel } from '../../core/disk-usage-page';
import { defineCommand } from '../define';
import { diskUsagePage } from './disk-usage-page';

/** Shows where the disk went. */
export const showDiskUsage = defineCommand({
  id: 'slipway.system.diskUsage',
  title: 'Show Disk Usage',
  summary:
    'Opens a page like `docker system df -v`: images, containers, volumes and build cache with their sizes, what is shared and what can be reclaimed.',
  icon: 'pie-chart',
  on: [{ node: 'engine', with: ['current'] }, { node: 'engine', with: ['shown'] }, { node: 'shownEngine' }],
  placement: { group: '3_look', order: 2 },
  palette: true,
  titleBar: { views: ['images'], overflow: '3_disk' },
  answers: {},
  result: '{ engine, usage: { layersSize, images, containers, volumes, buildCache }, names, prunable, containerdStore, measured }',
  run: async (app): Promise<DiskUsagePageModel> => (await app.pages.open(diskUsagePage, {})).model,
});
