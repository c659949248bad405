import { defined, own } from '../records';
import { wishFields } from '../wish-fields';
import type { RunLine } from '../run-line';
import type { GivenRunOption } from './draft';
import { runFlags } from './flags';
import { fieldText } from './form-words';
import { launchFrom } from './launch-form';
import { volumeParts } from './mounts';
import {
  emptyRunForm,
  longestRunText,
  mostRunRows,
  rowFieldNames,
  type RunForm,
  type RunFormRow,
  type RunRowField,
  runRowFields,
  type RunSwitchField,
  runSwitchFields,
  type RunTextField,
  runTextFields,
} from './run-form-fields';
import { readBoolean } from './values';

/** The option of a field with one text. */
export const optionOfText = {
  name: 'name',
  entrypoint: 'entrypoint',
  hostname: 'hostname',
  user: 'user',
  workdir: 'workdir',
  restart: 'restart',
  memory: 'memory',
  cpus: 'cpus',
  platform: 'platform',
  pull: 'pull',
  healthCommand: 'health-cmd',
  healthInterval: 'health-interval',
  healthTimeout: 'health-timeout',
  healthRetries: 'health-retries',
  healthStartPeriod: 'health-start-period',
} as const satisfies Readonly<Partial<Record<RunTextField, string>>>;

/** The option of a switch. */
export const optionOfSwitch = {
  detached: 'detach',
  interactive: 'interactive',
  tty: 'tty',
  remove: 'rm',
  publishAll: 'publish-all',
  readOnly: 'read-only',
  privileged: 'privileged',
  noHealthcheck: 'no-healthcheck',
} as const satisfies Readonly<Record<RunSwitchField, string>>;

/** The option of each row of a field. */
export const optionOfRow = {
  ports: 'publish',
  environment: 'env',
  envFiles: 'env-file',
  volumes: 'volume',
  mounts: 'mount',
  networks: 'network',
  labels: 'label',
} as const satisfies Readonly<Record<RunRowField, string>>;

/** Fields of which each cell may have several lines, and blanks at its ends. */
export const freeCells: ReadonlySet<RunRowField> = new Set(['environment', 'labels']);

type Texts = Partial<Record<RunTextField, string>>;

/**
 * The form that says what a line says. What has no field, or does not fit into one, stands in `more` in its order, so that
 * `readRunForm` makes the same request of it. Variables of the line have been filled in by then, those of `-e NAME` have not.
 */
export function formOfRun(run: RunLine): RunForm {
  const given = new Map<string, GivenRunOption[]>();
  for (const option of run.options) {
    const same = given.get(option.name);
    if (same) same.push(option);
    else given.set(option.name, [option]);
  }
  const taken = new Set<string>();
  const form = emptyRunForm();
  const texts: Texts = { image: run.image, command: fieldText(run.command) };
  for (const [field, option] of entries(optionOfText)) {
    const value = lastValue(given.get(option) ?? []);
    const found = value === undefined ? {} : textsOf(field, value);
    if (found) taken.add(option);
    Object.assign(texts, found);
  }
  const switches = Object.fromEntries(
    entries(optionOfSwitch).map(([field, option]) => {
      taken.add(option);
      return [field, readBoolean(given.get(option)?.at(-1)?.value ?? 'false')];
    }),
  ) as Record<RunSwitchField, boolean>;
  const rows = Object.fromEntries(
    entries(optionOfRow).map(([field, option]) => {
      const { fit, passedOn } = rowsOf(field, given.get(option) ?? []);
      if (fit) taken.add(option);
      if (passedOn !== undefined) texts.passedOn = passedOn;
      return [field, fit ?? []];
    }),
  ) as unknown as Record<RunRowField, readonly RunFormRow[]>;
  texts.more = fieldText(run.options.filter(({ name }) => !taken.has(name)).map(optionWord));
  return { texts: { ...form.texts, ...texts }, switches, rows };
}

function entries<Key extends string, Value>(record: Readonly<Record<Key, Value>>): readonly (readonly [Key, Value])[] {
  return Object.entries(record) as unknown as readonly (readonly [Key, Value])[];
}

/** An empty `--pull` takes nothing back; of the others the last counts. */
function lastValue(options: readonly GivenRunOption[]): string | undefined {
  return options.findLast(({ name, value }) => name !== 'pull' || value !== '')?.value;
}

