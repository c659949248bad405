import type { ChoosingCall, Elsewhere } from '../targets/elsewhere';
import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import { containerNode } from '../../nodes/container';
import type { Node } from '../../nodes/define';
import { networkNode } from '../../nodes/network';
import { networkAttachmentNode } from '../../nodes/network-attachment';
import { back } from '../../ports';
import { name, names } from '../answers/takes';
import { defineCommand } from '../define';
import { chooseTarget, chooseTargets } from '../targets/choose-targets';
import { containers } from '../targets/container-targets';
import { networks } from '../targets/network-targets';
import { type Named, runOnEach } from '../targets/run-on-each';

/** One container to take off one network. */
interface Pair {
  readonly network: Named;
  readonly container: Named;
}

/** Takes containers off a network: from the row of the network, of a container on it, or of the container itself. */
export const disconnectNetwork = defineCommand({
  id: 'slipway.networks.disconnect',
  title: 'Disconnect from Network…',
  summary: 'Takes containers off a network.',
  icon: 'debug-disconnect',
  on: [{ node: 'networkAttachment' }, { node: 'network', with: ['inUse'] }, { node: 'container' }],
  many: true,
  placement: { group: '5_state', order: 4, inline: ['networkAttachment'] },
  palette: true,
  answers: { network: name('Name or id of the network.'), containers: names('Names or ids of the containers.') },
  result: '{ readonly disconnected: readonly string[] }',
  run: async (app, call): Promise<{ readonly disconnected: readonly string[] }> => {
    const title = t('Disconnect from Network');
    const pairs = await pairsOf(app, title, call);
    for (const { network, container } of pairs)
      app.log.command(dockerLine(['network', 'disconnect', network.name, container.name], app.terminalShell()));
    return app.progress.run(
      t('Disconnecting {0}', oneLine(pairs.map(({ container }) => container.name).join(', '), 60)),
      async (_report, signal) => {
        const engine = await app.connection.engine(signal);
        const items = pairs.map(({ network, container }) => ({ ...container, network: network.id }));
        return { disconnected: await runOnEach(items, 'disconnect', ({ id, network }) => engine.networks.disconnect(network, id), signal) };
      },
    );
  },
});

type Call = Parameters<typeof disconnectNetwork.run>[1];

async function pairsOf(
  app: App,
  title: string,
  { nodes, answers, elsewhere }: Pick<Call, 'nodes' | 'answers'> & ChoosingCall,
): Promise<readonly Pair[]> {
  const direct = nodes.filter((node) => networkAttachmentNode.is(node)).map(({ data }) => data);
  const rest = nodes.filter((node) => !networkAttachmentNode.is(node));
  if (direct.length > 0 && rest.length === 0) return direct;
  const { network, containers: given } = answers as { readonly network?: string; readonly containers?: readonly string[] };
  if (network !== undefined && given !== undefined)
    return given.map((container) => ({ network: { id: network, name: network }, container: { id: container, name: container } }));
  return [...direct, ...(await askedPairs(app, title, rest, elsewhere))];
}

async function askedPairs(app: App, title: string, rows: readonly Node[], elsewhere: Elsewhere | undefined): Promise<readonly Pair[]> {
  const ofContainers = rows.filter((node) => containerNode.is(node)).map(({ data }) => data.container);
  if (ofContainers.length > 0) {
    const chosen = await chooseNetwork(app, title, [...new Set(ofContainers.flatMap((container) => container.networks))]);
    return ofContainers
      .filter((container) => container.networks.includes(chosen))
      .map((container) => ({ network: { id: chosen, name: chosen }, container }));
  }
  const network = await chooseTarget(app, { answers: {}, nodes: rows.filter((node) => networkNode.is(node)), elsewhere }, networks, {
    title,
    placeholder: t('Network'),
  });
  const targets = await chooseTargets(app, { answers: {}, nodes: [] }, containers, {
    title,
    placeholder: t('Containers to disconnect from {0}', network.name),
    accepts: (listed) => listed.networks.includes(network.name),
    whenNone: t('No container is on this network.'),
  });
  return targets.map((container) => ({ network, container }));
}

async function chooseNetwork(app: App, title: string, all: readonly string[]): Promise<string> {
  const [only, ...others] = all;
  if (only === undefined) {
    await app.show.information(t('It is on no network.'));
    throw failure('cancelled', { operation: title });
  }
  if (others.length === 0) return only;
  const chosen = await app.ask.choose(
    all.map((value) => ({ label: oneLine(value), icon: 'type-hierarchy', value })),
    { title, placeholder: t('Network to disconnect from') },
  );
  if (chosen === back) throw failure('cancelled', { operation: title });
  return chosen;
}
