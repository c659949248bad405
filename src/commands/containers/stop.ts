import { t } from '../../core/localize';
import { changeContainers, type ChangedContainers, changedContainers, containersAnswer } from '../targets/change-containers';
import { isUp } from '../targets/container-targets';
import { defineCommand } from '../define';
import { stopAnswers, stopOptions, stopWords } from './stop-words';

/** Stops running containers: SIGTERM (or the image's stop signal), then SIGKILL after the engine's patience. */
export const stopContainers = defineCommand({
  id: 'slipway.containers.stop',
  title: 'Stop Container',
  summary: 'Stops running containers, or all of a Compose project.',
  icon: 'debug-stop',
  on: [
    { node: 'container', with: ['running'] },
    { node: 'container', with: ['paused'] },
    { node: 'containerGroup', with: ['running'] },
  ],
  many: true,
  placement: { group: '1_state', order: 2, inline: true },
  palette: true,
  key: { key: 'shift+s', views: ['containers'] },
  answers: { containers: containersAnswer, ...stopAnswers },
  result: changedContainers,
  run: async (app, call): Promise<ChangedContainers> => {
    const options = stopOptions(call.answers);
    return changeContainers(app, call, {
      operation: 'stop',
      words: stopWords(options),
      title: t('Stop Containers'),
      placeholder: t('Running containers to stop'),
      accepts: isUp,
      progress: (names) => t('Stopping {0}', names),
      work: (engine, id, signal) => engine.containers.stop(id, signal, options),
    });
  },
});
