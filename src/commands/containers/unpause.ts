import { t } from '../../core/localize';
import { changeContainers, type ChangedContainers, changedContainers, containersAnswer } from '../targets/change-containers';
import { defineCommand } from '../define';

/** Lets paused containers go on. */
export const unpauseContainers = defineCommand({
  id: 'slipway.containers.unpause',
  title: 'Unpause Container',
  summary: 'Unpauses paused containers.',
  icon: 'debug-continue',
  on: [{ node: 'container', with: ['paused'] }],
  many: true,
  placement: { group: '1_state', order: 5, inline: true },
  palette: true,
  answers: { containers: containersAnswer },
  result: changedContainers,
  run: (app, call): Promise<ChangedContainers> =>
    changeContainers(app, call, {
      operation: 'unpause',
      title: t('Unpause Containers'),
      placeholder: t('Paused containers to unpause'),
      accepts: ({ state }) => state === 'paused',
      progress: (names) => t('Unpausing {0}', names),
      work: (engine, id) => engine.containers.unpause(id),
    }),
});
