import { isSignal } from '../../core/container-signals';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { back } from '../../ports';
import { optional, text } from '../answers/takes';
import { defineCommand } from '../define';
import { changeTargets, type ChangedContainers, changedContainers, containersAnswer } from '../targets/change-containers';
import { chooseTargets, someNames } from '../targets/choose-targets';
import { containers } from '../targets/container-targets';
import { askForSignal } from './stop-with-options';
import { noSignal } from './stop-words';

/** Sends a signal to the main process of containers. */
export const killContainers = defineCommand({
  id: 'slipway.containers.kill',
  title: 'Kill Container…',
  summary: 'Sends a signal to the main process of running containers; SIGKILL ends them at once.',
  icon: 'circle-slash',
  on: [
    { node: 'container', with: ['running'] },
    { node: 'containerGroup', with: ['running'] },
  ],
  many: true,
  placement: { group: '1_state', order: 6 },
  palette: true,
  answers: { containers: containersAnswer, signal: optional(text('Name or number of the signal.'), 'SIGKILL') },
  result: changedContainers,
  run: async (app, call): Promise<ChangedContainers> => {
    const title = t('Kill Container');
    const targets = await chooseTargets(app, call, containers, {
      title,
      placeholder: t('Running containers'),
      accepts: ({ state }) => state === 'running',
    });
    const chosen = call.programmatic ? call.answers.signal : await askForSignal(app, { title });
    if (chosen === back) throw failure('cancelled', { operation: title });
    const name = chosen ?? 'SIGKILL';
    if (!isSignal(name)) throw failure('invalidInput', { field: 'signal', value: name, reason: noSignal() });
    return changeTargets(
      app,
      targets,
      {
        operation: 'kill',
        progress: () => t('Sending {0} to {1}', name, someNames(targets)),
        work: (engine, id) => engine.containers.kill(id, name),
      },
      ['kill', '--signal', name],
    );
  },
});
