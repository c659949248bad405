import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import { defineCommand } from '../define';
import { configurationAnswers } from './configuration-answers';
import { forgetConfiguration } from './keep-configuration';
import { chosenConfiguration } from './chosen-configuration';
import { configurationsFile } from '../../files/run-configurations';

/** Takes a configuration out of the file. */
export const deleteRunConfiguration = defineCommand({
  id: 'slipway.configurations.delete',
  title: 'Delete Run Configuration…',
  summary: 'Deletes a run configuration, after asking. Everything else in `.vscode/slipway.json` stays, comments too.',
  icon: 'trash',
  on: [{ node: 'runConfiguration' }, { node: 'imageRunConfiguration' }],
  placement: { group: '9_remove', order: 1 },
  palette: false,
  answers: configurationAnswers,
  result: '{ configuration: string }',
  run: async (app, call): Promise<{ readonly configuration: string }> => {
    const { configuration, keptFor } = await chosenConfiguration(app, call, t('Delete Run Configuration'));
    const { name } = configuration;
    if (!call.programmatic) {
      const question =
        keptFor === 'user'
          ? t('Delete your run configuration {0}?', oneLine(name))
          : t('Delete the run configuration {0} from {1}?', oneLine(name), configurationsFile);
      await app.ask.confirm(question, t('Delete'));
    }
    await forgetConfiguration(app, name, keptFor);
    return { configuration: name };
  },
});
