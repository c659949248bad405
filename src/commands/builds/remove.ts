import { t } from '../../core/localize';
import { defineCommand } from '../define';
import { buildAnswer, chosenBuilds } from './chosen-builds';

/** Takes ended builds from the list. What they made stays. */
export const removeBuild = defineCommand({
  id: 'slipway.builds.remove',
  title: 'Remove from List',
  summary: 'Removes ended builds from the Builds view; their images stay.',
  icon: 'close',
  on: [{ node: 'build', with: ['ended'] }],
  many: true,
  placement: { group: '9_remove', order: 1 },
  palette: false,
  key: { key: 'delete', mac: 'cmd+backspace', views: ['builds'] },
  answers: { build: buildAnswer },
  result: '{ readonly builds: readonly number[] }',
  run: async (app, call): Promise<{ readonly builds: readonly number[] }> => {
    const builds = await chosenBuilds(app, call, {
      title: t('Remove from List'),
      placeholder: t('Build to remove from the list'),
      accepts: ({ state }) => state !== 'running',
    });
    for (const { number } of builds) app.builds.remove(number);
    return { builds: builds.map(({ number }) => number) };
  },
});
