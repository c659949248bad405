import { t } from '../../core/localize';
import { defineCommand } from '../define';
import { buildAnswer, chosenBuilds } from './chosen-builds';

/** Ends builds in their engines; nothing of them is left there. */
export const cancelBuild = defineCommand({
  id: 'slipway.builds.cancel',
  title: 'Cancel Build',
  summary: 'Ends running builds in the engine.',
  icon: 'debug-stop',
  on: [{ node: 'build', with: ['running'] }],
  many: true,
  placement: { group: '1_state', order: 1, inline: true },
  palette: true,
  key: { key: 'shift+s', views: ['builds'] },
  answers: { build: buildAnswer },
  result: '{ readonly builds: readonly number[] }',
  run: async (app, call): Promise<{ readonly builds: readonly number[] }> => {
    const builds = await chosenBuilds(app, call, {
      title: t('Cancel Build'),
      placeholder: t('Build to cancel'),
      accepts: ({ state }) => state === 'running',
    });
    for (const build of builds) build.cancel();
    return { builds: builds.map(({ number }) => number) };
  },
});
