import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { defined } from '../../core/records';
import type { NetworkSpecification } from '../../engine/networks/networks';
import { back } from '../../ports';
import { flag, name, optional, text, textsByName } from '../answers/takes';
import { assignmentsOf, assignmentWords } from '../asking/assignments';
import { askInSteps } from '../asking/steps';
import { textSteps } from '../asking/text-steps';
import { defineCommand } from '../define';

/** Makes a network. */
export const createNetwork = defineCommand({
  id: 'slipway.networks.create',
  title: 'Create Network…',
  summary: 'Creates a network; asks for its name, driver, addresses, what it allows and its labels.',
  icon: 'add',
  on: [{ node: 'shownEngine', with: ['ofNetworks'] }],
  placement: { group: '1_run', order: 1 },
  titleBar: { views: ['networks'] },
  palette: true,
  key: { key: 'n', views: ['networks'], wholeView: true },
  answers: {
    name: name('Name of the network.'),
    driver: optional(text('Driver: `bridge`, `macvlan`, `ipvlan`, `overlay` or a plugin.')),
    subnet: optional(text('Addresses, such as `172.28.0.0/16`.')),
    gateway: optional(text('Address of the gateway, in the subnet.')),
    ipRange: optional(text('The part of the subnet from which containers get theirs.')),
    internal: optional(flag('Nothing outside can be reached from it.')),
    attachable: optional(flag('Containers may be attached by hand, for networks of a swarm.')),
    ipv6: optional(flag('With IPv6.')),
    options: optional(textsByName('Options of the driver.')),
    labels: optional(textsByName('Labels.')),
  },
  result: '{ readonly network: string; readonly id: string }',
  run: async (app, call): Promise<{ readonly network: string; readonly id: string }> => {
    const title = t('Create Network');
    const { name: given, ...rest } = call.answers;
    const specification: NetworkSpecification =
      call.programmatic && given !== undefined ? { name: given, ...defined(rest) } : await askSpecification(app, title);
    check(specification);
    app.log.command(dockerLine(createWords(specification), app.terminalShell()));
    const engine = await app.connection.engine();
    const { id, warning } = await engine.networks.create(specification);
    if (warning !== '') app.log.information(warning);
    if (!call.programmatic) await app.show.reveal(`network/${id}`, 'networks');
    return { network: specification.name, id };
  },
});

function createWords(specification: NetworkSpecification): readonly string[] {
  const { name: network, driver, subnet, gateway, ipRange, internal, attachable, ipv6, options = {}, labels = {} } = specification;
  const valued = Object.entries({ driver, subnet, gateway, 'ip-range': ipRange });
  return [
    'network',
    'create',
    ...valued.flatMap(([key, value]) => (value === undefined ? [] : [`--${key}`, value])),
    ...(internal ? ['--internal'] : []),
    ...(attachable ? ['--attachable'] : []),
    ...(ipv6 ? ['--ipv6'] : []),
    ...assignmentWords('--opt', options),
    ...assignmentWords('--label', labels),
    network,
  ];
}

/** Throws `invalidInput`. */
function check({ name: network, subnet, gateway, ipRange }: NetworkSpecification): void {
  const refuse = (field: string, value: string, reason: string | undefined): void => {
    if (reason !== undefined) throw failure('invalidInput', { field, value, reason });
  };
  refuse('name', network, nameRemark(network));
  if (subnet !== undefined) refuse('subnet', subnet, subnetRemark(subnet));
  if (gateway !== undefined) refuse('gateway', gateway, subnet === undefined ? t('A gateway needs a subnet.') : gatewayRemark(gateway));
  if (ipRange !== undefined) refuse('ipRange', ipRange, subnet === undefined ? t('A range needs a subnet.') : subnetRemark(ipRange));
}

function nameRemark(value: string): string | undefined {
  return /^[a-zA-Z0-9][\w.-]*$/.test(value)
    ? undefined
    : t('A name has letters, digits, “_”, “.” and “-”, and begins with a letter or digit.');
}

function subnetRemark(value: string): string | undefined {
  return /^[\d.]{7,15}\/\d{1,2}$|^[\da-f:]{2,39}\/\d{1,3}$/i.test(value) ? undefined : t('Addresses such as 172.28.0.0/16 or fd00:1::/64.');
}

function gatewayRemark(value: string): string | undefined {
  return /^[\d.]{7,15}$|^[\da-f:]{2,39}$/i.test(value) ? undefined : t('An address such as 172.28.0.1.');
}

async function askSpecification(app: App, title: string): Promise<NetworkSpecification> {
  const typed = { name: '', subnet: '', gateway: '', labels: '' };
  const taken = new Set([...(await app.inventory.read('networks')).values()].map((network) => network.name));
  let driver = 'bridge';
  let allowed: readonly ('internal' | 'attachable' | 'ipv6')[] = [];
  const ask = textSteps(app, title, typed);
  await askInSteps([
    ask({
      key: 'name',
      prompt: t('Name of the network'),
      problem: (value) => nameRemark(value) ?? (taken.has(value) ? t('There is a network of this name.') : undefined),
    }),
    async (place) => {
      const answer = await app.ask.choose(drivers(), { ...place, title, placeholder: t('Driver') });
      if (answer === back) return back;
      driver = answer;
      return undefined;
    },
    ask({
      key: 'subnet',
      prompt: t('Addresses, such as 172.28.0.0/16. Empty: the engine chooses.'),
      problem: (value) => (value === '' ? undefined : subnetRemark(value)),
    }),
    ask({
      key: 'gateway',
      prompt: t('Address of the gateway. Empty: the first one of {0}.', t('the subnet')),
      problem: (value) => (value === '' ? undefined : gatewayRemark(value)),
      wanted: () => typed.subnet !== '',
    }),
    async (place) => {
      const choices = [
        { label: t('Internal'), description: t('nothing outside can be reached'), value: 'internal' as const },
        { label: t('Attachable'), description: t('by hand, for networks of a swarm'), value: 'attachable' as const },
        { label: 'IPv6', value: 'ipv6' as const },
      ];
      const answer = await app.ask.chooseMany(
        choices.map((choice) => ({ ...choice, picked: allowed.includes(choice.value) })),
        { ...place, title, placeholder: t('Tick what the network is to have; none of them is usual') },
      );
      if (answer === back) return back;
      allowed = answer;
      return undefined;
    },
    ask({ key: 'labels', prompt: t('Labels, such as team=web stage=test. Empty: none.') }),
  ]);
  const { name: network, subnet, gateway, labels } = typed;
  return {
    name: network,
    driver,
    ...(subnet !== '' && { subnet, ...(gateway !== '' && { gateway }) }),
    ...Object.fromEntries(allowed.map((key) => [key, true])),
    ...(labels !== '' && { labels: assignmentsOf(labels) }),
  };
}

function drivers() {
  return [
    { label: 'bridge', description: t('a network of this machine'), value: 'bridge' },
    { label: 'macvlan', description: t('containers get addresses of the machine’s own network'), value: 'macvlan' },
    { label: 'ipvlan', description: t('the same, with the machine’s hardware address'), value: 'ipvlan' },
    { label: 'overlay', description: t('across the machines of a swarm'), value: 'overlay' },
  ];
}
