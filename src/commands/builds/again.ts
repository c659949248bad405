import { t } from '../../core/localize';
import { defineCommand } from '../define';
import { buildAttended, buildUnattended } from './attended-build';
import type { BuiltImage } from './after-build';
import { showBegun } from './build-page';
import { buildAnswer, chosenBuild } from './chosen-builds';

/** Builds with everything that a build was told, and asks nothing. */
export const buildAgain = defineCommand({
  id: 'slipway.builds.again',
  title: 'Build Again',
  summary: 'Builds again what a build of this window has built, with all its options.',
  icon: 'debug-rerun',
  on: [{ node: 'build', with: ['ended'] }],
  placement: { group: '1_run', order: 1, inline: true },
  palette: true,
  key: { key: 'b', views: ['builds'] },
  answers: { build: buildAnswer },
  result: '{ imageId?: string; reference?: string }',
  run: async (app, call): Promise<BuiltImage> => {
    const { request } = await chosenBuild(app, call, {
      title: t('Build Again'),
      placeholder: t('Build to repeat'),
      accepts: ({ state }) => state !== 'running',
    });
    return call.programmatic ? buildUnattended(app, request) : buildAttended(app, request, showBegun(app));
  },
});
