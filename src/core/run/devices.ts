import { t } from '../localize';
import { BadValue, listOf, type RunDraft } from './draft';
import { readBytes, readCsv, readInteger, readPair, readUnsigned } from './values';
import { setOwn } from '../records';

/** A name of the Container Device Interface: `vendor.com/class=device`. */
const cdiName = /^[A-Za-z][\w.-]*[A-Za-z0-9]?\/[A-Za-z][\w.-]*[A-Za-z0-9]?=[A-Za-z0-9][\w.:-]*$/;

/** `--device /dev/host[:/dev/container][:rwm]` or a CDI name. */
export function addDevice(draft: RunDraft, value: string): void {
  if (cdiName.test(value)) {
    draft.cdiDevices.push(value);
    return;
  }
  const parts = value.split(':');
  const [host = '', second, third] = parts;
  if (host === '' || parts.length > 3) throw new BadValue(t('"{0}" is not a device such as /dev/fuse or /dev/sda:/dev/xvda:r.', value));
  const mode = parts.length === 3 ? third : second !== undefined && isMode(second) ? second : undefined;
  if (mode !== undefined && !isMode(mode)) throw new BadValue(t('"{0}" is not a mode made of r, w and m.', mode));
  const inside = parts.length === 2 && mode !== undefined ? undefined : second;
  if (inside !== undefined && !inside.startsWith('/')) throw new BadValue(t('"{0}" is not an absolute path.', inside));
  if (inside === undefined && !host.startsWith('/')) throw new BadValue(t('"{0}" is not an absolute path.', host));
  listOf(draft.host, 'Devices').push({ PathOnHost: host, PathInContainer: inside ?? host, CgroupPermissions: mode ?? 'rwm' });
}

function isMode(text: string): boolean {
  return /^[rwm]{1,3}$/.test(text) && new Set(text).size === text.length;
}

interface GpuRequest {
  Driver: string;
  Count: number;
  DeviceIDs?: string[];
  Capabilities: string[][];
  readonly Options: Record<string, string>;
}

/** `--gpus all`, `--gpus 2`, `--gpus '"device=0,1",capabilities=utility'`. */
export function addGpus(draft: RunDraft, value: string): void {
  const request: GpuRequest = { Driver: '', Count: 0, Capabilities: [['gpu']], Options: {} };
  const seen = new Set<string>();
  for (const field of readCsv(value)) {
    const equals = field.indexOf('=');
    const key = equals < 0 ? 'count' : field.slice(0, equals);
    const text = equals < 0 ? field : field.slice(equals + 1);
    if (seen.has(key)) throw new BadValue(t('{0} is specified twice.', key));
    seen.add(key);
    if (key === 'count') request.Count = text === 'all' ? -1 : readInteger(text);
    else if (key === 'device') request.DeviceIDs = text.split(',');
    else if (key === 'driver') request.Driver = text;
    else if (key === 'capabilities') request.Capabilities = [[...text.split(','), 'gpu']];
    else if (key === 'options') for (const option of readCsv(text)) setOwn(request.Options, ...readPair(option, true));
    else throw new BadValue(t('A GPU request has no field "{0}".', key));
  }
  if (!seen.has('count') && request.DeviceIDs === undefined) request.Count = 1;
  listOf(draft.host, 'DeviceRequests').push(request);
}

/** `--device-read-bps /dev/sda:1mb` and its kin; `bytes` tells sizes from operations per second. */
export function addThrottle(draft: RunDraft, key: string, value: string, bytes: boolean): void {
  const [path, text] = readDevicePair(value);
  listOf(draft.host, key).push({ Path: path, Rate: bytes ? readBytes(text) : readUnsigned(text) });
}

/** `--blkio-weight-device /dev/sda:200`. */
export function addWeight(draft: RunDraft, value: string): void {
  const [path, text] = readDevicePair(value);
  const weight = readUnsigned(text);
  if (weight !== 0 && (weight < 10 || weight > 1000)) throw new BadValue(t('A weight must be 0 or between 10 and 1000.'));
  listOf(draft.host, 'BlkioWeightDevice').push({ Path: path, Weight: weight });
}

function readDevicePair(value: string): readonly [path: string, text: string] {
  const colon = value.indexOf(':');
  const path = value.slice(0, colon);
  if (colon < 0 || !path.startsWith('/dev/')) throw new BadValue(t('"{0}" is not of the form /dev/name:value.', value));
  return [path, value.slice(colon + 1)];
}

const ulimitNames = [
  'as',
  'core',
  'cpu',
  'data',
  'fsize',
  'locks',
  'memlock',
  'msgqueue',
  'nice',
  'nofile',
  'nproc',
  'rss',
  'rtprio',
  'rttime',
  'sigpending',
  'stack',
];

/** `--ulimit nofile=1024:2048`. */
export function addUlimit(draft: RunDraft, value: string): void {
  const limit = readUlimit(value);
  draft.ulimits.set(limit.Name, limit);
}

/** One limit as the engine takes it. Throws {@link BadValue}. */
export function readUlimit(value: string): { readonly Name: string; readonly Hard: number; readonly Soft: number } {
  const [name, limits] = readPair(value);
  if (!ulimitNames.includes(name)) throw new BadValue(t('"{0}" is not one of: {1}.', name, ulimitNames.join(', ')));
  const parts = limits.split(':');
  if (parts.length > 2) throw new BadValue(t('A limit has at most a soft and a hard value.'));
  const soft = readInteger(parts[0] ?? '');
  const hard = parts[1] === undefined ? soft : readInteger(parts[1]);
  if (hard !== -1 && (soft === -1 || soft > hard)) throw new BadValue(t('The soft limit is above the hard limit.'));
  return { Name: name, Hard: hard, Soft: soft };
}
