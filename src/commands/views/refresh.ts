import type { ViewId } from '../../nodes/view-ids';
import { defineCommand, type AnyCommand } from '../define';

function refreshCommand(view: ViewId, title: string): AnyCommand {
  return defineCommand({
    id: `slipway.${view}.refresh`,
    title,
    summary: 'Reads everything in this view again. Rarely needed: views update automatically.',
    icon: 'refresh',
    palette: false,
    titleBar: { views: [view], order: 9 },
    key: { key: 'f5', views: [view] },
    answers: {},
    result: 'undefined',
    run: async (app): Promise<undefined> => {
      await app.views.refresh(view);
      return undefined;
    },
  });
}

export const refreshImages = refreshCommand('images', 'Refresh Images');
export const refreshContainers = refreshCommand('containers', 'Refresh Containers');
export const refreshVolumes = refreshCommand('volumes', 'Refresh Volumes');
export const refreshNetworks = refreshCommand('networks', 'Refresh Networks');
export const refreshEngines = refreshCommand('engines', 'Refresh Engines');
