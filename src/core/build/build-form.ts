import { t } from '../localize';
import { own, setOwn } from '../records';
import { oneOf, wishFields } from '../wish-fields';
import { BadValue } from '../run/draft';
import {
  type BuildFieldName,
  type BuildForm,
  listFields,
  longestFieldText,
  sourceKinds,
  switchFields,
  textFields,
  type SwitchFieldName,
  type TextFieldName,
} from './build-form-fields';
import { BuildDraft, type BuildSurroundings } from './build-line-draft';
import type { BuildLineRemark } from './build-line-remark';
import { applyOptions, type GivenOption, optionsOf } from './build-options';
import { isAbsolutePath } from './build-places';
import type { BuildDockerfile, BuildRequest, BuildSource } from './build-request';

const flagOfText: Readonly<Partial<Record<TextFieldName, string>>> = {
  target: 'target',
  platform: 'platform',
  network: 'network',
  shmSize: 'shm-size',
  output: 'output',
  builder: 'builder',
  moreArguments: 'build-arg',
  labels: 'label',
  noCacheStages: 'no-cache-filter',
  secrets: 'secret',
  ssh: 'ssh',
  contexts: 'build-context',
  cacheFrom: 'cache-from',
  cacheTo: 'cache-to',
  extraHosts: 'add-host',
  ulimits: 'ulimit',
};

/** What a form means, or what is wrong with which of its fields. */
export type FormReading =
  | { readonly request: BuildRequest; readonly remarks: readonly BuildLineRemark[] }
  | { readonly problems: Readonly<Partial<Record<BuildFieldName, string>>> };

/** Reads a form by the rules of the command line. */
export function readForm(form: BuildForm, surroundings: BuildSurroundings): FormReading {
  const draft = new BuildDraft(surroundings);
  const problems: Partial<Record<BuildFieldName, string>> = {};
  for (const [field, { reason }] of applyOptions(draft, givenBy(form))) problems[field as BuildFieldName] = reason;
  const { noCache, push } = form.switches;
  draft.noCache = noCache && form.texts.noCacheStages.trim() === '';
  if (push) draft.options.push = true;
  const attempt = <Value>(field: BuildFieldName, read: () => Value): Value | undefined => {
    try {
      return read();
    } catch (problem) {
      if (!(problem instanceof BadValue)) throw problem;
      problems[field] ??= problem.reason;
      return undefined;
    }
  };
  const source = attempt(form.source === 'none' ? 'dockerfile' : form.source, () => sourceOf(form, draft));
  const dockerfile = attempt('dockerfile', () => dockerfileOf(form, draft, source));
  const said = attempt('references', () => draft.said());
  if (!source || !dockerfile || !said || Object.keys(problems).length > 0) return { problems };
  return { request: { source, dockerfile, ...said }, remarks: draft.remarks };
}

function lines(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(plainLine);
}

