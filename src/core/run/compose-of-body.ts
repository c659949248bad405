import { own, setOwn } from '../records';
import { volumeSource } from './mounts';
import { asList, asObject, asText, asTexts, type Inspected, isEmpty } from './inspected';
import { durationText } from './option-words';
import { composeResources } from './compose-resources';
import { publishedText } from './words-of-body';

type Mapping = Record<string, unknown>;

/** A Compose file of one service as plain data: https://github.com/compose-spec/compose-spec/blob/main/spec.md. */
export interface ComposeFile {
  readonly services: Readonly<Record<string, Mapping>>;
  /** Named volumes and networks, which are there already: Compose neither makes nor removes them. */
  readonly volumes?: Readonly<Record<string, Mapping>>;
  readonly networks?: Readonly<Record<string, Mapping>>;
}

/** The Compose file of a service that makes the same container as this create call. */
export function composeOfBody({
  name = '',
  platform,
  body,
}: {
  readonly name?: string;
  readonly platform?: string;
  readonly body: Inspected;
}): ComposeFile {
  const host = asObject(body['HostConfig']);
  const labels = asObject(body['Labels']);
  const ofCompose = asText(labels['com.docker.compose.service']);
  const service: Mapping = { image: asText(body['Image']) };
  if (name !== '' && ofCompose === '') service['container_name'] = name;
  put(service, 'platform', platform);
  const named = new Set<string>();
  putProcess(service, body);
  putPorts(service, body, host);
  putVolumes(service, body, host, named);
  const networks = putNetworks(service, body, host);
  putHealth(service, asObject(body['Healthcheck']));
  putLabels(service, labels);
  Object.assign(service, composeResources(host));
  const external = (names: Iterable<string>): Record<string, Mapping> => {
    const all: Record<string, Mapping> = {};
    for (const each of names) setOwn(all, each, { external: true });
    return all;
  };
  return {
    services: { [serviceName(ofCompose || name || asText(body['Image']))]: escaped(service) as Mapping },
    ...(networks.length > 0 && { networks: external(networks) }),
    ...(named.size > 0 && { volumes: external(named) }),
  };
}

/** Compose reads `$` as the beginning of a variable in every value, though not in keys. */
function escaped(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$');
  if (Array.isArray(value)) return value.map(escaped);
  if (typeof value !== 'object' || value === null) return value;
  const copy: Mapping = {};
  for (const [key, inner] of Object.entries(value)) setOwn(copy, key, escaped(inner));
  return copy;
}

