import { t } from '../localize';
import { addDevice, addGpus, addThrottle, addUlimit, addWeight } from './devices';
import { BadValue, listOf, mapOf, type RunDraft } from './draft';
import { readMount } from './mounts';
import { readNetwork } from './networks';
import { readExposed, readPublished } from './ports';
import { addHost, addSecurity, addSysctl, readLink, readRestart, readSearchDomain } from './texts';
import { readBoolean, readBytes, readCpus, readDuration, readInteger, readIp, readMacAddress, readPair, readUnsigned } from './values';
import { setOwn, defined } from '../records';

/** One option of `docker run`: https://docs.docker.com/reference/cli/docker/container/run/#options. */
export interface RunFlag {
  /** One letter, without the dash. */
  readonly short?: string;
  /** A switch may stand without a value; then the value is `true`. */
  readonly isSwitch?: true;
  readonly apply: (draft: RunDraft, value: string) => void;
}

function text(key: string): RunFlag {
  return { apply: (draft, value) => put(draft.host, key, value) };
}
function configText(key: string, short?: string): RunFlag {
  return { ...defined({ short }), apply: (draft, value) => put(draft.config, key, value) };
}
function list(key: string, read: (value: string) => string = (value) => value): RunFlag {
  return { apply: (draft, value) => void listOf(draft.host, key).push(read(value)) };
}
function map(key: string): RunFlag {
  return {
    apply: (draft, value) => {
      const [name, setting] = readPair(value, true);
      setOwn(mapOf(draft.host, key), name, setting);
    },
  };
}
function number(key: string, read: (value: string) => number, short?: string): RunFlag {
  return { ...defined({ short }), apply: (draft, value) => put(draft.host, key, read(value)) };
}
function toggle(apply: (draft: RunDraft, on: boolean) => void, short?: string): RunFlag {
  return {
    isSwitch: true,
    ...defined({ short }),
    apply: (draft, value) => {
      apply(draft, readBoolean(value));
    },
  };
}
function hostToggle(key: string, short?: string): RunFlag {
  return toggle((draft, on) => put(draft.host, key, on), short);
}
function oneOf(key: string, allowed: (value: string) => boolean, shown: string): RunFlag {
  return {
    apply: (draft, value) => {
      if (!allowed(value)) throw new BadValue(t('"{0}" is not one of: {1}.', value, shown));
      put(draft.host, key, value);
    },
  };
}
/** An option that says something to the command line itself and nothing to the engine. */
function ignored(isSwitch?: true): RunFlag {
  return {
    ...(isSwitch && { isSwitch }),
    apply: (_, value) => {
      if (isSwitch) readBoolean(value);
    },
  };
}
function windowsOnly(): string {
  return t('Only engines for Windows containers support this option.');
}
function impossible(reason: () => string, isSwitch?: true): RunFlag {
  return {
    ...(isSwitch && { isSwitch }),
    apply: () => {
      throw new BadValue(reason());
    },
  };
}

/** What the engine takes for "not given" is left out of the body. */
function put(record: Record<string, unknown>, key: string, value: string | number | boolean): void {
  if (value === '' || value === 0 || value === false) Reflect.deleteProperty(record, key);
  else setOwn(record, key, value);
}

function attach(draft: RunDraft, value: string): void {
  const stream = value.toLowerCase();
  if (stream !== 'stdin' && stream !== 'stdout' && stream !== 'stderr') {
    throw new BadValue(t('"{0}" is not one of: {1}.', value, 'stdin, stdout, stderr'));
  }
  draft.attach.add(stream);
}

function swappiness(draft: RunDraft, value: string): void {
  const number = readInteger(value, -1, 100);
  if (number === -1) Reflect.deleteProperty(draft.host, 'MemorySwappiness');
  else draft.host['MemorySwappiness'] = number;
}

function label(draft: RunDraft, value: string): void {
  const [name] = readPair(value, true);
  if (/\s/.test(name)) throw new BadValue(t('The name "{0}" contains a space.', name));
  draft.labels.push(value);
}

function environment(draft: RunDraft, value: string): void {
  readPair(value, true);
  draft.environment.push(value);
}

function pull(draft: RunDraft, value: string): void {
  if (value === '') return;
  if (value !== 'always' && value !== 'missing' && value !== 'never') {
    throw new BadValue(t('"{0}" is not one of: {1}.', value, 'always, missing, never'));
  }
  draft.pull = value;
}

