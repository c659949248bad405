import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import { text } from '../answers/takes';
import { defineCommand } from '../define';
import { chosenConfiguration } from './chosen-configuration';
import { configurationsFile, deleteConfiguration } from '../../files/run-configurations';

/** Takes a configuration out of the file. */
export const deleteRunConfiguration = defineCommand({
  id: 'slipway.configurations.delete',
  title: 'Delete Run Configuration…',
  summary: 'Takes a run configuration out of `.vscode/slipway.json`, after asking. Everything else in the file stays, comments too.',
  icon: 'trash',
  on: [{ node: 'runConfiguration' }],
  placement: { group: '9_remove', order: 1 },
  palette: false,
  answers: { configuration: text('Name of the configuration.') },
  result: '{ configuration: string }',
  run: async (app, call): Promise<{ readonly configuration: string }> => {
    const { chosen } = await chosenConfiguration(app, call, t('Delete Run Configuration'));
    const { name } = chosen.configuration;
    if (!call.programmatic) {
      await app.ask.confirm(t('Delete the run configuration {0} from {1}?', oneLine(name), configurationsFile), t('Delete'));
    }
    await deleteConfiguration(app.workspaceFolder(), name);
    return { configuration: name };
  },
});
