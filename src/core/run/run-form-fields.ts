import { longestFieldText } from '../build/build-form-fields';

/** Fields with one text. */
export const runTextFields = [
  'image',
  'name',
  'command',
  'entrypoint',
  'passedOn',
  'hostname',
  'user',
  'workdir',
  'restart',
  'restartAttempts',
  'memory',
  'cpus',
  'platform',
  'pull',
  'healthCommand',
  'healthInterval',
  'healthTimeout',
  'healthRetries',
  'healthStartPeriod',
  'more',
] as const;
/** Fields that are on or off. */
export const runSwitchFields = [
  'detached',
  'interactive',
  'tty',
  'remove',
  'publishAll',
  'readOnly',
  'privileged',
  'noHealthcheck',
] as const;
/** Fields with a row for each of several values, and the cells of such a row. */
export const runRowFields = {
  /** `8080` or `127.0.0.1:8080`, and `80` or `80/udp`; a long form (`target=80,…`) stands in the second cell alone. */
  ports: ['host', 'container'],
  environment: ['name', 'value'],
  envFiles: ['file'],
  /** Of `-v`. Without a source the volume is anonymous. */
  volumes: ['source', 'target', 'options'],
  /** Of `--mount`, as they stand behind it. */
  mounts: ['mount'],
  networks: ['network'],
  labels: ['name', 'value'],
} as const;

/** What may be done before a launch, in the words of the file. */
export const launchKinds = ['build', 'pull', 'task', 'waitFor'] as const;
export type LaunchKind = (typeof launchKinds)[number];
/** So many texts a step has: Dockerfile, reference and context of a build, one name of the others. */
export const launchCells = { build: 3, pull: 1, task: 1, waitFor: 1 } as const satisfies Readonly<Record<LaunchKind, number>>;

/** A step before the launch, as its fields have it. */
export interface RunFormStep {
  readonly kind: LaunchKind;
  /** As many as {@link launchCells} says. */
  readonly texts: readonly string[];
}

/** What a run configuration says beside its docker line. */
export interface RunFormLaunch {
  readonly allowParallelRun: boolean;
  readonly steps: readonly RunFormStep[];
}

export type RunTextField = (typeof runTextFields)[number];
export type RunSwitchField = (typeof runSwitchFields)[number];
export type RunRowField = keyof typeof runRowFields;

/** One value of a field with several: a text for each cell. */
export type RunFormRow = readonly string[];

/**
 * What stands in the fields of a run, as it was typed. An empty text says nothing, so the image decides. `command` and `more`, the
 * options without a field, hold words with quotes as in a shell; `passedOn` names of variables of this machine.
 */
export interface RunForm {
  readonly texts: Readonly<Record<RunTextField, string>>;
  readonly switches: Readonly<Record<RunSwitchField, boolean>>;
  readonly rows: Readonly<Record<RunRowField, readonly RunFormRow[]>>;
  /** Only of what is kept as a run configuration. */
  readonly launch?: RunFormLaunch | undefined;
}

/** What is wrong with a field (`name`), with a row of one (`ports/0`, `launch/0`), or with how several go together (`form`). Translated. */
export type RunFormProblems = Readonly<Record<string, string>>;

/** So long a text may be in UTF-16 units. */
export const longestRunText = longestFieldText;
/** So many rows a field may have. */
export const mostRunRows = 500;

/** Every row field, in the order of {@link runRowFields}. */
export const rowFieldNames = Object.keys(runRowFields) as readonly RunRowField[];

/** A form in which nothing stands. */
export function emptyRunForm(): RunForm {
  return {
    texts: Object.fromEntries(runTextFields.map((field) => [field, ''])) as Record<RunTextField, string>,
    switches: Object.fromEntries(runSwitchFields.map((field) => [field, false])) as Record<RunSwitchField, boolean>,
    rows: Object.fromEntries(rowFieldNames.map((field) => [field, []])) as unknown as Record<RunRowField, readonly RunFormRow[]>,
  };
}
