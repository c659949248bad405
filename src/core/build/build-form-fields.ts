import type { BuildSource } from './build-request';

/** Fields with one text. */
export const textFields = [
  'references',
  'folder',
  'address',
  'archive',
  'dockerfile',
  'target',
  'platform',
  'network',
  'shmSize',
  'output',
  'builder',
] as const;
/** Fields with a line for each of several values, in the form of the command line. */
export const listFields = [
  'moreArguments',
  'labels',
  'noCacheStages',
  'secrets',
  'ssh',
  'contexts',
  'cacheFrom',
  'cacheTo',
  'extraHosts',
  'ulimits',
] as const;
/** Fields that are on or off. */
export const switchFields = ['noCache', 'pull', 'inlineCache', 'push'] as const;
/** Where the files come from. */
export const sourceKinds = ['folder', 'none', 'address', 'archive'] as const;

export type TextFieldName = (typeof textFields)[number] | (typeof listFields)[number];
export type SwitchFieldName = (typeof switchFields)[number];
export type BuildFieldName = TextFieldName | SwitchFieldName | 'arguments';

/** What stands in the fields, as it was typed. */
export interface BuildForm {
  readonly source: BuildSource['kind'];
  readonly texts: Readonly<Record<TextFieldName, string>>;
  readonly switches: Readonly<Record<SwitchFieldName, boolean>>;
  /** Of the arguments that the Dockerfile declares; an empty text keeps the default. */
  readonly arguments: Readonly<Record<string, string>>;
}

/** Longer texts than this no field takes, in UTF-16 units. */
export const longestFieldText = 20_000;
