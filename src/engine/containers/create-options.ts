import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import type { ContainerSpecification } from './containers';
import { type EngineInformation, engineName } from '../information';
import { list, object, text } from '../json/json';
import { compareApiVersions } from '../transport/negotiation';
import { own } from '../../core/records';

/** A create call as one engine takes it. */
export interface PreparedCreate {
  readonly body: Readonly<Record<string, unknown>>;
  /** Networks that are joined after the creation, with their `EndpointSettings`. */
  readonly join: readonly (readonly [network: string, endpoint: object])[];
}

type Json = Readonly<Record<string, unknown>>;

/** The parts of a create call that options write. */
interface Parts {
  readonly config: Json;
  readonly host: Json;
  readonly mounts: readonly Json[];
  /** `EndpointsConfig`, the network of `NetworkMode` first. */
  readonly endpoints: readonly (readonly [network: string, endpoint: Json])[];
  readonly platform: string | undefined;
}

/** An option of `docker run` that not every engine knows. Engines drop what they do not know without a word. */
export interface CreateOption {
  /** As it is typed. */
  readonly option: string;
  /** The API version of Docker that brought it: https://docs.docker.com/reference/api/engine/version-history/. */
  readonly docker?: string;
  /** Whether the API that Podman offers carries it out (tried with 4.3). */
  readonly podman: boolean;
  readonly given: (parts: Parts) => boolean;
  /** How engines that do not know it are told the same; undefined where that cannot be said for these parts. */
  readonly older?: (body: Json, parts: Parts, engine: EngineInformation['kind']) => Json | undefined;
}

