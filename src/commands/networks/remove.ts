import { dockerLine } from '../../core/docker-line';
import { t } from '../../core/localize';
import { networkNode } from '../../nodes/network';
import { names } from '../answers/takes';
import { defineCommand } from '../define';
import { chooseTargets, someNames } from '../targets/choose-targets';
import { networks } from '../targets/network-targets';
import { runOnEach } from '../targets/run-on-each';

/** Removes networks. One that a running container is attached to is refused by the engine. */
export const removeNetworks = defineCommand({
  id: 'slipway.networks.remove',
  title: 'Remove Network…',
  summary: 'Removes networks; says first which.',
  icon: 'trash',
  on: [{ node: 'network', with: ['removable'] }],
  many: true,
  placement: { group: '9_remove', order: 1 },
  palette: true,
  key: { key: 'delete', mac: 'cmd+backspace', views: ['networks'] },
  answers: { networks: names('Names or ids of the networks.') },
  result: '{ readonly networks: readonly string[] }',
  run: async (app, call): Promise<{ readonly networks: readonly string[] }> => {
    const targets = await chooseTargets(app, call, networks, {
      title: t('Remove Networks'),
      placeholder: t('Networks to remove'),
      none: t('There are no networks of your own'),
      accepts: (network) => networkNode.view({ network, usedBy: [] }).flags?.includes('removable') === true,
    });
    if (!call.programmatic) {
      const question = targets.length === 1 ? t('Remove the network {0}?', someNames(targets)) : t('Remove {0} networks?', targets.length);
      await app.ask.confirm(question, t('Remove'), targets.length === 1 ? undefined : someNames(targets, 10));
    }
    app.log.command(dockerLine(['network', 'rm', ...targets.map(({ name }) => name)], app.terminalShell()));
    return app.progress.run(t('Removing {0}', someNames(targets)), async (_report, signal) => {
      const engine = await app.connection.engine(signal);
      return { networks: await runOnEach(targets, 'remove', ({ id }) => engine.networks.remove(id), signal) };
    });
  },
});
