import { own, setOwn } from '../records';
import { asList, asObject, asText, asTexts, type Inspected, isEmpty, isSame, withoutEmpty } from './inspected';
import { likeDocker } from './podman-inspected';

/** What is known of a container beside itself. */
export interface ContainerOrigin {
  /** What the engine tells of its image; nothing is left out for it without. */
  readonly image?: Inspected;
  readonly engine?: 'docker' | 'podman';
}

/** A create call that makes the same container anew, as `ContainerSpecification` has it. */
export interface ContainerAnew {
  readonly name: string;
  readonly body: Record<string, unknown>;
}

/**
 * The create call that made a container, of what the engine tells of it (`GET /containers/ID/json`): only what differs from
 * the image and from what engines do by themselves, so that another image may have its own.
 */
export function bodyOfContainer(inspected: Inspected, origin: ContainerOrigin = {}): ContainerAnew {
  const image = origin.image ?? {};
  const container = origin.engine === 'podman' ? likeDocker(inspected, image) : inspected;
  const config = asObject(container['Config']);
  const host = asObject(container['HostConfig']);
  const HostConfig = hostOf(host);
  const NetworkingConfig = networkingOf(container);
  return {
    name: asText(container['Name']).replace(/^\//, ''),
    body: {
      ...configOf(config, asObject(image['Config']), host, asText(container['Id'])),
      ...commandOf(config, asObject(image['Config'])),
      Image: asText(config['Image']),
      ...streamsOf(config),
      HostConfig,
      ...(Object.keys(NetworkingConfig).length > 0 && { NetworkingConfig: { EndpointsConfig: NetworkingConfig } }),
    },
  };
}

function streamsOf(config: Inspected): Record<string, unknown> {
  const keys = ['AttachStdin', 'AttachStdout', 'AttachStderr', 'Tty', 'OpenStdin', 'StdinOnce'] as const;
  return Object.fromEntries(keys.map((key) => [key, own(config, key) === true]));
}

function configOf(config: Inspected, image: Inspected, host: Inspected, id: string): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const key of ['User', 'WorkingDir', 'StopSignal', 'Domainname'] as const) {
    const value = asText(own(config, key));
    if (value !== asText(own(image, key))) setOwn<unknown>(kept, key, value);
  }
  const hostname = asText(config['Hostname']);
  // Which the engine has given itself, or which is that of the computer or of another container.
  const hasOwn = !/^(?:host|container:.*)$/s.test(asText(host['NetworkMode'])) && host['UTSMode'] !== 'host';
  if (hasOwn && hostname !== '' && !id.startsWith(hostname)) kept['Hostname'] = hostname;
  if (typeof config['StopTimeout'] === 'number') kept['StopTimeout'] = config['StopTimeout'];
  const environment = asTexts(config['Env']).filter((line) => !asTexts(image['Env']).includes(line));
  if (environment.length > 0) kept['Env'] = environment;
  const labels = entriesUnlike(config['Labels'], image['Labels']);
  if (!isEmpty(labels)) kept['Labels'] = labels;
  const published = asObject(host['PortBindings']);
  const exposed = Object.keys(asObject(config['ExposedPorts'])).filter(
    (port) => Object.hasOwn(published, port) || !Object.hasOwn(asObject(image['ExposedPorts']), port),
  );
  if (exposed.length > 0) kept['ExposedPorts'] = Object.fromEntries(exposed.map((port) => [port, {}]));
  const volumes = Object.keys(asObject(config['Volumes'])).filter((path) => !Object.hasOwn(asObject(image['Volumes']), path));
  if (volumes.length > 0) kept['Volumes'] = Object.fromEntries(volumes.map((path) => [path, {}]));
  const health = withoutEmpty(entriesUnlike(config['Healthcheck'], image['Healthcheck']));
  if (!isEmpty(health)) kept['Healthcheck'] = health;
  return kept;
}

/** The entries of a map that another map has not or has otherwise. */
function entriesUnlike(map: unknown, other: unknown): Record<string, unknown> {
  const there = asObject(other);
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(asObject(map))) {
    if (!Object.hasOwn(there, key) || !isSame(value, own(there, key))) setOwn(kept, key, value);
  }
  return kept;
}

/** The entry point of an image hides its command as soon as another one is given. */
function commandOf(config: Inspected, image: Inspected): Record<string, unknown> {
  const entrypoint = asTexts(config['Entrypoint']);
  const command = asTexts(config['Cmd']);
  const sameEntrypoint = isSame(entrypoint, asTexts(image['Entrypoint']));
  if (sameEntrypoint && isSame(command, asTexts(image['Cmd']))) return {};
  if (sameEntrypoint && command.length > 0) return { Cmd: command };
  // An empty text takes the entry point of the image away.
  return { Entrypoint: entrypoint.length > 0 ? entrypoint : [''], ...(command.length > 0 && { Cmd: command }) };
}