/** Every option that was brought later than API 1.24, or that Podman drops. */
export const createOptions: readonly CreateOption[] = [
  { option: '--annotation', docker: '1.43', podman: false, given: ({ host }) => filled(host['Annotations']) },
  { option: '--cgroupns', docker: '1.41', podman: false, given: ({ host }) => filled(host['CgroupnsMode']) },
  { option: '--cpu-rt-period', docker: '1.25', podman: true, given: ({ host }) => filled(host['CpuRealtimePeriod']) },
  { option: '--cpu-rt-runtime', docker: '1.25', podman: true, given: ({ host }) => filled(host['CpuRealtimeRuntime']) },
  { option: '--cpus', docker: '1.25', podman: true, given: ({ host }) => filled(host['NanoCpus']) },
  { option: '--device-cgroup-rule', docker: '1.28', podman: false, given: ({ host }) => filled(host['DeviceCgroupRules']) },
  { option: '--domainname', podman: false, given: ({ config }) => filled(config['Domainname']) },
  { option: '--gpus', docker: '1.40', podman: false, given: ({ host }) => requests(host).some(({ Driver }) => Driver !== 'cdi') },
  { option: '--device …/…=…', docker: '1.44', podman: false, given: ({ host }) => requests(host).some(({ Driver }) => Driver === 'cdi') },
  {
    option: '--health-start-interval',
    docker: '1.44',
    podman: false,
    given: ({ config }) => filled(object(config['Healthcheck'])['StartInterval']),
  },
  {
    option: '--health-start-period',
    docker: '1.29',
    podman: true,
    given: ({ config }) => filled(object(config['Healthcheck'])['StartPeriod']),
  },
  { option: '--init', docker: '1.25', podman: true, given: ({ host }) => host['Init'] !== undefined },
  {
    option: '--link-local-ip',
    podman: false,
    given: ({ endpoints }) => endpoints.some(([, endpoint]) => filled(object(endpoint['IPAMConfig'])['LinkLocalIPs'])),
  },
  {
    option: '--mac-address',
    docker: '1.44',
    podman: true,
    given: ({ endpoints }) => endpoints.some(([, endpoint]) => filled(endpoint['MacAddress'])),
    older: macAddressOfContainer,
  },
  { option: '--memory-swap -1', podman: false, given: ({ host }) => host['MemorySwap'] === -1 },
  { option: '--mount', docker: '1.25', podman: true, given: ({ mounts }) => mounts.length > 0 },
  { option: '--mount type=image', docker: '1.48', podman: true, given: ({ mounts }) => mounts.some(({ Type }) => Type === 'image') },
  { option: '--mount …,image-subpath', docker: '1.48', podman: false, given: mountOption('Image', 'Subpath') },
  { option: '--mount …,bind-recursive=disabled', docker: '1.40', podman: true, given: mountOption('Bind', 'NonRecursive') },
  // What engines before it do with every mount that is read-only.
  {
    option: '--mount …,bind-recursive=writable',
    docker: '1.44',
    podman: true,
    given: mountOption('Bind', 'ReadOnlyNonRecursive'),
    older: (body) => body,
  },
  { option: '--mount …,bind-recursive=readonly', docker: '1.44', podman: false, given: mountOption('Bind', 'ReadOnlyForceRecursive') },
  { option: '--mount …,volume-nocopy', docker: '1.25', podman: false, given: mountOption('Volume', 'NoCopy'), older: uncopiedBinds },
  { option: '--mount …,volume-subpath', docker: '1.45', podman: false, given: mountOption('Volume', 'Subpath') },
  { option: '--mount …,volume-label', docker: '1.25', podman: false, given: mountOption('Volume', 'Labels') },
  { option: '--mount …,volume-driver', docker: '1.25', podman: false, given: mountOption('Volume', 'DriverConfig') },
  {
    option: '--network … --network …',
    docker: '1.44',
    podman: true,
    given: ({ endpoints }) => endpoints.length > 1,
    older: firstNetworkOnly,
  },
  {
    option: '--network …,driver-opt',
    docker: '1.32',
    podman: false,
    given: ({ endpoints }) => endpoints.some(([, endpoint]) => filled(endpoint['DriverOpts'])),
  },
  {
    option: '--network …,gw-priority',
    docker: '1.48',
    podman: false,
    given: ({ endpoints }) => endpoints.some(([, endpoint]) => filled(endpoint['GwPriority'])),
  },
  { option: '--platform', docker: '1.41', podman: true, given: ({ platform }) => platform !== undefined },
  { option: '--rm', docker: '1.25', podman: true, given: ({ host }) => host['AutoRemove'] === true },
  { option: '--runtime', podman: false, given: ({ host }) => filled(host['Runtime']) },
  {
    option: '--security-opt systempaths=unconfined',
    docker: '1.38',
    podman: false,
    given: ({ host }) => host['MaskedPaths'] !== undefined || host['ReadonlyPaths'] !== undefined,
    older: unmasked,
  },
  { option: '--stop-timeout', docker: '1.25', podman: true, given: ({ config }) => config['StopTimeout'] !== undefined },
  { option: '--volume-driver', podman: false, given: ({ host }) => filled(host['VolumeDriver']) && host['VolumeDriver'] !== 'local' },
];

/** The release of Docker that brought an API version. */
const releases: Readonly<Record<string, string>> = {
  '1.25': '1.13',
  '1.28': '17.04',
  '1.29': '17.05',
  '1.32': '17.09',
  '1.38': '18.06',
  '1.40': '19.03',
  '1.41': '20.10',
  '1.43': '24.0',
  '1.44': '25.0',
  '1.45': '26.0',
  '1.48': '28.0',
};

/**
 * The create call in the words that this engine knows. Throws `unsupported` with the option's name for one that it would
 * drop: a container that lacks what was asked for is worse than none.
 */
export function prepareCreate({ body, platform }: ContainerSpecification, information: EngineInformation): PreparedCreate {
  const parts = partsOf(body, platform);
  let prepared = body;
  for (const { option, docker, podman, given, older } of createOptions) {
    if (!given(parts)) continue;
    const known = information.kind === 'podman' ? podman : docker === undefined || compareApiVersions(information.apiVersion, docker) >= 0;
    if (known) continue;
    const told = older?.(prepared, parts, information.kind);
    if (told === undefined) throw refusal(option, docker, information);
    prepared = told;
  }
  const left = object(object(prepared['NetworkingConfig'])['EndpointsConfig']);
  return { body: prepared, join: parts.endpoints.length > 1 ? parts.endpoints.filter(([network]) => !Object.hasOwn(left, network)) : [] };
}

