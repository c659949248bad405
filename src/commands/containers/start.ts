import { t } from '../../core/localize';
import { changeContainers, type ChangedContainers, changedContainers, containersAnswer } from '../targets/change-containers';
import { isUp } from '../targets/container-targets';
import { defineCommand } from '../define';

/** Starts stopped containers. One that runs already is a success, as for docker. */
export const startContainers = defineCommand({
  id: 'slipway.containers.start',
  title: 'Start Container',
  summary: 'Starts stopped containers, or all of a Compose project.',
  icon: 'play',
  on: [{ node: 'container', with: ['stopped'] }, { node: 'containerGroup' }],
  many: true,
  placement: { group: '1_state', order: 1, inline: true },
  palette: true,
  key: { key: 's', views: ['containers'] },
  answers: { containers: containersAnswer },
  result: changedContainers,
  run: (app, call): Promise<ChangedContainers> =>
    changeContainers(app, call, {
      operation: 'start',
      title: t('Start Containers'),
      placeholder: t('Stopped containers to start'),
      accepts: (container) => !isUp(container),
      progress: (names) => t('Starting {0}', names),
      work: (engine, id) => engine.containers.start(id),
    }),
});