function textsOf(field: keyof typeof optionOfText, value: string): Texts | undefined {
  if (/[\r\n]/.test(value) || value !== value.trim() || value.length > longestRunText) return undefined;
  if (field === 'entrypoint' && value === '') return undefined;
  if (field === 'pull') return { pull: value === 'missing' ? '' : value };
  if (field !== 'restart') return { [field]: value };
  const colon = value.indexOf(':');
  const [policy, attempts] = colon < 0 ? [value, ''] : [value.slice(0, colon), value.slice(colon + 1)];
  return policy === 'no' ? { restart: '' } : { restart: policy, restartAttempts: attempts };
}

interface Rows {
  /** Undefined where a value does not fit into a row. */
  readonly fit?: readonly RunFormRow[];
  readonly passedOn?: string;
}

function rowsOf(field: RunRowField, options: readonly GivenRunOption[]): Rows {
  if (options.length > mostRunRows) return {};
  if (field === 'environment') return environmentRows(options);
  const fit = options.map(({ value }) => cellsOf(field, value));
  return fit.every((cells) => fits(field, cells)) ? { fit } : {};
}

/** Of each variable the last value counts. One without a value has the one of this machine. */
function environmentRows(options: readonly GivenRunOption[]): Rows {
  const last = [...new Map(options.map(({ value }) => [value.split('=', 1)[0] ?? '', value])).values()];
  const passedOn = last.filter((value) => !value.includes('='));
  const fit = last.filter((value) => value.includes('=')).map((value) => cellsOf('environment', value));
  if (passedOn.some((name) => /\s/.test(name)) || !fit.every((cells) => fits('environment', cells))) return {};
  return { fit, passedOn: passedOn.join(' ') };
}

function cellsOf(field: RunRowField, value: string): RunFormRow {
  switch (field) {
    case 'environment':
    case 'labels': {
      const equals = value.indexOf('=');
      return equals < 0 ? [value, ''] : [value.slice(0, equals), value.slice(equals + 1)];
    }
    case 'ports': {
      const colon = value.includes('=') ? -1 : value.lastIndexOf(':');
      return [colon < 0 ? '' : value.slice(0, colon), value.slice(colon + 1)];
    }
    case 'volumes': {
      const [first = '', second, ...rest] = volumeParts(value);
      return second === undefined ? ['', value, ''] : [first, second, rest.join(':')];
    }
    default:
      return [value];
  }
}

/** Whether the cells come out of their controls as they went in. */
function fits(field: RunRowField, cells: RunFormRow): boolean {
  const [first = ''] = cells;
  if (cells.every((cell) => cell === '')) return false;
  if (cells.some((cell) => cell.length > longestRunText || cell.includes('\r'))) return false;
  const strict = freeCells.has(field) ? [first] : cells;
  return strict.every((cell) => !cell.includes('\n') && cell === cell.trim());
}

function optionWord({ name, value }: GivenRunOption): string {
  return own(runFlags, name)?.isSwitch && value === 'true' ? `--${name}` : `--${name}=${value}`;
}

/** A form as a page or a file has it; undefined for anything of another form. */
export function runFormFrom(value: unknown): RunForm | undefined {
  const fields = wishFields(value);
  const [texts, switches, rows] = ['texts', 'switches', 'rows'].map((part) => wishFields(fields.get(part))) as [
    ReadonlyMap<string, unknown>,
    ReadonlyMap<string, unknown>,
    ReadonlyMap<string, unknown>,
  ];
  const isRow = (field: RunRowField, row: unknown): boolean =>
    Array.isArray(row) && row.length === runRowFields[field].length && row.every(isText);
  const areRows = (field: RunRowField): boolean => {
    const given = rows.get(field);
    return Array.isArray(given) && given.length <= mostRunRows && given.every((row) => isRow(field, row));
  };
  if (!runTextFields.every((name) => isText(texts.get(name)))) return undefined;
  if (!runSwitchFields.every((name) => typeof switches.get(name) === 'boolean') || !rowFieldNames.every(areRows)) return undefined;
  const given = fields.get('launch');
  const launch = given === undefined ? undefined : launchFrom(given);
  if (given !== undefined && !launch) return undefined;
  return {
    ...defined({ launch }),
    texts: Object.fromEntries(runTextFields.map((name) => [name, texts.get(name)])) as Record<RunTextField, string>,
    switches: Object.fromEntries(runSwitchFields.map((name) => [name, switches.get(name)])) as Record<RunSwitchField, boolean>,
    rows: Object.fromEntries(rowFieldNames.map((name) => [name, rows.get(name)])) as unknown as Record<RunRowField, readonly RunFormRow[]>,
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= longestRunText;
}
