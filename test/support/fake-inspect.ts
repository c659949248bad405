type Json = Readonly<Record<string, unknown>>;

/** What Docker puts in where a create call says nothing (28.5, seen). */
const hostDefaults: Json = {
  Binds: null, ContainerIDFile: '', LogConfig: { Type: 'json-file', Config: {} }, NetworkMode: 'bridge', PortBindings: {},
  RestartPolicy: { Name: 'no', MaximumRetryCount: 0 }, AutoRemove: false, VolumeDriver: '', VolumesFrom: null, ConsoleSize: [0, 0],
  CapAdd: null, CapDrop: null, CgroupnsMode: 'private', Dns: [], DnsOptions: [], DnsSearch: [], ExtraHosts: null, GroupAdd: null,
  IpcMode: 'private', Cgroup: '', Links: null, OomScoreAdj: 0, PidMode: '', Privileged: false, PublishAllPorts: false,
  ReadonlyRootfs: false, SecurityOpt: null, UTSMode: '', UsernsMode: '', ShmSize: 67_108_864, Runtime: 'runc', Isolation: '',
  CpuShares: 0, Memory: 0, NanoCpus: 0, CgroupParent: '', BlkioWeight: 0, BlkioWeightDevice: [], BlkioDeviceReadBps: [],
  BlkioDeviceWriteBps: [], BlkioDeviceReadIOps: [], BlkioDeviceWriteIOps: [], CpuPeriod: 0, CpuQuota: 0, CpuRealtimePeriod: 0,
  CpuRealtimeRuntime: 0, CpusetCpus: '', CpusetMems: '', Devices: [], DeviceCgroupRules: null, DeviceRequests: null,
  MemoryReservation: 0, MemorySwap: 0, MemorySwappiness: null, OomKillDisable: false, PidsLimit: null, Ulimits: [],
  CpuCount: 0, CpuPercent: 0, IOMaximumIOps: 0, IOMaximumBandwidth: 0,
  MaskedPaths: ['/proc/asound', '/proc/acpi', '/sys/firmware'], ReadonlyPaths: ['/proc/bus', '/proc/fs'],
};

const configDefaults: Json = {
  Domainname: '', User: '', AttachStdin: false, AttachStdout: true, AttachStderr: true, Tty: false, OpenStdin: false,
  StdinOnce: false, Env: null, Cmd: null, Volumes: null, WorkingDir: '', Entrypoint: null, OnBuild: null, Labels: {},
};

/** Id of every container that {@link fakeInspect} tells of. */
export const fakeId = 'b390abfdcfe1cba6dd2b33d7bd7c8879be1284829795ac94dca6f38a9541ddd6';

/** What Docker tells of a container that was made by this create call, from an image with this configuration. */
export function fakeInspect(body: Json, { name = 'boring_wozniak', image = {} }: { readonly name?: string; readonly image?: Json } = {}): Json {
  const { HostConfig, NetworkingConfig, ...config } = body;
  const host = (HostConfig ?? {}) as Json;
  const told: Record<string, unknown> = { ...hostDefaults, ...host };
  const log = (host['LogConfig'] ?? {}) as Json;
  told['LogConfig'] = { Type: log['Type'] === undefined || log['Type'] === '' ? 'json-file' : log['Type'], Config: log['Config'] ?? {} };
  if (Number(told['Memory']) > 0 && told['MemorySwap'] === 0) told['MemorySwap'] = 2 * Number(told['Memory']);
  if (told['Privileged'] === true || told['PidMode'] === 'host' || told['IpcMode'] === 'host') {
    told['SecurityOpt'] = [...((told['SecurityOpt'] ?? []) as string[]), 'label=disable'];
  }
  const mode = told['NetworkMode'] === 'default' ? 'bridge' : String(told['NetworkMode']);
  const given = ((NetworkingConfig ?? {}) as Json)['EndpointsConfig'] as Record<string, Json> | undefined;
  const networks = Object.fromEntries(
    [mode, ...Object.keys(given ?? {}).filter((network) => network !== mode && network !== 'default')].map((network) => {
      const endpoint = given?.[network] ?? (network === 'bridge' ? given?.['default'] : undefined);
      return [network, { IPAMConfig: null, Links: null, Aliases: null, MacAddress: '', DriverOpts: null, GwPriority: 0, NetworkID: '', ...endpoint }];
    }),
  );
  return {
    Id: fakeId,
    Name: `/${name}`,
    State: { Status: 'created' },
    Image: `sha256:${'0'.repeat(64)}`,
    HostConfig: told,
    Config: merged({ ...configDefaults, Hostname: mode === 'host' ? 'computer' : fakeId.slice(0, 12), ...config }, image),
    NetworkSettings: { Networks: mode.startsWith('container:') ? {} : networks },
  };
}

/** As the engine merges what the image says into what the call says: https://github.com/moby/moby/blob/master/daemon/commit.go. */
function merged(config: Json, image: Json): Json {
  const both = (key: string): Json => ({ ...(image[key] as Json), ...(config[key] as Json) });
  const named = new Set(((config['Env'] ?? []) as string[]).map((line) => line.split('=', 1)[0]));
  const health = { ...(image['Healthcheck'] as Json), ...(config['Healthcheck'] as Json) };
  const noEntrypoint = config['Entrypoint'] === null;
  return {
    ...config,
    User: config['User'] === '' ? (image['User'] ?? '') : config['User'],
    WorkingDir: config['WorkingDir'] === '' ? (image['WorkingDir'] ?? '') : config['WorkingDir'],
    Env: [...((config['Env'] ?? []) as string[]), ...((image['Env'] ?? []) as string[]).filter((line) => !named.has(line.split('=', 1)[0]))],
    Labels: both('Labels'),
    ExposedPorts: both('ExposedPorts'),
    Volumes: both('Volumes'),
    Cmd: noEntrypoint && config['Cmd'] === null ? (image['Cmd'] ?? null) : config['Cmd'],
    Entrypoint: noEntrypoint ? (image['Entrypoint'] ?? null) : config['Entrypoint'],
    ...(Object.keys(health).length > 0 && { Healthcheck: health }),
  };
}
