import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { defined } from '../../core/records';
import type { ConnectOptions } from '../../engine/networks/networks';
import { containerNode } from '../../nodes/container';
import { networkNode } from '../../nodes/network';
import { back } from '../../ports';
import { name, names, optional, text, texts } from '../answers/takes';
import { defineCommand } from '../define';
import { chooseTarget, chooseTargets, someNames } from '../targets/choose-targets';
import { containers } from '../targets/container-targets';
import { networks } from '../targets/network-targets';
import { nameInErrors, runOnEach } from '../targets/run-on-each';

interface Connected {
  readonly network: string;
  readonly containers: readonly string[];
}

/** Attaches containers to a network: from the row of the network, or of the containers. */
export const connectNetwork = defineCommand({
  id: 'slipway.networks.connect',
  title: 'Connect to Network…',
  summary: 'Attaches containers to a network, with other names by which they are found there.',
  icon: 'plug',
  on: [{ node: 'network' }, { node: 'container' }],
  many: true,
  placement: { group: '5_state', order: 3 },
  palette: true,
  answers: {
    network: name('Name or id of the network.'),
    containers: names('Names or ids of the containers.'),
    aliases: optional(texts('Other names by which the containers are found on the network.')),
    ipv4: optional(text('Address for the container; only for one.')),
    ipv6: optional(text('IPv6 address for the container; only for one.')),
  },
  result: '{ readonly network: string; readonly containers: readonly string[] }',
  run: async (app, call): Promise<Connected> => {
    const title = t('Connect to Network');
    const { aliases, ipv4, ipv6 } = call.answers;
    const rows = call.nodes.filter((node) => containerNode.is(node));
    const network = await chooseTarget(
      app,
      { answers: { network: call.answers.network }, nodes: call.nodes.filter((node) => networkNode.is(node)), elsewhere: call.elsewhere },
      networks,
      { title, placeholder: t('Network to connect to'), accepts: (listed) => listed.name !== 'none' && listed.name !== 'host' },
    );
    const targets = await chooseTargets(app, { answers: { containers: call.answers.containers }, nodes: rows }, containers, {
      title,
      placeholder: t('Containers to connect to {0}', network.name),
      accepts: (listed) => !listed.networks.includes(network.name),
      whenNone: t('All containers are on this network.'),
    });
    const options: ConnectOptions = call.programmatic ? defined({ aliases, ipv4, ipv6 }) : await askAliases(app, title, network.name);
    for (const target of targets) app.log.command(dockerLine(connectWords(network.name, target.name, options), app.terminalShell()));
    return app.progress.run(t('Connecting {0} to {1}', someNames(targets), network.name), async (_report, signal) => {
      const engine = await app.connection.engine(signal);
      const done = await runOnEach(
        targets,
        'connect',
        ({ id }) => nameInErrors(network, engine.networks.connect(network.id, id, options)),
        signal,
      );
      return { network: network.name, containers: done };
    });
  },
});

async function askAliases(app: App, title: string, network: string): Promise<ConnectOptions> {
  // The first network of an engine has no names.
  if (network === 'bridge') return {};
  const typed = await app.ask.input({
    title,
    prompt: t('Other names by which it is found on {0}, with blanks between. Empty: its own name.', network),
    check: (value) =>
      /^[\w.\s-]*$/.test(value) ? undefined : { severity: 'error', message: t('Names of letters, digits, “_”, “.” and “-”.') },
  });
  if (typed === back) throw failure('cancelled', { operation: title });
  const aliases = typed.split(/\s+/).filter((alias) => alias !== '');
  return aliases.length === 0 ? {} : { aliases };
}

function connectWords(network: string, container: string, { aliases = [], ipv4, ipv6 }: ConnectOptions): readonly string[] {
  return [
    'network',
    'connect',
    ...aliases.flatMap((alias) => ['--alias', alias]),
    ...(ipv4 === undefined ? [] : ['--ip', ipv4]),
    ...(ipv6 === undefined ? [] : ['--ip6', ipv6]),
    network,
    container,
  ];
}
