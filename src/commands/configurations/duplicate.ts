import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import type { KeptFor } from '../../nodes/kept-configurations';
import { optional, text } from '../answers/takes';
import { defineCommand } from '../define';
import { chosenConfiguration } from './chosen-configuration';
import { configurationAnswers } from './configuration-answers';
import { askConfigurationName, checkedName, freeConfigurationName, keepConfiguration } from './keep-configuration';

/** Makes another configuration of one. */
export const duplicateRunConfiguration = defineCommand({
  id: 'slipway.configurations.duplicate',
  title: 'Duplicate Run Configuration…',
  summary: 'Keeps what a run configuration says under another name too, in the same place.',
  icon: 'copy',
  on: [{ node: 'runConfiguration' }, { node: 'imageRunConfiguration' }],
  placement: { group: '2_name', order: 2 },
  palette: false,
  answers: { ...configurationAnswers, name: optional(text('Name of the other one; with a number behind it without this.')) },
  result: '{ configuration: string; keptFor: "project" | "user" }',
  run: async (app, call): Promise<{ readonly configuration: string; readonly keptFor: KeptFor }> => {
    const title = t('Duplicate Run Configuration');
    const { configuration, keptFor } = await chosenConfiguration(app, call, title);
    const free = await freeConfigurationName(app, configuration.name);
    const prompt = t('Name of the copy of {0}', oneLine(configuration.name));
    const name = call.answers.name ?? (call.programmatic ? free : await askConfigurationName(app, title, prompt, free));
    await keepConfiguration(app, { ...configuration, name: checkedName(name) }, keptFor);
    return { configuration: name, keptFor };
  },
});
