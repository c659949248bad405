import { own } from '../records';
import { asList, asObject, asText, asTexts, type Inspected, isEmpty } from './inspected';
import { bytesText, csvLine, type OptionWords } from './option-words';

/** Options whose values are texts of `HostConfig`, by its keys. */
const textOptions: Readonly<Record<string, string>> = {
  CgroupParent: 'cgroup-parent',
  CgroupnsMode: 'cgroupns',
  CpusetCpus: 'cpuset-cpus',
  CpusetMems: 'cpuset-mems',
  IpcMode: 'ipc',
  Isolation: 'isolation',
  PidMode: 'pid',
  Runtime: 'runtime',
  UTSMode: 'uts',
  UsernsMode: 'userns',
};

const numberOptions: Readonly<Record<string, string>> = {
  BlkioWeight: 'blkio-weight',
  CpuPeriod: 'cpu-period',
  CpuQuota: 'cpu-quota',
  CpuRealtimePeriod: 'cpu-rt-period',
  CpuRealtimeRuntime: 'cpu-rt-runtime',
  CpuShares: 'cpu-shares',
  MemorySwappiness: 'memory-swappiness',
  OomScoreAdj: 'oom-score-adj',
  PidsLimit: 'pids-limit',
};

const byteOptions: Readonly<Record<string, string>> = {
  Memory: 'memory',
  MemoryReservation: 'memory-reservation',
  MemorySwap: 'memory-swap',
  ShmSize: 'shm-size',
};

const switches: Readonly<Record<string, string>> = {
  OomKillDisable: 'oom-kill-disable',
  Privileged: 'privileged',
  ReadonlyRootfs: 'read-only',
};

const listOptions: Readonly<Record<string, string>> = {
  CapAdd: 'cap-add',
  CapDrop: 'cap-drop',
  DeviceCgroupRules: 'device-cgroup-rule',
  Dns: 'dns',
  DnsOptions: 'dns-option',
  DnsSearch: 'dns-search',
  ExtraHosts: 'add-host',
  GroupAdd: 'group-add',
};

const mapOptions: Readonly<Record<string, string>> = { Annotations: 'annotation', StorageOpt: 'storage-opt', Sysctls: 'sysctl' };

/** Keys that other parts of the line tell. */
const elsewhere: ReadonlySet<string> = new Set([
  'AutoRemove',
  'Binds',
  'Links',
  'Mounts',
  'NetworkMode',
  'PortBindings',
  'PublishAllPorts',
  'Tmpfs',
  'VolumeDriver',
  'VolumesFrom',
  'MaskedPaths',
  'ReadonlyPaths',
]);

type Put = (words: OptionWords, value: unknown) => void;

const special: Readonly<Record<string, Put>> = {
  BlkioDeviceReadBps: throttle('device-read-bps'),
  BlkioDeviceReadIOps: throttle('device-read-iops'),
  BlkioDeviceWriteBps: throttle('device-write-bps'),
  BlkioDeviceWriteIOps: throttle('device-write-iops'),
  BlkioWeightDevice: each((words, { Path, Weight }) => words.add('--blkio-weight-device', `${asText(Path)}:${String(Weight)}`)),
  Devices: each((words, device) => words.add('--device', deviceText(device))),
  DeviceRequests: each(putDeviceRequest),
  Init: (words, value) => words.add(value === true ? '--init' : '--init=false'),
  LogConfig: putLogging,
  NanoCpus: (words, value) => words.add('--cpus', String(Number(value) / 1e9)),
  RestartPolicy: (words, value) => {
    const { Name, MaximumRetryCount } = asObject(value);
    words.add('--restart', isEmpty(MaximumRetryCount) ? asText(Name) : `${asText(Name)}:${String(MaximumRetryCount)}`);
  },
  SecurityOpt: putSecurity,
  Ulimits: each((words, { Name, Soft, Hard }) =>
    words.add('--ulimit', `${asText(Name)}=${String(Soft)}${Soft === Hard ? '' : `:${String(Hard)}`}`),
  ),
};

