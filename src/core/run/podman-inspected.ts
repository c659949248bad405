import { own, setOwn } from '../records';
import { asList, asObject, asText, asTexts, type Inspected } from './inspected';

/**
 * What Podman's Docker API tells of a container, in Docker's words: without what Podman adds to every container by itself.
 * Tried with 4.3, which does not tell addresses, kernel parameters and log options, and tells a port that it chose as one
 * that was asked for.
 */
export function likeDocker(container: Inspected, image: Inspected): Inspected {
  const config = asObject(container['Config']);
  const host = asObject(container['HostConfig']);
  const { binds, anonymous } = bindsOf(host, container);
  return {
    ...container,
    Config: {
      ...config,
      Env: asTexts(config['Env']).filter((line) => !isAdded(line, config)),
      ...(config['WorkingDir'] === '/' && asText(asObject(image['Config'])['WorkingDir']) === '' && { WorkingDir: '' }),
      StopSignal: signalName(asText(config['StopSignal'])),
      StopTimeout: config['StopTimeout'] === 0 || config['StopTimeout'] === 10 ? undefined : config['StopTimeout'],
      Healthcheck: withoutDefaults(asObject(config['Healthcheck']), { Timeout: 30e9, Retries: 3, Interval: 30e9 }),
      Volumes: anonymous,
    },
    HostConfig: {
      ...host,
      ...withoutDefaults(host, {
        PidMode: 'private',
        UTSMode: 'private',
        UsernsMode: 'private',
        CgroupnsMode: 'private',
        IpcMode: 'shareable',
        Runtime: 'oci',
        ShmSize: 65_536_000,
        PidsLimit: 2048,
        MemorySwappiness: 0,
      }),
      Binds: binds,
      Mounts: [],
      Tmpfs: tmpfsOf(host),
      Devices: asList(host['Devices']).map((device) => ({
        ...asObject(device),
        CgroupPermissions: asText(asObject(device)['CgroupPermissions']) || 'rwm',
      })),
      Ulimits: ulimitsOf(host),
      // Those that the engine itself lacks.
      ...(host['Privileged'] === true && { CapDrop: [] }),
      ...(host['NanoCpus'] !== 0 && { CpuPeriod: 0, CpuQuota: 0 }),
      PortBindings: Object.fromEntries(Object.entries(asObject(host['PortBindings'])).filter(([, value]) => asList(value).length > 0)),
      NetworkMode: networkMode(container, asText(host['NetworkMode'])),
    },
    NetworkSettings: { Networks: networksOf(container) },
  };
}

/** Variables that Podman sets in every container, some of them when it starts. */
function isAdded(line: string, config: Inspected): boolean {
  if (line === 'TERM=xterm' || /^container=(?:podman|oci)$/.test(line)) return true;
  const user = asText(config['User']);
  if (line === 'HOME=/root') return user === '' || user === 'root' || /^0(?::|$)/.test(user);
  if (line === 'HOME=/' || line === `HOME=/home/${user}`) return true;
  return line === `HOSTNAME=${asText(config['Hostname'])}`;
}

/** Docker's name of a signal that Podman tells by its number. SIGTERM is what every container gets. */
function signalName(signal: string): string {
  if (!/^\d+$/.test(signal)) return signal;
  const names: Readonly<Record<string, string>> = {
    1: 'SIGHUP',
    2: 'SIGINT',
    3: 'SIGQUIT',
    9: 'SIGKILL',
    10: 'SIGUSR1',
    12: 'SIGUSR2',
    15: '',
    28: 'SIGWINCH',
    37: 'SIGRTMIN+3',
  };
  return own(names, signal) ?? signal;
}

function withoutDefaults(record: Inspected, defaults: Inspected): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, value === own(defaults, key) ? undefined : value]));
}

/** Podman lists every mount as a bind, with options that it has chosen. A volume that nobody named is one again. */
function bindsOf(host: Inspected, container: Inspected): { readonly binds: readonly string[]; readonly anonymous: Inspected } {
  const volumes = new Set(asList(container['Mounts']).map((mount) => asText(asObject(mount)['Name'])));
  const binds: string[] = [];
  const anonymous: Record<string, unknown> = {};
  for (const bind of asTexts(host['Binds'])) {
    const [source = '', target = '', options = ''] = bind.split(':');
    const kept = keptOptions(options);
    if (/^[0-9a-f]{64}$/.test(source) && volumes.has(source)) setOwn(anonymous, target, {});
    else binds.push([source, target, ...(kept === '' ? [] : [kept])].join(':'));
  }
  return { binds, anonymous };
}

function tmpfsOf(host: Inspected): Inspected {
  return Object.fromEntries(Object.entries(asObject(host['Tmpfs'])).map(([path, options]) => [path, keptOptions(asText(options))]));
}

function keptOptions(options: string): string {
  const chosen = new Set(['rw', 'rprivate', 'nosuid', 'nodev', 'rbind', 'tmpcopyup']);
  return options
    .split(',')
    .filter((option) => !chosen.has(option))
    .join(',');
}

function ulimitsOf(host: Inspected): readonly Inspected[] {
  return asList(host['Ulimits'])
    .map(asObject)
    .filter(({ Soft, Hard }) => Soft !== 1_048_576 || Hard !== 1_048_576)
    .map((limit) => ({
      ...limit,
      Name: asText(limit['Name'])
        .replace(/^RLIMIT_/, '')
        .toLowerCase(),
    }));
}

/** Podman calls every network of its own a bridge. */
function networkMode(container: Inspected, mode: string): string {
  if (mode !== 'bridge') return mode;
  const [first = 'podman'] = Object.keys(asObject(asObject(container['NetworkSettings'])['Networks']));
  return first === 'podman' ? 'default' : first;
}

/** Its default network has no aliases, and hardware addresses are told of running containers only, which have them by chance. */
function networksOf(container: Inspected): Inspected {
  const networks = Object.entries(asObject(asObject(container['NetworkSettings'])['Networks']));
  return Object.fromEntries(
    networks.map(([name, endpoint]) => [name === 'podman' ? 'bridge' : name, { ...asObject(endpoint), MacAddress: '' }]),
  );
}