function refusal(option: string, docker: string | undefined, { kind, version, apiVersion }: EngineInformation): Error {
  const engine = engineName({ kind, version });
  const detail =
    kind === 'podman'
      ? t('Podman’s Docker API does not support {0}.', option)
      : t('{0} needs Docker {1} (API {2}); this engine has API {3}.', option, own(releases, docker ?? '') ?? '', docker ?? '', apiVersion);
  return failure('unsupported', { operation: option, engine, detail });
}

function partsOf(body: Json, platform: string | undefined): Parts {
  const host = object(body['HostConfig']);
  const first = text(host['NetworkMode']) || 'default';
  const endpoints = Object.entries(object(object(body['NetworkingConfig'])['EndpointsConfig'])).map(
    ([network, endpoint]) => [network, object(endpoint)] as const,
  );
  return {
    config: body,
    host,
    mounts: list(host['Mounts']).map(object),
    endpoints: [...endpoints.filter(([network]) => network === first), ...endpoints.filter(([network]) => network !== first)],
    platform,
  };
}

function filled(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === 0 || value === false) return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

function requests(host: Json): readonly Json[] {
  return list(host['DeviceRequests']).map(object);
}

function mountOption(type: 'Bind' | 'Volume' | 'Image', key: string): CreateOption['given'] {
  return ({ mounts }) => mounts.some((mount) => filled(own(object(own(mount, `${type}Options`)), key)));
}

/** Before API 1.44 the container has one address, that of its first network. */
function macAddressOfContainer(body: Json, { host, endpoints }: Parts): Json | undefined {
  const given = endpoints.filter(([, endpoint]) => filled(endpoint['MacAddress']));
  const [[network, endpoint] = ['', {} as Json]] = given;
  if (given.length > 1 || network !== (text(host['NetworkMode']) || 'default')) return undefined;
  const { MacAddress, ...rest } = endpoint;
  return { ...withEndpoints(body, (name, old) => (name === network ? rest : old)), MacAddress };
}

function firstNetworkOnly(body: Json, { endpoints }: Parts): Json {
  const [first] = endpoints;
  return withEndpoints(body, (name, endpoint) => (name === first?.[0] ? endpoint : undefined));
}

function withEndpoints(body: Json, change: (network: string, endpoint: Json) => Json | undefined): Json {
  const old = Object.entries(object(object(body['NetworkingConfig'])['EndpointsConfig']));
  const kept = old.flatMap(([network, endpoint]) => {
    const changed = change(network, object(endpoint));
    return changed === undefined ? [] : [[network, changed] as const];
  });
  return { ...body, NetworkingConfig: { EndpointsConfig: Object.fromEntries(kept) } };
}

/** Podman takes `nocopy` with `-v` only. */
function uncopiedBinds(body: Json, { mounts, host }: Parts): Json | undefined {
  const uncopied = mounts.filter((mount) => filled(object(mount['VolumeOptions'])['NoCopy']));
  if (uncopied.some(({ Source, VolumeOptions }) => !filled(Source) || Object.keys(object(VolumeOptions)).length > 1)) return undefined;
  const binds = uncopied.map(({ Source, Target, ReadOnly }) => `${text(Source)}:${text(Target)}:nocopy${ReadOnly === true ? ',ro' : ''}`);
  return {
    ...body,
    HostConfig: { ...host, Binds: [...list(host['Binds']), ...binds], Mounts: mounts.filter((mount) => !uncopied.includes(mount)) },
  };
}

/** Podman's own word for the same. */
function unmasked(body: Json, _: Parts, engine: EngineInformation['kind']): Json | undefined {
  if (engine !== 'podman') return undefined;
  const host = Object.fromEntries(
    Object.entries(object(body['HostConfig'])).filter(([key]) => key !== 'MaskedPaths' && key !== 'ReadonlyPaths'),
  );
  return { ...body, HostConfig: { ...host, SecurityOpt: [...list(host['SecurityOpt']), 'unmask=ALL'] } };
}
