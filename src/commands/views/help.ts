import type { ViewId } from '../../nodes/view-ids';
import { defineCommand, type AnyCommand } from '../define';

function helpCommand(view: ViewId, title: string): AnyCommand {
  return defineCommand({
    id: `slipway.${view}.help`,
    title,
    summary:
      'Lists the actions of this view with their keys, and runs the one you choose. A program that gives an object is refused, as only a person can choose.',
    icon: 'question',
    palette: true,
    titleBar: { views: [view], order: 10 },
    key: { key: 'shift+/', views: [view] },
    answers: {},
    result: 'undefined',
    run: async (app): Promise<undefined> => {
      await app.views.help(view);
      return undefined;
    },
  });
}

export const helpOfImages = helpCommand('images', 'Keys and Actions of Images');
export const helpOfContainers = helpCommand('containers', 'Keys and Actions of Containers');
export const helpOfBuilds = helpCommand('builds', 'Keys and Actions of Builds');
export const helpOfRegistries = helpCommand('registries', 'Keys and Actions of Registries');
export const helpOfVolumes = helpCommand('volumes', 'Keys and Actions of Volumes');
export const helpOfNetworks = helpCommand('networks', 'Keys and Actions of Networks');
export const helpOfEngines = helpCommand('engines', 'Keys and Actions of Engines');
