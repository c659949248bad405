import { own, setOwn } from '../records';
import { asList, asObject, asText, asTexts, type Inspected, isEmpty } from './inspected';
import { bytesText } from './option-words';

type Mapping = Record<string, unknown>;

/** Keys of a service that take what the key of `HostConfig` has, as it is. */
const same: Readonly<Record<string, string>> = {
  Annotations: 'annotations',
  CapAdd: 'cap_add',
  CapDrop: 'cap_drop',
  CgroupnsMode: 'cgroup',
  CgroupParent: 'cgroup_parent',
  CpuPeriod: 'cpu_period',
  CpuQuota: 'cpu_quota',
  CpuRealtimePeriod: 'cpu_rt_period',
  CpuRealtimeRuntime: 'cpu_rt_runtime',
  CpuShares: 'cpu_shares',
  CpusetCpus: 'cpuset',
  DeviceCgroupRules: 'device_cgroup_rules',
  Dns: 'dns',
  DnsOptions: 'dns_opt',
  DnsSearch: 'dns_search',
  ExtraHosts: 'extra_hosts',
  GroupAdd: 'group_add',
  IpcMode: 'ipc',
  Isolation: 'isolation',
  OomKillDisable: 'oom_kill_disable',
  OomScoreAdj: 'oom_score_adj',
  PidMode: 'pid',
  PidsLimit: 'pids_limit',
  Privileged: 'privileged',
  ReadonlyRootfs: 'read_only',
  Runtime: 'runtime',
  SecurityOpt: 'security_opt',
  StorageOpt: 'storage_opt',
  Sysctls: 'sysctls',
  UTSMode: 'uts',
  UsernsMode: 'userns_mode',
};

const bytes: Readonly<Record<string, string>> = {
  Memory: 'mem_limit',
  MemoryReservation: 'mem_reservation',
  MemorySwap: 'memswap_limit',
  ShmSize: 'shm_size',
};

/** What a Compose service says of limits, rights and surroundings, of `HostConfig`. */
export function composeResources(host: Inspected): Mapping {
  const service: Mapping = {};
  for (const [key, value] of Object.entries(host)) {
    if (Object.hasOwn(same, key)) setOwn(service, own(same, key) ?? '', value);
    if (Object.hasOwn(bytes, key)) setOwn<unknown>(service, own(bytes, key) ?? '', value === -1 ? -1 : bytesText(Number(value)));
  }
  if (typeof host['Init'] === 'boolean') service['init'] = host['Init'];
  if (typeof host['MemorySwappiness'] === 'number') service['mem_swappiness'] = host['MemorySwappiness'];
  if (typeof host['NanoCpus'] === 'number') service['cpus'] = host['NanoCpus'] / 1e9;
  if (Array.isArray(host['MaskedPaths']) && host['MaskedPaths'].length === 0) {
    service['security_opt'] = [...asTexts(host['SecurityOpt']), 'systempaths=unconfined'];
  }
  const { Name, MaximumRetryCount } = asObject(host['RestartPolicy']);
  if (asText(Name) !== '') service['restart'] = isEmpty(MaximumRetryCount) ? Name : `${asText(Name)}:${String(MaximumRetryCount)}`;
  const log = asObject(host['LogConfig']);
  if (!isEmpty(log)) {
    service['logging'] = {
      ...(asText(log['Type']) !== '' && { driver: log['Type'] }),
      ...(!isEmpty(log['Config']) && { options: log['Config'] }),
    };
  }
  putDevices(service, host);
  putLimits(service, host);
  return service;
}

function putDevices(service: Mapping, host: Inspected): void {
  const requests = asList(host['DeviceRequests']).map(asObject);
  const devices = [
    ...asList(host['Devices']).map((device) => {
      const { PathOnHost, PathInContainer, CgroupPermissions } = asObject(device);
      return `${asText(PathOnHost)}:${asText(PathInContainer)}:${asText(CgroupPermissions) || 'rwm'}`;
    }),
    ...requests.filter(({ Driver }) => Driver === 'cdi').flatMap(({ DeviceIDs }) => asTexts(DeviceIDs)),
  ];
  if (devices.length > 0) service['devices'] = devices;
  const gpus = requests
    .filter(({ Driver }) => Driver !== 'cdi')
    .map(({ Driver, Count, DeviceIDs, Capabilities, Options }) => ({
      ...(asText(Driver) !== '' && { driver: Driver }),
      ...(!isEmpty(DeviceIDs) ? { device_ids: DeviceIDs } : { count: Count === -1 ? 'all' : Count }),
      capabilities: asTexts(asList(Capabilities)[0]),
      ...(!isEmpty(Options) && { options: Options }),
    }));
  if (gpus.length > 0) service['gpus'] = gpus;
}

function putLimits(service: Mapping, host: Inspected): void {
  const limits: Mapping = {};
  for (const { Name, Soft, Hard } of asList(host['Ulimits']).map(asObject)) {
    setOwn(limits, asText(Name), Soft === Hard ? Soft : { soft: Soft, hard: Hard });
  }
  if (!isEmpty(limits)) service['ulimits'] = limits;
  const rates = (key: string): readonly Mapping[] =>
    asList(own(host, key)).map((item) => ({ path: asObject(item)['Path'], rate: asObject(item)['Rate'] }));
  const block: Mapping = {
    ...(!isEmpty(host['BlkioWeight']) && { weight: host['BlkioWeight'] }),
    weight_device: asList(host['BlkioWeightDevice']).map((item) => ({ path: asObject(item)['Path'], weight: asObject(item)['Weight'] })),
    device_read_bps: rates('BlkioDeviceReadBps'),
    device_read_iops: rates('BlkioDeviceReadIOps'),
    device_write_bps: rates('BlkioDeviceWriteBps'),
    device_write_iops: rates('BlkioDeviceWriteIOps'),
  };
  const given = Object.fromEntries(Object.entries(block).filter(([, value]) => !isEmpty(value)));
  if (!isEmpty(given)) service['blkio_config'] = given;
}
