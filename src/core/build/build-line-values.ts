import { t } from '../localize';
import { own } from '../records';
import { BadValue } from '../run/draft';
import { readBoolean, readCsv } from '../run/values';
import type { BuildDraft } from './build-line-draft';
import { csvField, isElsewhere } from './build-places';

/** Values of build options that are lists of fields, as buildx 0.29 reads them. All throw {@link BadValue}. */

type Field = readonly [key: string, value: string | undefined];

function fieldsOf(value: string): readonly Field[] {
  return readCsv(value).map((field): Field => {
    const equals = field.indexOf('=');
    return equals < 0 ? [field, undefined] : [field.slice(0, equals).trim().toLowerCase(), field.slice(equals + 1)];
  });
}

function joined(fields: readonly Field[]): string {
  return fields.map(([key, value]) => csvField(value === undefined ? key : `${key}=${value}`)).join(',');
}

function needed([key, value]: Field): string {
  if (value === undefined) throw new BadValue(t('"{0}" is not of the form name=value.', key));
  return value;
}

/** `id=npm,src=.npmrc`, `id=token,env=TOKEN`, `id=token`: a variable, else a file, else what VS Code keeps by that name. */
export function addSecret(draft: BuildDraft, value: string): void {
  let [id, type, file, variable] = ['', '', '', ''];
  for (const field of fieldsOf(value)) {
    const text = needed(field);
    if (field[0] === 'id') id = text;
    else if (field[0] === 'type') type = text;
    else if (field[0] === 'src' || field[0] === 'source') file = text;
    else if (field[0] === 'env') variable = text;
    else throw new BadValue(t('A secret has no field "{0}".', field[0]));
  }
  if (type !== '' && type !== 'file' && type !== 'env') throw new BadValue(t('"{0}" is not one of: {1}.', type, 'file, env'));
  if (id === '') throw new BadValue(t('The id of the secret is missing: id=name.'));
  if (type === 'env' && variable === '') [variable, file] = [file, ''];
  if (draft.secrets.some((secret) => secret.id === id)) throw new BadValue(t('{0} is specified twice.', id));
  draft.secrets.push({ id, source: secretSource(draft, id, file, variable) });
}

function secretSource(draft: BuildDraft, id: string, file: string, variable: string): BuildDraft['secrets'][number]['source'] {
  if (variable !== '') return { kind: 'variable', variable };
  if (file !== '') return { kind: 'file', file: draft.absolute(file) };
  const { variables = {}, readFolder, workingDirectory } = draft.surroundings;
  if (own(variables, id) !== undefined) return { kind: 'variable', variable: id };
  const here = workingDirectory === undefined ? undefined : readFolder?.(workingDirectory);
  if (here?.some(({ name, isFolder }) => name === id && !isFolder)) return { kind: 'file', file: draft.absolute(id) };
  return { kind: 'stored' };
}

/** `default`, `id=/run/agent.sock`. */
export function addSsh(draft: BuildDraft, value: string): void {
  const equals = value.indexOf('=');
  const id = equals < 0 ? value : value.slice(0, equals);
  if (id === '') throw new BadValue(t('The name before = is missing.'));
  if (draft.ssh.some((agent) => agent.id === id)) throw new BadValue(t('{0} is specified twice.', id));
  if (equals < 0) {
    draft.ssh.push({ id });
    return;
  }
  const [socket = '', ...more] = value.slice(equals + 1).split(',');
  // A key would have to be read and, where it has a pass phrase, opened.
  if (more.length > 0 || /(?:^|[\\/])id_[\w-]+$|\.(?:pem|key|ppk)$/.test(socket))
    throw new BadValue(
      t('Slipway passes on an agent and reads no keys: run ssh-add {0}, and write --ssh {1}.', [socket, ...more].join(' '), id),
    );
  if (socket === '') throw new BadValue(t('The socket after = is missing.'));
  draft.ssh.push({ id, socket: draft.absolute(socket) });
}