function each(put: (words: OptionWords, item: Inspected) => void): Put {
  return (words, value) => {
    for (const item of asList(value)) put(words, asObject(item));
  };
}

function throttle(option: string): Put {
  return each((words, { Path, Rate }) => words.add(`--${option}`, `${asText(Path)}:${String(Rate)}`));
}

/** The options that `HostConfig` means, but for ports, mounts and networks. */
export function putHost(words: OptionWords, host: Inspected): void {
  for (const [key, value] of Object.entries(host)) putKey(words, key, value);
  if (Array.isArray(host['MaskedPaths']) && host['MaskedPaths'].length === 0) words.add('--security-opt', 'systempaths=unconfined');
}

function putKey(words: OptionWords, key: string, value: unknown): void {
  if (elsewhere.has(key)) return;
  const put = own(special, key) ?? putterOf(key);
  if (put) put(words, value);
  else words.leftOut(`HostConfig.${key}`);
}

function putterOf(key: string): Put | undefined {
  const option = (
    table: Readonly<Record<string, string>>,
    put: (words: OptionWords, name: string, value: unknown) => void,
  ): Put | undefined => {
    const name = own(table, key);
    return name === undefined ? undefined : (words, value) => put(words, name, value);
  };
  return (
    option(textOptions, (words, name, value) => words.text(name, value)) ??
    option(numberOptions, (words, name, value) => words.add(`--${name}`, String(value))) ??
    option(byteOptions, (words, name, value) => words.add(`--${name}`, bytesText(Number(value)))) ??
    option(switches, (words, name) => words.add(`--${name}`)) ??
    option(listOptions, (words, name, value) => {
      for (const item of asTexts(value)) words.add(`--${name}`, item);
    }) ??
    option(mapOptions, (words, name, value) => {
      for (const [setting, text] of Object.entries(asObject(value))) words.add(`--${name}`, `${setting}=${asText(text)}`);
    })
  );
}

function deviceText({ PathOnHost, PathInContainer, CgroupPermissions }: Inspected): string {
  const [host, inside, mode] = [asText(PathOnHost), asText(PathInContainer), asText(CgroupPermissions) || 'rwm'];
  if (mode !== 'rwm') return `${host}:${inside}:${mode}`;
  return host === inside ? host : `${host}:${inside}`;
}

function putDeviceRequest(words: OptionWords, request: Inspected): void {
  const ids = asTexts(request['DeviceIDs']);
  if (request['Driver'] === 'cdi') {
    for (const id of ids) words.add('--device', id);
    return;
  }
  const capabilities = asTexts(asList(request['Capabilities'])[0]).filter((name) => name !== 'gpu');
  const options = Object.entries(asObject(request['Options'])).map(([name, value]) => `${name}=${asText(value)}`);
  const count = Number(request['Count'] ?? 0);
  words.add(
    '--gpus',
    csvLine([
      ...(count === 0 ? [] : [count === -1 ? 'all' : `count=${String(count)}`]),
      ...(ids.length === 0 ? [] : [`device=${ids.join(',')}`]),
      ...(asText(request['Driver']) === '' ? [] : [`driver=${asText(request['Driver'])}`]),
      ...(capabilities.length === 0 ? [] : [`capabilities=${capabilities.join(',')}`]),
      ...(options.length === 0 ? [] : [`options=${csvLine(options)}`]),
    ]),
  );
}

function putLogging(words: OptionWords, value: unknown): void {
  const { Type, Config } = asObject(value);
  words.text('log-driver', Type);
  for (const [option, setting] of Object.entries(asObject(Config))) words.add('--log-opt', `${option}=${asText(setting)}`);
}

/** A profile that stood in a file is told by the engine as its text, which no option takes. */
function putSecurity(words: OptionWords, value: unknown): void {
  for (const option of asTexts(value)) {
    if (/^seccomp[=:]\{/.test(option)) words.leftOut('HostConfig.SecurityOpt.seccomp');
    else words.add('--security-opt', option);
  }
}
