import { t } from '../../core/localize';
import { changeContainers, type ChangedContainers, changedContainers, containersAnswer } from '../targets/change-containers';
import { defineCommand } from '../define';
import { stopAnswers, stopOptions, stopWords } from './stop-words';

/** Stops containers and starts them again; starts those that do not run. */
export const restartContainers = defineCommand({
  id: 'slipway.containers.restart',
  title: 'Restart Container',
  summary: 'Restarts containers, or all of a Compose project.',
  icon: 'debug-restart',
  on: [{ node: 'container' }, { node: 'containerGroup' }],
  many: true,
  placement: { group: '1_state', order: 3 },
  palette: true,
  key: { key: 'shift+r', views: ['containers'] },
  answers: { containers: containersAnswer, ...stopAnswers },
  result: changedContainers,
  run: async (app, call): Promise<ChangedContainers> => {
    const options = stopOptions(call.answers);
    return changeContainers(app, call, {
      operation: 'restart',
      words: stopWords(options),
      title: t('Restart Containers'),
      placeholder: t('Containers to restart'),
      progress: (names) => t('Restarting {0}', names),
      work: (engine, id, signal) => engine.containers.restart(id, signal, options),
    });
  },
});
