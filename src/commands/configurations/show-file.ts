import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { configurationOfRow } from '../../nodes/run-configuration';
import { configurationsFile, findConfiguration, readConfigurations } from '../../files/run-configurations';
import { optional, text } from '../answers/takes';
import { defineCommand } from '../define';

/** Opens the file where the project's configurations stand. */
export const showConfigurationsFile = defineCommand({
  id: 'slipway.configurations.showFile',
  title: 'Show in File',
  summary: 'Opens `.vscode/slipway.json` at the run configuration, or where something is wrong in it; the editor knows its fields.',
  icon: 'go-to-file',
  on: [
    { node: 'runConfiguration', with: ['inFile'] },
    { node: 'imageRunConfiguration', with: ['inFile'] },
    { node: 'runConfigurationGroup', with: ['inFile'] },
  ],
  placement: { group: '3_look', order: 1 },
  palette: false,
  answers: { configuration: optional(text('Name of the configuration; the file alone without it.')) },
  result: '{ file: string; line: number }',
  run: async (app, call): Promise<{ readonly file: string; readonly line: number }> => {
    const [row] = call.nodes.flatMap((node) => configurationOfRow(node) ?? []);
    const name = call.answers.configuration ?? row?.configuration.name;
    const known = await readConfigurations(app.workspaceFolder());
    const { file, problems, exists } = known;
    if (!exists)
      throw failure('notFound', {
        what: 'file',
        name: configurationsFile,
        detail: t('{0} has no run configurations.', configurationsFile),
      });
    const line = name === undefined ? (problems[0]?.line ?? 1) : findConfiguration(known, name).line;
    await app.show.file({ file, line });
    return { file, line };
  },
});
