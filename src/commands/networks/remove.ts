import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import { networkNode } from '../../nodes/network';
import { back } from '../../ports';
import { type AnswersOf, names } from '../answers/takes';
import { someNames } from '../targets/container-targets';
import { type CommandCall, defineCommand } from '../define';
import { type Named, runOnEach } from '../targets/run-on-each';

const answers = { networks: names('Names or ids of the networks.') };

type Answers = AnswersOf<typeof answers>;

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
  answers,
  result: '{ readonly networks: readonly string[] }',
  run: async (app, call): Promise<{ readonly networks: readonly string[] }> => {
    const targets = await chosenNetworks(app, call);
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

async function chosenNetworks(app: App, call: CommandCall<Answers>): Promise<readonly Named[]> {
  const { networks } = call.answers;
  if (networks !== undefined) return networks.map((name) => ({ id: name, name }));
  const rows = call.nodes.filter(networkNode.is).map(({ data }) => ({ id: data.network.id, name: data.network.name }));
  if (rows.length > 0) return rows;
  const title = t('Remove Networks');
  const choices = [...(await app.inventory.read('networks')).values()]
    .filter((network) => networkNode.view({ network, usedBy: [] }).flags?.includes('removable'))
    .map(({ id, name, driver }) => ({ label: oneLine(name), description: oneLine(driver), icon: 'type-hierarchy', value: { id, name } }));
  const chosen = await app.ask.chooseMany(choices, {
    title,
    placeholder: t('Networks to remove'),
    none: t('There are no networks of your own'),
  });
  if (chosen === back || chosen.length === 0) throw failure('cancelled', { operation: title });
  return chosen;
}
