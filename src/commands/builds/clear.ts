import { defineCommand } from '../define';

/** Takes all ended builds from the list. */
export const clearBuilds = defineCommand({
  id: 'slipway.builds.clear',
  title: 'Clear Ended Builds',
  summary: 'Removes all ended builds from the Builds view; their images stay.',
  icon: 'clear-all',
  palette: true,
  titleBar: { views: ['builds'], order: 2 },
  key: { key: 'shift+x', views: ['builds'] },
  answers: {},
  result: '{ readonly builds: readonly number[] }',
  run: (app): Promise<{ readonly builds: readonly number[] }> => {
    const ended = app.builds.all.filter(({ state }) => state !== 'running').map(({ number }) => number);
    for (const number of ended) app.builds.remove(number);
    return Promise.resolve({ builds: ended });
  },
});