/** What a line cannot hold as it is stands there as a text of JSON: line breaks, blanks at its ends. */
function lineOf(value: string): string {
  return /[\r\n]|^["\s]|\s$/.test(value) ? JSON.stringify(value) : value;
}

function plainLine(line: string): string {
  if (!line.startsWith('"') || !line.endsWith('"')) return line;
  try {
    const read: unknown = JSON.parse(line);
    return typeof read === 'string' ? read : line;
  } catch {
    return line;
  }
}

function givenBy({ texts, switches, arguments: declared }: BuildForm): readonly GivenOption[] {
  const names = texts.references.split(/[\s,]+/).filter((name) => name !== '');
  const single = textFields.flatMap((field): GivenOption[] => {
    const [flag, value] = [flagOfText[field], texts[field].trim()];
    return flag === undefined || value === '' ? [] : [{ field, flag, value }];
  });
  const several = listFields.flatMap((field) =>
    lines(texts[field]).map((value): GivenOption => ({ field, flag: flagOfText[field] ?? field, value })),
  );
  return [
    ...names.map((value) => ({ field: 'references', flag: 'tag', value })),
    ...Object.entries(declared).flatMap(([name, value]) =>
      value === '' ? [] : [{ field: 'arguments', flag: 'build-arg', value: `${name}=${value}` }],
    ),
    ...single,
    ...several,
    ...(switches.pull ? [{ field: 'pull', flag: 'pull', value: 'true' }] : []),
    ...(switches.inlineCache ? [{ field: 'inlineCache', flag: 'cache-to', value: 'type=inline' }] : []),
  ];
}

function sourceOf({ source, texts }: BuildForm, draft: BuildDraft): BuildSource {
  if (source === 'none') return { kind: 'none' };
  const text = texts[source].trim();
  if (text === '')
    throw new BadValue(
      source === 'folder' ? t('Name the folder.') : source === 'archive' ? t('Name the archive.') : t('Write the address.'),
    );
  if (source === 'address') return { kind: 'address', address: text };
  return source === 'folder' ? { kind: 'folder', folder: draft.absolute(text) } : { kind: 'archive', file: draft.absolute(text) };
}

function dockerfileOf({ texts }: BuildForm, draft: BuildDraft, source: BuildSource | undefined): BuildDockerfile {
  const text = texts.dockerfile.trim();
  const inside = source?.kind === 'address' || source?.kind === 'archive';
  if (inside && !isAbsolutePath(text)) return { kind: 'inside', path: text === '' ? 'Dockerfile' : text };
  if (text === '') throw new BadValue(t('Name the Dockerfile.'));
  return { kind: 'file', file: draft.absolute(text) };
}

/** A form that says what a request says; `declared` are the arguments with fields of their own. */
export function formOf(request: BuildRequest, declared: readonly string[]): BuildForm {
  const options = optionsOf(request);
  const { source, dockerfile, buildArguments = {} } = request;
  const given = (flag: string): readonly string[] => options.get(flag) ?? [];
  const said = (field: TextFieldName): readonly string[] => {
    switch (field) {
      case 'references':
        return given('tag');
      case 'folder':
        return source.kind === 'folder' ? [source.folder] : [];
      case 'address':
        return source.kind === 'address' ? [source.address] : [];
      case 'archive':
        return source.kind === 'archive' ? [source.file] : [];
      case 'dockerfile':
        return [dockerfile.kind === 'file' ? dockerfile.file : dockerfile.path];
      case 'cacheTo':
        return request.cacheTo ?? [];
      default:
        return given(flagOfText[field] ?? '');
    }
  };
  const values: Record<string, string> = {};
  // A field cannot say that a value is empty, or has several lines: a line can.
  const fits = (name: string, value: string): boolean => declared.includes(name) && value !== '' && !/[\r\n]/.test(value);
  for (const name of declared) {
    const value = own(buildArguments, name) ?? '';
    setOwn(values, name, fits(name, value) ? value : '');
  }
  const others = Object.entries(buildArguments).filter(([name, value]) => !fits(name, value));
  const texts = Object.fromEntries([
    ...textFields.map((field) => [field, said(field).join(', ')]),
    ...listFields.map((field) => [field, said(field).map(lineOf).join('\n')]),
    ['moreArguments', others.map(([name, value]) => lineOf(`${name}=${value}`)).join('\n')],
  ]) as Record<TextFieldName, string>;
  return {
    source: source.kind,
    texts,
    switches: {
      noCache: request.noCache === true,
      pull: request.pull === true,
      inlineCache: request.inlineCache === true,
      push: request.push === true,
    },
    arguments: values,
  };
}

const mostArguments = 500;

/** A form as a page has sent it; undefined for anything of another form. */
export function formFrom(value: unknown): BuildForm | undefined {
  const fields = wishFields(value);
  const source = oneOf(sourceKinds, fields.get('source'));
  const [texts, switches] = [wishFields(fields.get('texts')), wishFields(fields.get('switches'))];
  const given = [...wishFields(fields.get('arguments'))];
  const isText = (text: unknown): text is string => typeof text === 'string' && text.length <= longestFieldText;
  const names = [...textFields, ...listFields];
  if (source === undefined || given.length > mostArguments || !given.every(([name, text]) => isText(name) && isText(text)))
    return undefined;
  if (!names.every((name) => isText(texts.get(name))) || !switchFields.every((name) => typeof switches.get(name) === 'boolean'))
    return undefined;
  return {
    source,
    texts: Object.fromEntries(names.map((name) => [name, texts.get(name)])) as Record<TextFieldName, string>,
    switches: Object.fromEntries(switchFields.map((name) => [name, switches.get(name)])) as Record<SwitchFieldName, boolean>,
    arguments: Object.fromEntries(given) as Record<string, string>,
  };
}
