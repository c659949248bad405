import { t } from '../../core/localize';
import { defineCommand } from '../define';
import { buildAnswer, chosenBuild } from './chosen-builds';

/** Opens the Dockerfile of a build. */
export const openBuildDockerfile = defineCommand({
  id: 'slipway.builds.openDockerfile',
  title: 'Open Dockerfile',
  summary: 'Opens the Dockerfile of a build.',
  icon: 'go-to-file',
  on: [{ node: 'build', with: ['hasFile'] }],
  placement: { group: '3_look', order: 2 },
  palette: false,
  key: { key: 'o', views: ['builds'] },
  answers: { build: buildAnswer },
  result: '{ file: string }',
  run: async (app, call): Promise<{ readonly file: string }> => {
    const { request } = await chosenBuild(app, call, {
      title: t('Open Dockerfile'),
      placeholder: t('Build to open the Dockerfile of'),
      accepts: (build) => build.request.dockerfile.kind === 'file',
    });
    const file = request.dockerfile.kind === 'file' ? request.dockerfile.file : '';
    await app.show.file({ file });
    return { file };
  },
});
