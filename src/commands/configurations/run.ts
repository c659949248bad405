import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { choice, optional } from '../answers/takes';
import { defineCommand } from '../define';
import type { StartedRun } from '../images/perform-run';
import { configurationAnswers } from './configuration-answers';
import { chosenConfiguration } from './chosen-configuration';
import { startConfiguration } from './start-configuration';
import { configurationsFile } from '../../files/run-configurations';

/** Starts a run configuration. */
export const runConfiguration = defineCommand({
  id: 'slipway.configurations.run',
  title: 'Run Configuration…',
  summary:
    'Does what a run configuration says: its steps before launch in order, then the container. A container of it that runs is replaced, after asking, unless `allowParallelRun` is set. Nothing is run of a workspace that is not trusted.',
  icon: 'play',
  on: [{ node: 'runConfiguration' }, { node: 'imageRunConfiguration' }],
  placement: { group: '1_run', order: 1, inline: true },
  palette: true,
  key: { key: 'r', views: ['containers', 'images'] },
  answers: {
    ...configurationAnswers,
    running: optional(choice(['replace', 'keep'], 'What becomes of a container of it that runs.'), 'replace'),
  },
  result: '{ container: string; name: string }',
  run: async (app, call): Promise<StartedRun> => {
    const title = t('Run Configuration');
    const { configuration, keptFor } = await chosenConfiguration(app, call, title);
    // What the file says is run, so whoever wrote it must be trusted.
    if (keptFor === 'project' && !app.trust.isGranted) throw failure('restrictedMode', { name: configurationsFile, wants: 'run' });
    return startConfiguration(app, configuration, call);
  },
});
