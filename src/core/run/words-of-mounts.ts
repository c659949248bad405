import { asList, asObject, asText, asTexts, type Inspected } from './inspected';
import { csvLine, type OptionWords } from './option-words';

/** `-v`, `--mount`, `--tmpfs` and `--volumes-from`. */
export function putMounts(words: OptionWords, body: Inspected, host: Inspected): void {
  for (const bind of asTexts(host['Binds'])) words.add('-v', bind);
  for (const path of Object.keys(asObject(body['Volumes']))) words.add('-v', path);
  for (const mount of asList(host['Mounts'])) words.add('--mount', mountText(asObject(mount)));
  for (const [path, options] of Object.entries(asObject(host['Tmpfs']))) {
    words.add('--tmpfs', options === '' ? path : `${path}:${asText(options)}`);
  }
  for (const container of asTexts(host['VolumesFrom'])) words.add('--volumes-from', container);
  words.text('volume-driver', host['VolumeDriver']);
}

/** One mount as `--mount` takes it. */
export function mountText(mount: Inspected): string {
  const fields = [`type=${asText(mount['Type']) || 'volume'}`];
  if (asText(mount['Source']) !== '') fields.push(`source=${asText(mount['Source'])}`);
  fields.push(`target=${asText(mount['Target'])}`);
  if (mount['ReadOnly'] === true) fields.push('readonly');
  if (asText(mount['Consistency']) !== '') fields.push(`consistency=${asText(mount['Consistency'])}`);
  fields.push(...bindFields(asObject(mount['BindOptions'])), ...volumeFields(asObject(mount['VolumeOptions'])));
  const subpath = asText(asObject(mount['ImageOptions'])['Subpath']);
  if (subpath !== '') fields.push(`image-subpath=${subpath}`);
  const tmpfs = asObject(mount['TmpfsOptions']);
  if (typeof tmpfs['SizeBytes'] === 'number') fields.push(`tmpfs-size=${String(tmpfs['SizeBytes'])}`);
  if (typeof tmpfs['Mode'] === 'number') fields.push(`tmpfs-mode=${tmpfs['Mode'].toString(8)}`);
  return csvLine(fields);
}

function bindFields(bind: Inspected): readonly string[] {
  const propagation = asText(bind['Propagation']);
  return [
    ...(propagation === '' ? [] : [`bind-propagation=${propagation}`]),
    ...(bind['NonRecursive'] === true ? ['bind-recursive=disabled'] : []),
    ...(bind['ReadOnlyNonRecursive'] === true ? ['bind-recursive=writable'] : []),
    ...(bind['ReadOnlyForceRecursive'] === true ? ['bind-recursive=readonly'] : []),
  ];
}

function volumeFields(volume: Inspected): readonly string[] {
  const driver = asObject(volume['DriverConfig']);
  const pair = ([name, value]: readonly [string, unknown]): string => `${name}=${asText(value)}`;
  return [
    ...(volume['NoCopy'] === true ? ['volume-nocopy'] : []),
    ...(asText(volume['Subpath']) === '' ? [] : [`volume-subpath=${asText(volume['Subpath'])}`]),
    ...Object.entries(asObject(volume['Labels'])).map((label) => `volume-label=${pair(label)}`),
    ...(asText(driver['Name']) === '' ? [] : [`volume-driver=${asText(driver['Name'])}`]),
    ...Object.entries(asObject(driver['Options'])).map((option) => `volume-opt=${pair(option)}`),
  ];
}
