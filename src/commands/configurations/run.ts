import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { choice, optional, text } from '../answers/takes';
import { defineCommand } from '../define';
import type { StartedRun } from '../images/perform-run';
import { chosenConfiguration } from './chosen-configuration';
import { startConfiguration } from './start-configuration';
import { configurationsFile } from '../../files/run-configurations';

/** Starts a run configuration of the project. */
export const runConfiguration = defineCommand({
  id: 'slipway.configurations.run',
  title: 'Run Configuration…',
  summary:
    'Does what a run configuration of `.vscode/slipway.json` says: its steps before launch in order, then the container. A container of it that runs is replaced, after asking, unless `allowParallelRun` is set. Nothing is run of a workspace that is not trusted.',
  icon: 'play',
  on: [{ node: 'runConfiguration' }],
  placement: { group: '1_run', order: 1, inline: true },
  palette: true,
  key: { key: 'r', views: ['containers'] },
  answers: {
    configuration: text('Name of the configuration.'),
    running: optional(choice(['replace', 'keep'], 'What becomes of a container of it that runs.'), 'replace'),
  },
  result: '{ container: string; name: string }',
  run: async (app, call): Promise<StartedRun> => {
    const title = t('Run Configuration');
    // What the file says is run, so whoever wrote it must be trusted.
    if (!app.trust.isGranted) throw failure('restrictedMode', { name: configurationsFile, wants: 'run' });
    const { chosen } = await chosenConfiguration(app, call, title);
    return startConfiguration(app, chosen.configuration, call);
  },
});