/** What engines put in themselves where nothing was said. */
const hostDefaults: Readonly<Record<string, readonly unknown[]>> = {
  NetworkMode: ['default', 'bridge'],
  IpcMode: ['private'],
  // Which of the two is the default depends on the computer.
  CgroupnsMode: ['private', 'host'],
  ShmSize: [64 * 1024 * 1024],
  Runtime: ['runc'],
  Isolation: ['default'],
  VolumeDriver: ['local'],
  MemorySwappiness: [-1],
};

/** Keys that say nothing of a new container, or that are told elsewhere. */
const ignoredInHost: ReadonlySet<string> = new Set(['ConsoleSize', 'ContainerIDFile', 'MaskedPaths', 'ReadonlyPaths', 'Mounts', 'Init']);

function hostOf(host: Inspected): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(host)) {
    const isDefault = own(hostDefaults, key)?.includes(value) === true;
    const given = !isEmpty(value) || (key === 'MemorySwappiness' && value === 0);
    if (given && !isDefault && !ignoredInHost.has(key)) setOwn(kept, key, value);
  }
  if (typeof host['Init'] === 'boolean') kept['Init'] = host['Init'];
  const mounts = asList(host['Mounts']).map((mount) => withoutEmpty(asObject(mount)));
  if (mounts.length > 0) kept['Mounts'] = mounts;
  if (!isEmpty(host['Memory']) && host['MemorySwap'] === 2 * Number(host['Memory'])) delete kept['MemorySwap'];
  const restart = asObject(host['RestartPolicy']);
  if (['', 'no'].includes(asText(restart['Name']))) delete kept['RestartPolicy'];
  const log = asObject(host['LogConfig']);
  if (isEmpty(log['Config']) && ['', 'json-file'].includes(asText(log['Type']))) delete kept['LogConfig'];
  else kept['LogConfig'] = { Type: asText(log['Type']), Config: asObject(log['Config']) };
  putSecurity(kept, host);
  return kept;
}

/** Privileged containers and those with the processes of the computer get a label from the engine, and see everything. */
function putSecurity(kept: Record<string, unknown>, host: Inspected): void {
  const labelled = host['Privileged'] === true || host['PidMode'] === 'host' || host['IpcMode'] === 'host';
  const options = asTexts(host['SecurityOpt']).filter((option) => !labelled || !/^label[=:]disable$/.test(option));
  if (options.length > 0) kept['SecurityOpt'] = options;
  else delete kept['SecurityOpt'];
  const unmasked = (key: string): boolean => Array.isArray(own(host, key)) && asList(own(host, key)).length === 0;
  if (host['Privileged'] !== true && unmasked('MaskedPaths') && unmasked('ReadonlyPaths')) {
    kept['MaskedPaths'] = [];
    kept['ReadonlyPaths'] = [];
  }
}

/** The networks with what was asked of them, the first one first. */
function networkingOf(container: Inspected): Record<string, unknown> {
  const mode = asText(asObject(container['HostConfig'])['NetworkMode']);
  if (/^(?:host|none|container:.*)$/s.test(mode)) return {};
  const networks = Object.entries(asObject(asObject(container['NetworkSettings'])['Networks']));
  const first = mode === '' || mode === 'default' ? 'bridge' : mode;
  const isFirst = ([name, endpoint]: readonly [string, unknown]): boolean =>
    name === first || asText(asObject(endpoint)['NetworkID']) === first;
  const ordered = [...networks.filter(isFirst), ...networks.filter((network) => !isFirst(network))];
  const kept: Record<string, unknown> = {};
  for (const [name, endpoint] of ordered) {
    const known = endpointOf(asObject(endpoint), container, isFirst([name, endpoint]));
    const key = isFirst([name, endpoint]) ? mode || 'default' : name;
    if (!isEmpty(known) || ordered.length > 1) setOwn(kept, key === 'bridge' ? 'default' : key, known);
  }
  return kept;
}

function endpointOf(endpoint: Inspected, container: Inspected, isFirst: boolean): Record<string, unknown> {
  const id = asText(container['Id']);
  // Engines before Docker 25, and Podman, add the beginning of the id.
  const aliases = asTexts(endpoint['Aliases']).filter((alias) => alias !== id.slice(0, 12));
  const MacAddress = givenAddress(endpoint, container, isFirst);
  return withoutEmpty({
    IPAMConfig: asObject(endpoint['IPAMConfig']),
    Links: asList(endpoint['Links']),
    Aliases: aliases,
    MacAddress,
    DriverOpts: asObject(endpoint['DriverOpts']),
    GwPriority: endpoint['GwPriority'],
  });
}

/**
 * The hardware address that was asked for. Before API 1.44 it stands with the container; since then a container that runs
 * tells the one that it has, which the engine mostly made: those have a bit set that a maker's addresses have not.
 */
function givenAddress(endpoint: Inspected, container: Inspected, isFirst: boolean): string {
  const ofContainer = asText(asObject(container['Config'])['MacAddress']);
  if (ofContainer !== '') return isFirst ? ofContainer : '';
  const address = asText(endpoint['MacAddress']);
  if (asText(asObject(container['State'])['Status']) === 'created') return address;
  return (Number.parseInt(address.slice(0, 2), 16) & 2) === 0 ? address : '';
}
