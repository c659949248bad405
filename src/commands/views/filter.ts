import type { ViewId } from '../../nodes/view-ids';
import { text } from '../answers/takes';
import { defineCommand, type AnyCommand } from '../define';

function filterCommand(view: ViewId, title: string): AnyCommand {
  return defineCommand({
    id: `slipway.${view}.filter`,
    title,
    summary: 'Shows only the rows that contain all of the given words, in this workspace. The empty text shows everything.',
    icon: 'filter',
    palette: true,
    titleBar: { views: [view], order: 2 },
    key: { key: 'ctrl+alt+f', mac: 'cmd+alt+f', views: [view] },
    answers: { text: text('Words that a row must contain.') },
    result: '{ text }',
    run: async (app, { answers }): Promise<{ readonly text: string }> => {
      if (answers.text === undefined) return { text: await app.views.askFilter(view) };
      await app.views.setFilter(view, answers.text);
      return { text: answers.text };
    },
  });
}

function clearCommand(view: ViewId, title: string): AnyCommand {
  return defineCommand({
    id: `slipway.${view}.clearFilter`,
    title,
    summary: 'Shows all rows again.',
    icon: 'clear-all',
    palette: true,
    titleBar: { views: [view], order: 2, onlyFiltered: true },
    answers: {},
    result: '{ text }',
    run: async (app): Promise<{ readonly text: '' }> => {
      await app.views.setFilter(view, '');
      return { text: '' };
    },
  });
}

export const filterImages = filterCommand('images', 'Filter Images…');
export const filterContainers = filterCommand('containers', 'Filter Containers…');
export const filterVolumes = filterCommand('volumes', 'Filter Volumes…');
export const filterNetworks = filterCommand('networks', 'Filter Networks…');
export const clearImagesFilter = clearCommand('images', 'Clear Image Filter');
export const clearContainersFilter = clearCommand('containers', 'Clear Container Filter');
export const clearVolumesFilter = clearCommand('volumes', 'Clear Volume Filter');
export const clearNetworksFilter = clearCommand('networks', 'Clear Network Filter');
