import { t } from '../../core/localize';
import { changeContainers, type ChangedContainers, changedContainers, containersAnswer } from '../targets/change-containers';
import { defineCommand } from '../define';

/** Freezes all processes of running containers. */
export const pauseContainers = defineCommand({
  id: 'slipway.containers.pause',
  title: 'Pause Container',
  summary: 'Freezes all processes of running containers.',
  icon: 'debug-pause',
  on: [{ node: 'container', with: ['running'] }],
  many: true,
  placement: { group: '1_state', order: 4 },
  palette: true,
  answers: { containers: containersAnswer },
  result: changedContainers,
  run: (app, call): Promise<ChangedContainers> =>
    changeContainers(app, call, {
      operation: 'pause',
      title: t('Pause Containers'),
      placeholder: t('Running containers to pause'),
      accepts: ({ state }) => state === 'running',
      progress: (names) => t('Pausing {0}', names),
      work: (engine, id) => engine.containers.pause(id),
    }),
});