/** `user/app:cache`, `type=registry,ref=user/app:cache`, `type=local,src=folder`. */
export function addCacheFrom(draft: BuildDraft, value: string): void {
  const fields = fieldsOf(value);
  if (fields.every(([, text]) => text === undefined)) {
    for (const [reference] of fields) if (reference !== '') draft.cacheFrom.push(reference);
    return;
  }
  draft.cacheFrom.push(cacheEntry(draft, fields, 'src'));
}

/** `type=inline` makes the image its own cache; what else there is goes somewhere. */
export function addCacheTo(draft: BuildDraft, value: string): void {
  const fields = fieldsOf(value);
  if (fields.every(([, text]) => text === undefined)) {
    for (const [reference] of fields) draft.cacheTo.push(`type=registry,ref=${reference}`);
    return;
  }
  const entry = cacheEntry(draft, fields, 'dest');
  if (/^type=inline$/.test(entry)) draft.options.inlineCache = true;
  else draft.cacheTo.push(entry);
}

function cacheEntry(draft: BuildDraft, fields: readonly Field[], folder: 'src' | 'dest'): string {
  for (const field of fields) needed(field);
  const type = fields.find(([key]) => key === 'type')?.[1];
  if (type === undefined || type === '') throw new BadValue(t('The type of the cache is missing: type=registry.'));
  const local = type === 'local';
  return joined(fields.map(([key, text = '']) => [key, local && key === folder ? draft.absolute(text) : text]));
}

/** `name=folder`, `name=docker-image://alpine`. */
export function addContext(draft: BuildDraft, value: string): readonly [name: string, context: string] {
  const equals = value.indexOf('=');
  if (equals <= 0) throw new BadValue(t('"{0}" is not of the form name=value.', value));
  const context = value.slice(equals + 1);
  if (context === '' || context === '-') throw new BadValue(t('The folder or address after = is missing.'));
  return [value.slice(0, equals), isElsewhere(context) ? context : draft.absolute(context)];
}

/** `folder`, `type=local,dest=folder`, `type=tar,dest=file`; the forms of images are what a build makes anyway. */
export function addOutput(draft: BuildDraft, value: string): void {
  const fields = fieldsOf(value);
  const [first] = fields;
  const plain = fields.length === 1 && first && first[1] === undefined ? first[0] : undefined;
  const read = (key: string): string | undefined => fields.find(([name]) => name === key)?.[1];
  const type = plain === undefined ? (read('type') ?? '') : plain === '-' ? 'tar' : 'local';
  const destination = plain ?? read('dest') ?? '';
  if (type === 'local' || type === 'tar') {
    if (draft.output) throw new BadValue(t('A build has one output: leave the others out, and build again for each of them.'));
    if (destination === '-') throw new BadValue(t('Nothing reads the standard output here: name a file, as in type=tar,dest=files.tar.'));
    if (destination === '') throw new BadValue(t('The destination is missing: dest=path.'));
    const path = draft.absolute(destination);
    draft.output = type === 'local' ? { kind: 'folder', folder: path } : { kind: 'archive', file: path };
    return;
  }
  imageOutput(draft, value, type, read);
}

function imageOutput(draft: BuildDraft, value: string, type: string, read: (key: string) => string | undefined): void {
  if (type === 'oci' || (type === 'docker' && read('dest') !== undefined))
    throw new BadValue(t('Build the image without this, and then use “{0}”.', t('Save Images to a File…')));
  if (type !== 'docker' && type !== 'image' && type !== 'registry')
    throw new BadValue(t('"{0}" is not one of: {1}.', type, 'local, tar, docker, image, registry'));
  for (const name of read('name')?.split(',') ?? []) draft.name(name);
  const push = type === 'registry' || (read('push') !== undefined && readBoolean(read('push') ?? ''));
  if (push) draft.options.push = true;
  else draft.remark(`--output ${value}`, t('The image is in the engine as soon as it is built.'));
}
