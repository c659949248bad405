import { t } from '../../core/localize';
import { composeOfBody } from '../../core/run/compose-of-body';
import { configurationLabel, wordsOfConfiguration } from '../../core/run/run-configuration';
import { own } from '../../core/records';
import { parseRunWords } from '../../core/run-line';
import { composeText } from '../containers/compose-text';
import { defineCommand } from '../define';
import { lineSurroundings } from '../images/line-surroundings';
import { chosenConfiguration } from './chosen-configuration';
import { configurationAnswers } from './configuration-answers';

/** Copies a Compose file with the service that a configuration means. What it holds goes to the clipboard only. */
export const copyConfigurationComposeService = defineCommand({
  id: 'slipway.configurations.copyComposeService',
  title: 'Copy as Compose Service',
  summary: 'Copies a Compose file with a service that runs what a run configuration says. Values of variables are part of the file.',
  icon: 'copy',
  on: [{ node: 'runConfiguration' }, { node: 'imageRunConfiguration' }],
  placement: { group: '7_copy', order: 2 },
  palette: false,
  answers: configurationAnswers,
  result: '{ text: string }',
  run: async (app, call): Promise<{ readonly text: string }> => {
    const { configuration } = await chosenConfiguration(app, call, t('Copy as Compose Service'));
    const surroundings = lineSurroundings(app, app.workspaceFolder());
    const { specification } = parseRunWords(wordsOfConfiguration(configuration, surroundings), surroundings);
    const { Labels, ...body } = specification.body;
    const labels = Object.entries((Labels ?? {}) as Readonly<Record<string, string>>).filter(([label]) => label !== configurationLabel);
    const file = composeOfBody({ ...specification, body: { ...body, ...(labels.length > 0 && { Labels: Object.fromEntries(labels) }) } });
    // A service has the name of the container where there is one.
    const [key = ''] = Object.keys(file.services);
    const name = specification.name ?? configuration.name.replace(/[^\w.-]+/g, '-');
    const text = await composeText({ ...file, services: { [name]: own(file.services, key) ?? {} } });
    await app.clipboard.write(text);
    return { text };
  },
});
