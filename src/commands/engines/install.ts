import { defineCommand } from '../define';

/** Docker's own page names the packages of every system, Docker Desktop and the ways without root. */
const guide = 'https://docs.docker.com/engine/install/';

export const installEngine = defineCommand<object, undefined>({
  id: 'slipway.engines.install',
  title: 'How to Get an Engine',
  summary: 'Opens the page that explains how to install a container engine on each system.',
  icon: 'link-external',
  palette: true,
  titleBar: { views: ['engines'], overflow: '1_bring' },
  answers: {},
  result: 'undefined',
  run: async (app) => {
    await app.show.external(guide);
    return undefined;
  },
});
