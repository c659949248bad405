import { engineGuide, enginePlace } from '../../core/engine-place';
import { defineCommand } from '../define';

export const installEngine = defineCommand({
  id: 'slipway.engines.install',
  title: 'How to Get an Engine',
  summary:
    'Opens the page that explains how to get a container engine on this system: Docker Desktop on Windows and macOS, the packages of Linux, the features of a dev container.',
  icon: 'link-external',
  palette: true,
  titleBar: { views: ['engines'], overflow: '1_bring' },
  answers: {},
  result: 'undefined',
  run: async (app) => {
    await app.show.external(engineGuide(enginePlace(app.host)));
    return undefined;
  },
});
