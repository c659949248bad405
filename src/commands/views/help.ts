import type { ViewId } from '../../nodes/define-tree';
import { defineCommand, type AnyCommand } from '../define';

function helpCommand(view: ViewId, title: string): AnyCommand {
  return defineCommand<object, undefined>({
    id: `slipway.${view}.help`,
    title,
    summary: 'Lists what can be done in this view, with its keys; the entry that is chosen is done.',
    icon: 'question',
    palette: true,
    titleBar: { views: [view], order: 10 },
    key: { key: 'shift+/', views: [view] },
    answers: {},
    result: 'undefined',
    run: async (app) => {
      await app.views.help(view);
      return undefined;
    },
  });
}

export const helpOfImages = helpCommand('images', 'Keys and Verbs of Images');
export const helpOfContainers = helpCommand('containers', 'Keys and Verbs of Containers');
export const helpOfRegistries = helpCommand('registries', 'Keys and Verbs of Registries');
export const helpOfVolumes = helpCommand('volumes', 'Keys and Verbs of Volumes');
export const helpOfNetworks = helpCommand('networks', 'Keys and Verbs of Networks');
export const helpOfEngines = helpCommand('engines', 'Keys and Verbs of Engines');
