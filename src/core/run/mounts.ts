import { t } from '../localize';
import { BadValue, type RunDraft } from './draft';
import { readBoolean, readBytes, readCsv, readPair } from './values';
import { setOwn } from '../records';

/** `-v` and `--mount`: https://docs.docker.com/reference/cli/docker/container/run/#mount. */

/** Writes `Binds` and `Volumes` from the `-v` options. */
export function putVolumes(draft: RunDraft): void {
  const binds: string[] = [];
  const anonymous: Record<string, object> = {};
  for (const volume of draft.volumes) {
    const source = volumeSource(volume);
    if (source === undefined) setOwn(anonymous, volume, {});
    else binds.push(absoluteSource(draft, volume, source));
  }
  if (binds.length > 0) draft.host['Binds'] = binds;
  if (Object.keys(anonymous).length > 0) draft.config['Volumes'] = anonymous;
}

/** The part before the first colon that does not belong to a Windows drive; undefined for an anonymous volume. */
export function volumeSource(volume: string): string | undefined {
  if (volume === '') throw new BadValue(t('The volume is empty.'));
  const parts = volumeParts(volume);
  if (parts.some((part) => part === '')) throw new BadValue(t('A part between the colons is empty.'));
  if (parts.length > 3) throw new BadValue(t('A volume has at most three parts: source, target, options.'));
  return parts.length === 1 ? undefined : parts[0];
}

/** What stands between the colons: source, target and options, or the target alone. */
export function volumeParts(volume: string): readonly string[] {
  return /^.{1,2}$/.test(volume) ? [volume] : splitKeepingDrives(volume);
}

/** One letter before a colon is always a drive to the command line, also in `a:/b`. */
function splitKeepingDrives(volume: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (let index = 0; index <= volume.length; index++) {
    if (index < volume.length && volume[index] !== ':') continue;
    if (index < volume.length && index === start + 1 && /\p{L}/u.test(volume[start] ?? '')) continue;
    parts.push(volume.slice(start, index));
    start = index + 1;
  }
  return parts;
}

function absoluteSource(draft: RunDraft, volume: string, source: string): string {
  if (!source.startsWith('.')) return volume;
  const { resolvePath } = draft.surroundings;
  if (!resolvePath) throw new BadValue(t('The folder {0} is relative, and there is no folder to start from.', source));
  return resolvePath(source) + volume.slice(source.length);
}

type Fields = Record<string, unknown>;

/** One `--mount` as the engine's `Mount`. */
export function readMount(draft: RunDraft, value: string): Fields {
  const mount: Fields = { Type: 'volume' };
  const groups: Record<'Bind' | 'Volume' | 'Image' | 'Tmpfs', Fields> = { Bind: {}, Volume: {}, Image: {}, Tmpfs: {} };
  for (const field of readCsv(value)) readMountField(draft, mount, groups, field);
  const type = String(mount['Type']);
  if (type === '') throw new BadValue(t('The type of the mount is missing.'));
  if ((mount['Target'] ?? '') === '') throw new BadValue(t('The target of the mount is missing.'));
  for (const [name, options] of Object.entries(groups)) {
    if (Object.keys(options).length === 0) continue;
    if (name.toLowerCase() !== type) throw new BadValue(t('A {0} mount cannot have options of a {1} mount.', type, name.toLowerCase()));
    setOwn<unknown>(mount, `${name}Options`, options);
  }
  checkRecursion(mount, groups.Bind);
  return mount;
}

function readMountField(
  draft: RunDraft,
  mount: Fields,
  groups: Record<'Bind' | 'Volume' | 'Image' | 'Tmpfs', Fields>,
  field: string,
): void {
  const equals = field.indexOf('=');
  const key = (equals < 0 ? field : field.slice(0, equals)).toLowerCase();
  if (equals < 0 && !['readonly', 'ro', 'volume-nocopy', 'bind-nonrecursive'].includes(key)) {
    throw new BadValue(t('"{0}" is not of the form name=value.', field));
  }
  const value = equals < 0 ? 'true' : field.slice(equals + 1);
  switch (key) {
    case 'type':
      mount['Type'] = value.toLowerCase();
      return;
    case 'source':
    case 'src':
      mount['Source'] = /^\.{1,2}(?:[\\/]|$)/.test(value) ? absoluteSource(draft, value, value) : value;
      return;
    case 'target':
    case 'dst':
    case 'destination':
      mount['Target'] = value;
      return;
    case 'readonly':
    case 'ro':
      if (readBoolean(value)) mount['ReadOnly'] = true;
      return;
    case 'consistency':
      mount['Consistency'] = value.toLowerCase();
      return;
    default:
      readMountOption(groups, key, value);
  }
}

function readMountOption(groups: Record<'Bind' | 'Volume' | 'Image' | 'Tmpfs', Fields>, key: string, value: string): void {
  switch (key) {
    case 'bind-propagation':
      groups.Bind['Propagation'] = value.toLowerCase();
      return;
    case 'bind-nonrecursive':
      groups.Bind['NonRecursive'] = readBoolean(value);
      return;
    case 'bind-recursive':
      readRecursion(groups.Bind, value);
      return;
    case 'volume-nocopy':
      groups.Volume['NoCopy'] = readBoolean(value);
      return;
    case 'volume-subpath':
      groups.Volume['Subpath'] = value;
      return;
    case 'volume-label': {
      const [name, label] = readPair(value, true);
      groups.Volume['Labels'] = { ...(groups.Volume['Labels'] as object | undefined), [name]: label };
      return;
    }
    case 'volume-driver':
      groups.Volume['DriverConfig'] = { ...(groups.Volume['DriverConfig'] as object | undefined), Name: value };
      return;
    case 'volume-opt':
      readVolumeOption(groups.Volume, value);
      return;
    case 'image-subpath':
      groups.Image['Subpath'] = value;
      return;
    case 'tmpfs-size':
      groups.Tmpfs['SizeBytes'] = readBytes(value);
      return;
    case 'tmpfs-mode':
      if (!/^[0-7]+$/.test(value)) throw new BadValue(t('"{0}" is not a file mode such as 1777.', value));
      groups.Tmpfs['Mode'] = Number.parseInt(value, 8);
      return;
    default:
      throw new BadValue(t('A mount has no field "{0}".', key));
  }
}

function readVolumeOption(volume: Fields, value: string): void {
  const driver = (volume['DriverConfig'] ?? {}) as Fields;
  const [name, option] = readPair(value, true);
  volume['DriverConfig'] = { ...driver, Options: { ...(driver['Options'] as object | undefined), [name]: option } };
}

function readRecursion(bind: Fields, value: string): void {
  switch (value) {
    case 'enabled':
      return;
    case 'disabled':
      bind['NonRecursive'] = true;
      return;
    case 'writable':
      bind['ReadOnlyNonRecursive'] = true;
      return;
    case 'readonly':
      bind['ReadOnlyForceRecursive'] = true;
      return;
    default:
      throw new BadValue(t('"{0}" is not one of: {1}.', value, 'enabled, disabled, writable, readonly'));
  }
}

function checkRecursion(mount: Fields, bind: Fields): void {
  const needsReadOnly = bind['ReadOnlyNonRecursive'] ?? bind['ReadOnlyForceRecursive'];
  if (needsReadOnly === true && mount['ReadOnly'] !== true) {
    throw new BadValue(t('This mount must also be readonly.'));
  }
  if (bind['ReadOnlyForceRecursive'] === true && bind['Propagation'] !== 'rprivate') {
    throw new BadValue(t('This mount must also have bind-propagation=rprivate.'));
  }
}
