import { dockerLine } from '../../core/docker-line';
import { t } from '../../core/localize';
import { defineCommand } from '../define';
import { buildWords } from '../../core/build/build-words';
import { buildAnswer, chosenBuild } from './chosen-builds';

/** Copies the docker line that builds the same. */
export const copyBuildDockerCommand = defineCommand({
  id: 'slipway.builds.copyDockerCommand',
  title: 'Copy as docker Command',
  summary: 'Copies the `docker build` line that is equivalent to a build; values that may be secret are left out.',
  icon: 'terminal',
  on: [{ node: 'build' }],
  placement: { group: '7_copy', order: 1 },
  palette: false,
  key: { key: 'c', views: ['builds'] },
  answers: { build: buildAnswer },
  result: 'string',
  run: async (app, call): Promise<string> => {
    const { request } = await chosenBuild(app, call, {
      title: t('Copy as docker Command'),
      placeholder: t('Build to copy the line of'),
      accepts: () => true,
    });
    const line = dockerLine(buildWords(request), app.terminalShell());
    await app.clipboard.write(line);
    return line;
  },
});