const network: RunFlag = { apply: (draft, value) => void draft.networks.push(readNetwork(value)) };
const alias: RunFlag = { apply: (draft, value) => void draft.firstNetwork.aliases.push(value) };
const dnsOption = list('DnsOptions');
const hostOnly = (value: string): boolean => value === '' || value === 'host';

/** All options by their long names. */
export const runFlags: Readonly<Record<string, RunFlag>> = {
  'add-host': { apply: addHost },
  annotation: map('Annotations'),
  attach: { short: 'a', apply: attach },
  'blkio-weight': number('BlkioWeight', (value) => readUnsigned(value, 65_535)),
  'blkio-weight-device': { apply: addWeight },
  'cap-add': { apply: (draft, value) => void draft.capabilitiesAdded.push(value) },
  'cap-drop': { apply: (draft, value) => void draft.capabilitiesDropped.push(value) },
  'cgroup-parent': text('CgroupParent'),
  cgroupns: oneOf('CgroupnsMode', (value) => ['', 'host', 'private'].includes(value), 'host, private'),
  // Who runs the line writes it: the engine knows nothing of it.
  cidfile: ignored(),
  'cpu-count': impossible(windowsOnly),
  'cpu-percent': impossible(windowsOnly),
  'cpu-period': number('CpuPeriod', readInteger),
  'cpu-quota': number('CpuQuota', readInteger),
  'cpu-rt-period': number('CpuRealtimePeriod', readInteger),
  'cpu-rt-runtime': number('CpuRealtimeRuntime', readInteger),
  'cpu-shares': number('CpuShares', readInteger, 'c'),
  cpus: number('NanoCpus', readCpus),
  'cpuset-cpus': text('CpusetCpus'),
  'cpuset-mems': text('CpusetMems'),
  detach: toggle((draft, on) => void (draft.detached = on), 'd'),
  'detach-keys': ignored(),
  device: { apply: addDevice },
  'device-cgroup-rule': {
    apply: (draft, value) => {
      if (!/^[acb] (?:\d+|\*):(?:\d+|\*) [rwm]{1,3}$/.test(value)) throw new BadValue(t('"{0}" is not a rule such as "c 1:3 rwm".', value));
      listOf(draft.host, 'DeviceCgroupRules').push(value);
    },
  },
  'device-read-bps': { apply: (draft, value) => addThrottle(draft, 'BlkioDeviceReadBps', value, true) },
  'device-read-iops': { apply: (draft, value) => addThrottle(draft, 'BlkioDeviceReadIOps', value, false) },
  'device-write-bps': { apply: (draft, value) => addThrottle(draft, 'BlkioDeviceWriteBps', value, true) },
  'device-write-iops': { apply: (draft, value) => addThrottle(draft, 'BlkioDeviceWriteIOps', value, false) },
  'disable-content-trust': toggle((_, on) => {
    if (!on) throw new BadValue(t('Signatures of images cannot be checked here.'));
  }),
  dns: list('Dns', readIp),
  'dns-opt': dnsOption,
  'dns-option': dnsOption,
  'dns-search': list('DnsSearch', readSearchDomain),
  domainname: configText('Domainname'),
  entrypoint: { apply: (draft, value) => void (draft.entrypoint = value) },
  env: { short: 'e', apply: environment },
  'env-file': { apply: (draft, value) => void draft.environmentFiles.push(value) },
  expose: {
    apply: (draft, value) => {
      readExposed(value);
      draft.exposed.push(value);
    },
  },
  gpus: { apply: addGpus },
  'group-add': list('GroupAdd'),
  'health-cmd': { apply: (draft, value) => void (draft.health.command = value) },
  'health-interval': { apply: (draft, value) => void (draft.health.interval = readDuration(value)) },
  'health-retries': { apply: (draft, value) => void (draft.health.retries = readInteger(value, 0)) },
  'health-start-interval': { apply: (draft, value) => void (draft.health.startInterval = readDuration(value)) },
  'health-start-period': { apply: (draft, value) => void (draft.health.startPeriod = readDuration(value)) },
  'health-timeout': { apply: (draft, value) => void (draft.health.timeout = readDuration(value)) },
  help: impossible(() => t('This only prints help.'), true),
  hostname: configText('Hostname', 'h'),
  init: toggle((draft, on) => void (draft.host['Init'] = on)),
  interactive: toggle((draft, on) => void (draft.interactive = on), 'i'),
  'io-maxbandwidth': impossible(windowsOnly),
  'io-maxiops': impossible(windowsOnly),
  ip: { apply: (draft, value) => void (draft.firstNetwork.ipv4 = readIp(value)) },
  ip6: { apply: (draft, value) => void (draft.firstNetwork.ipv6 = readIp(value)) },
  ipc: text('IpcMode'),
  isolation: text('Isolation'),
  // Engines and the command line have given this up and only check it.
  'kernel-memory': { apply: (_, value) => void readBytes(value) },
  label: { short: 'l', apply: label },
  'label-file': { apply: (draft, value) => void draft.labelFiles.push(value) },
  link: { apply: (draft, value) => void draft.firstNetwork.links.push(readLink(value)) },
  'link-local-ip': { apply: (draft, value) => void draft.firstNetwork.linkLocalIps.push(readIp(value)) },
  'log-driver': { apply: (draft, value) => void (draft.logDriver = value) },
  'log-opt': {
    apply: (draft, value) => {
      const [name, option] = readPair(value, true);
      setOwn(draft.logOptions, name, option);
    },
  },
  'mac-address': { apply: (draft, value) => void (draft.firstNetwork.macAddress = readMacAddress(value)) },
  memory: number('Memory', readBytes, 'm'),
  'memory-reservation': number('MemoryReservation', readBytes),
  'memory-swap': number('MemorySwap', (value) => (value === '-1' ? -1 : readBytes(value))),
  'memory-swappiness': { apply: swappiness },
  mount: { apply: (draft, value) => void listOf(draft.host, 'Mounts').push(readMount(draft, value)) },
  name: { apply: (draft, value) => void (draft.name = value) },
  net: network,
  'net-alias': alias,
  network,
  'network-alias': alias,
  'no-healthcheck': toggle((draft, on) => void (draft.health.none = on)),
  'oom-kill-disable': hostToggle('OomKillDisable'),
  'oom-score-adj': number('OomScoreAdj', (value) => readInteger(value, -1000, 1000)),
  pid: oneOf('PidMode', (value) => hostOnly(value) || /^container:./.test(value), 'host, container:…'),
  // Without it Podman has a limit of its own: 0 says that there shall be none.
  'pids-limit': { apply: (draft, value) => void (draft.host['PidsLimit'] = readInteger(value)) },
  platform: { apply: (draft, value) => void (draft.platform = value) },
  privileged: hostToggle('Privileged'),
  publish: {
    short: 'p',
    apply: (draft, value) => {
      readPublished(value);
      draft.published.push(value);
    },
  },
  'publish-all': hostToggle('PublishAllPorts', 'P'),
  pull: { apply: pull },
  quiet: toggle((draft, on) => void (draft.quiet = on), 'q'),
  'read-only': hostToggle('ReadonlyRootfs'),
  restart: { apply: (draft, value) => void (draft.restart = readRestart(value)) },
  rm: toggle((draft, on) => void (draft.remove = on)),
  runtime: text('Runtime'),
  'security-opt': { apply: addSecurity },
  'shm-size': number('ShmSize', readBytes),
  'sig-proxy': ignored(true),
  'stop-signal': configText('StopSignal'),
  'stop-timeout': { apply: (draft, value) => void (draft.config['StopTimeout'] = readInteger(value)) },
  'storage-opt': {
    apply: (draft, value) => {
      const [name, option] = readPair(value);
      setOwn(mapOf(draft.host, 'StorageOpt'), name, option);
    },
  },
  sysctl: { apply: addSysctl },
  tmpfs: {
    apply: (draft, value) => {
      const [path = '', ...options] = value.split(':');
      setOwn(mapOf(draft.host, 'Tmpfs'), path, options.join(':'));
    },
  },
  tty: toggle((draft, on) => void (draft.tty = on), 't'),
  ulimit: { apply: addUlimit },
  'use-api-socket': impossible(() => t("Slipway cannot pass the engine's socket to a container this way."), true),
  user: configText('User', 'u'),
  userns: oneOf('UsernsMode', hostOnly, 'host'),
  uts: oneOf('UTSMode', hostOnly, 'host'),
  volume: { short: 'v', apply: (draft, value) => void draft.volumes.add(value) },
  'volume-driver': text('VolumeDriver'),
  'volumes-from': list('VolumesFrom'),
  workdir: configText('WorkingDir', 'w'),
};

const names = new Map(Object.entries(runFlags).map(([name, flag]) => [flag, name]));

/** The long name of an option; the newest where it has several. */
export function nameOfFlag(flag: RunFlag): string {
  return names.get(flag) ?? '';
}
