import { t } from '../localize';
import { BadValue, emptyNetwork, type NetworkDraft, type RunDraft } from './draft';
import { readCsv, readInteger, readIp, readMacAddress, readPair } from './values';
import { setOwn, defined } from '../records';

/** `--network name` or its long form: https://docs.docker.com/reference/cli/docker/container/run/#network. */
export function readNetwork(value: string): NetworkDraft {
  if (!value.includes('=')) return emptyNetwork(value);
  const fields = readCsv(value).map((field) => {
    const [key, text] = readPair(field);
    return [key.toLowerCase().trim(), text.trim()] as const;
  });
  const network = emptyNetwork(fields.findLast(([key]) => key === 'name')?.[1] ?? '');
  for (const [key, text] of fields) readField(network, key, text);
  if (network.target === '') throw new BadValue(t('The name of the network is missing.'));
  return network;
}

function readField(network: NetworkDraft, key: string, text: string): void {
  if (text === '') throw new BadValue(t('The field "{0}" is empty.', key));
  switch (key) {
    case 'name':
      return;
    case 'alias':
      network.aliases.push(text);
      return;
    case 'ip':
      network.ipv4 = readIp(text);
      return;
    case 'ip6':
      network.ipv6 = readIp(text);
      return;
    case 'mac-address':
      network.macAddress = readMacAddress(text);
      return;
    case 'link-local-ip':
      network.linkLocalIps.push(readIp(text));
      return;
    case 'driver-opt': {
      const [name, option] = readPair(text);
      setOwn(network.driverOptions, name, option);
      return;
    }
    case 'gw-priority':
      network.priority = readInteger(text);
      return;
    default:
      throw new BadValue(t('A network has no field "{0}".', key));
  }
}

/** Writes `NetworkMode`, `Links` and `NetworkingConfig`; throws {@link BadValue} for options that exclude each other. */
export function putNetworks(draft: RunDraft): void {
  const { networks, firstNetwork, host, config } = draft;
  const mergedFirst = merge(networks[0] ?? emptyNetwork('default'), firstNetwork);
  const all = [mergedFirst, ...networks.slice(1)];
  const names = all.map(({ target }) => target);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new BadValue(t('The network {0} is specified twice.', twice));
  if (all.length > 1) {
    const alone = names.find((name) => !isUserDefined(name) && name !== 'bridge' && name !== 'default');
    if (alone !== undefined) throw new BadValue(t('The network mode {0} cannot be combined with other networks.', alone));
  }
  if (networks.length > 0 && mergedFirst.target !== 'default') host['NetworkMode'] = mergedFirst.target;
  if (firstNetwork.links.length > 0) host['Links'] = firstNetwork.links;
  const endpoints: Record<string, unknown> = {};
  for (const network of all) {
    checkNetwork(network);
    const endpoint = endpointOf(network);
    if (Object.keys(endpoint).length > 0 || all.length > 1) setOwn(endpoints, network.target, endpoint);
  }
  if (Object.keys(endpoints).length > 0) config['NetworkingConfig'] = { EndpointsConfig: endpoints };
}

function merge(network: NetworkDraft, options: NetworkDraft): NetworkDraft {
  if (network.aliases.length > 0 && options.aliases.length > 0) throw givenTwice('alias', '--network-alias');
  if (network.ipv4 !== undefined && options.ipv4 !== undefined) throw givenTwice('ip', '--ip');
  if (network.ipv6 !== undefined && options.ipv6 !== undefined) throw givenTwice('ip6', '--ip6');
  if (network.macAddress !== undefined && options.macAddress !== undefined) throw givenTwice('mac-address', '--mac-address');
  if (network.linkLocalIps.length > 0 && options.linkLocalIps.length > 0) throw givenTwice('link-local-ip', '--link-local-ip');
  const merged = {
    ...network,
    ...definedAddresses(options),
    aliases: [...network.aliases, ...options.aliases],
    linkLocalIps: [...network.linkLocalIps, ...options.linkLocalIps],
    links: isUserDefined(network.target) ? options.links : [],
  };
  return merged;
}

function definedAddresses({ ipv4, ipv6, macAddress }: NetworkDraft): Partial<NetworkDraft> {
  return defined({ ipv4, ipv6, macAddress });
}

function givenTwice(field: string, option: string): BadValue {
  return new BadValue(t('{0} is specified in --network and as {1}.', field, option));
}

function checkNetwork({ target, aliases }: NetworkDraft): void {
  if (target.startsWith('container:') && target.length === 'container:'.length) {
    throw new BadValue(t('The container after "container:" is missing.'));
  }
  if (aliases.length > 0 && !isUserDefined(target)) {
    throw new BadValue(t('Only a network of your own has aliases, not "{0}".', target));
  }
}

function isUserDefined(name: string): boolean {
  return !['default', 'bridge', 'host', 'none'].includes(name) && !name.startsWith('container:');
}

function endpointOf(network: NetworkDraft): Record<string, unknown> {
  const { aliases, driverOptions, links, linkLocalIps, ipv4, ipv6, macAddress, priority } = network;
  const addresses = {
    ...defined({ IPv4Address: ipv4, IPv6Address: ipv6 }),
    ...(linkLocalIps.length > 0 && { LinkLocalIPs: linkLocalIps }),
  };
  return {
    ...(Object.keys(addresses).length > 0 && { IPAMConfig: addresses }),
    ...(links.length > 0 && { Links: links }),
    ...(aliases.length > 0 && { Aliases: aliases }),
    ...defined({ MacAddress: macAddress }),
    ...(Object.keys(driverOptions).length > 0 && { DriverOpts: driverOptions }),
    ...(priority !== undefined && priority !== 0 && { GwPriority: priority }),
  };
}
