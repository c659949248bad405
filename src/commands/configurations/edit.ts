import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import type { KeptFor } from '../../nodes/kept-configurations';
import { defineCommand } from '../define';
import { runFormPage } from '../images/run-form-page';
import { chosenConfiguration } from './chosen-configuration';
import { configurationAnswers } from './configuration-answers';

/** Opens a configuration in the form of a run. */
export const editRunConfiguration = defineCommand({
  id: 'slipway.configurations.edit',
  title: 'Edit Run Configuration…',
  summary:
    'Opens the form of a run with what a run configuration says. Saved, only what was changed is another in the file: comments and everything else stay. The steps before launch and whether it may run several times at once are in the form, too.',
  icon: 'edit',
  on: [{ node: 'runConfiguration' }, { node: 'imageRunConfiguration' }],
  placement: { group: '2_name', order: 1 },
  palette: true,
  answers: configurationAnswers,
  result: '{ configuration: string; keptFor: "project" | "user" }',
  run: async (app, call): Promise<{ readonly configuration: string; readonly keptFor: KeptFor }> => {
    const title = t('Edit Run Configuration');
    const { configuration, keptFor } = await chosenConfiguration(app, call, title);
    const page = await app.pages.open(runFormPage, { image: configuration.image, keep: { name: configuration.name, keptFor } });
    if (!call.programmatic && (await page.closed).kept === undefined) throw failure('cancelled', { operation: title });
    return { configuration: configuration.name, keptFor };
  },
});