/** A name that Compose takes for a service. */
function serviceName(text: string): string {
  const last = text.replace(/@.*$/s, '').replace(/^.*\//s, '').replace(/:.*$/s, '');
  const name = last.replace(/[^\w.-]/g, '-').replace(/^[^a-zA-Z0-9]+/, '');
  return name === '' ? 'service' : name;
}

function put(service: Mapping, key: string, value: unknown): void {
  if (!isEmpty(value)) setOwn(service, key, value);
}

function putProcess(service: Mapping, body: Inspected): void {
  const entrypoint = asTexts(body['Entrypoint']);
  // Compose takes an empty list for "the image's own is taken away".
  if (entrypoint.length > 0) service['entrypoint'] = entrypoint.length === 1 && entrypoint[0] === '' ? [] : entrypoint;
  put(service, 'command', asTexts(body['Cmd']));
  const environment: Mapping = {};
  for (const line of asTexts(body['Env'])) {
    const equals = line.indexOf('=');
    if (line !== '' && equals !== 0)
      setOwn<unknown>(environment, equals < 0 ? line : line.slice(0, equals), equals < 0 ? null : line.slice(equals + 1));
  }
  put(service, 'environment', environment);
  put(service, 'user', body['User']);
  put(service, 'working_dir', body['WorkingDir']);
  put(service, 'hostname', body['Hostname']);
  put(service, 'domainname', body['Domainname']);
  put(service, 'stdin_open', body['OpenStdin']);
  put(service, 'tty', body['Tty']);
  put(service, 'stop_signal', body['StopSignal']);
  const timeout = body['StopTimeout'];
  if (typeof timeout === 'number' && timeout >= 0) service['stop_grace_period'] = `${String(timeout)}s`;
}

function putPorts(service: Mapping, body: Inspected, host: Inspected): void {
  const bindings = Object.entries(asObject(host['PortBindings']));
  const published = bindings.flatMap(([port, list]) => asList(list).map((binding) => publishedText(port, asObject(binding))));
  put(service, 'ports', published);
  const exposed = Object.keys(asObject(body['ExposedPorts'])).filter((port) => !bindings.some(([name]) => name === port));
  put(
    service,
    'expose',
    exposed.map((port) => port.replace(/\/tcp$/, '')),
  );
}

function putVolumes(service: Mapping, body: Inspected, host: Inspected, named: Set<string>): void {
  const volumes: unknown[] = [];
  for (const bind of asTexts(host['Binds'])) {
    const source = volumeSource(bind);
    if (source !== undefined && !/[/\\]/.test(source)) named.add(source);
    volumes.push(bind);
  }
  volumes.push(...Object.keys(asObject(body['Volumes'])));
  for (const mount of asList(host['Mounts']).map(asObject)) {
    const type = asText(mount['Type']) || 'volume';
    if (type === 'volume' && asText(mount['Source']) !== '') named.add(asText(mount['Source']));
    volumes.push(longMount(type, mount));
  }
  put(service, 'volumes', volumes);
  const tmpfs = Object.entries(asObject(host['Tmpfs'])).map(([path, options]) => (options === '' ? path : `${path}:${asText(options)}`));
  put(service, 'tmpfs', tmpfs);
  put(
    service,
    'volumes_from',
    asTexts(host['VolumesFrom']).map((container) => `container:${container}`),
  );
}

function longMount(type: string, mount: Inspected): Mapping {
  const long: Mapping = { type };
  put(long, 'source', mount['Source']);
  put(long, 'target', mount['Target']);
  put(long, 'read_only', mount['ReadOnly']);
  put(long, 'consistency', mount['Consistency']);
  const bind: Mapping = {};
  put(bind, 'propagation', asObject(mount['BindOptions'])['Propagation']);
  if (asObject(mount['BindOptions'])['NonRecursive'] === true) bind['recursive'] = 'disabled';
  put(long, 'bind', bind);
  const volume: Mapping = {};
  put(volume, 'nocopy', asObject(mount['VolumeOptions'])['NoCopy']);
  put(volume, 'subpath', asObject(mount['VolumeOptions'])['Subpath']);
  put(long, 'volume', volume);
  const tmpfs: Mapping = {};
  put(tmpfs, 'size', asObject(mount['TmpfsOptions'])['SizeBytes']);
  put(tmpfs, 'mode', asObject(mount['TmpfsOptions'])['Mode']);
  put(long, 'tmpfs', tmpfs);
  return long;
}

/** Gives the networks that have to be there. */
function putNetworks(service: Mapping, body: Inspected, host: Inspected): readonly string[] {
  const mode = asText(host['NetworkMode']);
  const endpoints = Object.entries(asObject(asObject(body['NetworkingConfig'])['EndpointsConfig']));
  put(service, 'external_links', asTexts(host['Links']));
  const alone = mode === 'host' || mode === 'none' || mode.startsWith('container:');
  const names = [mode, ...endpoints.map(([name]) => name).filter((name) => name !== mode)].filter(
    (name) => name !== '' && name !== 'default',
  );
  if (alone || names.length === 0) {
    service['network_mode'] = alone ? mode : 'bridge';
    put(service, 'mac_address', asObject(endpoints[0]?.[1])['MacAddress']);
    return [];
  }
  const networks: Mapping = {};
  for (const name of names) setOwn<unknown>(networks, name, endpointOf(asObject(endpoints.find(([each]) => each === name)?.[1])));
  service['networks'] = networks;
  return names;
}

function endpointOf(endpoint: Inspected): Mapping | null {
  const known: Mapping = {};
  const addresses = asObject(endpoint['IPAMConfig']);
  put(known, 'aliases', endpoint['Aliases']);
  put(known, 'ipv4_address', addresses['IPv4Address']);
  put(known, 'ipv6_address', addresses['IPv6Address']);
  put(known, 'link_local_ips', addresses['LinkLocalIPs']);
  put(known, 'mac_address', endpoint['MacAddress']);
  put(known, 'driver_opts', endpoint['DriverOpts']);
  put(known, 'gw_priority', endpoint['GwPriority']);
  return isEmpty(known) ? null : known;
}

function putHealth(service: Mapping, health: Inspected): void {
  const test = asTexts(health['Test']);
  if (test[0] === 'NONE') {
    service['healthcheck'] = { disable: true };
    return;
  }
  const check: Mapping = {};
  put(check, 'test', test);
  for (const [key, field] of Object.entries({
    interval: 'Interval',
    timeout: 'Timeout',
    start_period: 'StartPeriod',
    start_interval: 'StartInterval',
  })) {
    const value = own(health, field);
    if (typeof value === 'number' && value > 0) setOwn<unknown>(check, key, durationText(value));
  }
  put(check, 'retries', health['Retries']);
  put(service, 'healthcheck', check);
}

/** Compose writes its own labels itself. */
function putLabels(service: Mapping, labels: Inspected): void {
  put(service, 'labels', Object.fromEntries(Object.entries(labels).filter(([label]) => !label.startsWith('com.docker.compose.'))));
}
