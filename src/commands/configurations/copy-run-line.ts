import { dockerLineWithSecrets } from '../../core/docker-line';
import { t } from '../../core/localize';
import { wordsOfConfiguration } from '../../core/run/run-configuration';
import { defineCommand } from '../define';
import { lineSurroundings } from '../images/line-surroundings';
import { configurationAnswers } from './configuration-answers';
import { chosenConfiguration } from './chosen-configuration';

/** Copies the docker line that a configuration means. What it holds goes to the clipboard only. */
export const copyConfigurationRunLine = defineCommand({
  id: 'slipway.configurations.copyRunLine',
  title: 'Copy as docker run',
  summary: 'Copies the `docker run` line that a run configuration means. Values of variables are part of the line.',
  icon: 'copy',
  on: [{ node: 'runConfiguration' }, { node: 'imageRunConfiguration' }],
  placement: { group: '7_copy', order: 1 },
  palette: false,
  answers: configurationAnswers,
  result: '{ text: string }',
  run: async (app, call): Promise<{ readonly text: string }> => {
    const { configuration } = await chosenConfiguration(app, call, t('Copy as docker run'));
    const { options, image, command } = wordsOfConfiguration(configuration, lineSurroundings(app, app.workspaceFolder()));
    const line = dockerLineWithSecrets(['run', ...options, image, ...command], app.terminalShell());
    await app.clipboard.write(line);
    return { text: line };
  },
});
