import { t } from '../../core/localize';
import { optional, text } from '../answers/takes';
import { defineCommand } from '../define';
import { chosenConfiguration } from './chosen-configuration';
import { readConfigurations } from '../../files/run-configurations';

/** Opens the file where a configuration stands. */
export const editRunConfiguration = defineCommand({
  id: 'slipway.configurations.edit',
  title: 'Edit Run Configuration',
  summary: 'Opens `.vscode/slipway.json` at the run configuration, or where something is wrong in it; the editor knows its fields.',
  icon: 'edit',
  on: [{ node: 'runConfiguration' }, { node: 'runConfigurationGroup' }],
  placement: { group: '2_name', order: 1 },
  palette: false,
  answers: { configuration: optional(text('Name of the configuration; the file alone without it.')) },
  result: '{ file: string; line: number }',
  run: async (app, call): Promise<{ readonly file: string; readonly line: number }> => {
    const isAll = call.answers.configuration === undefined && !call.nodes.some(({ kind }) => kind === 'runConfiguration');
    const { file, line } = isAll ? await wholeFile() : await oneOfIt();
    await app.show.file({ file, line });
    return { file, line };

    async function wholeFile(): Promise<{ readonly file: string; readonly line: number }> {
      const { file, problems } = await readConfigurations(app.workspaceFolder());
      return { file, line: problems[0]?.line ?? 1 };
    }
    async function oneOfIt(): Promise<{ readonly file: string; readonly line: number }> {
      const { known, chosen } = await chosenConfiguration(app, call, t('Edit Run Configuration'));
      return { file: known.file, line: chosen.line };
    }
  },
});
