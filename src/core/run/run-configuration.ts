import { own, setOwn } from '../records';
import type { RunLine, RunWords } from '../run-line';
import type { ShellSurroundings } from '../shell-words';
import { fieldText, readFieldWords } from './form-words';

/** What is done before a container is started, one after the other. */
export type BeforeLaunch =
  | { readonly pull: string }
  | { readonly build: string; readonly tag: string; readonly context?: string | undefined }
  | { readonly waitFor: string }
  /** Name of a task of VS Code. */
  | { readonly task: string };

/**
 * A run that is kept under a name, as it stands in `.vscode/slipway.json`. Fields have the names of Compose, in the spelling of VS
 * Code; what has no field stands in `options`, words with quotes as in a shell.
 */
export interface RunConfiguration {
  readonly name: string;
  readonly image: string;
  readonly command?: string | readonly string[] | undefined;
  readonly containerName?: string | undefined;
  readonly entrypoint?: string | undefined;
  readonly detach?: boolean | undefined;
  readonly interactive?: boolean | undefined;
  readonly tty?: boolean | undefined;
  readonly remove?: boolean | undefined;
  readonly ports?: readonly string[] | undefined;
  /** `null` passes the variable of this computer on. */
  readonly environment?: Readonly<Record<string, string | null>> | undefined;
  readonly envFiles?: readonly string[] | undefined;
  readonly volumes?: readonly string[] | undefined;
  readonly mounts?: readonly string[] | undefined;
  readonly networks?: readonly string[] | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly user?: string | undefined;
  readonly workingDirectory?: string | undefined;
  readonly restart?: string | undefined;
  readonly memory?: string | undefined;
  readonly cpus?: string | undefined;
  readonly platform?: string | undefined;
  readonly pull?: 'always' | 'missing' | 'never' | undefined;
  readonly options?: string | undefined;
  /** Whether another container of it may be started while one runs; otherwise that one is replaced. */
  readonly allowParallelRun?: boolean | undefined;
  readonly beforeLaunch?: readonly BeforeLaunch[] | undefined;
}

/** The label by which a container is known as one of a configuration; its value is the name. */
export const configurationLabel = 'com.slipway.configuration';

const switches = { detach: 'detach', interactive: 'interactive', tty: 'tty', remove: 'rm' } as const;
const textFields = {
  containerName: 'name',
  entrypoint: 'entrypoint',
  user: 'user',
  workingDirectory: 'workdir',
  restart: 'restart',
  memory: 'memory',
  cpus: 'cpus',
  platform: 'platform',
  pull: 'pull',
} as const;
const lists = { ports: 'publish', envFiles: 'env-file', volumes: 'volume', mounts: 'mount', networks: 'network' } as const;

function entries<Key extends string, Value>(record: Readonly<Record<Key, Value>>): readonly (readonly [Key, Value])[] {
  return Object.entries(record) as unknown as readonly (readonly [Key, Value])[];
}

/** The words of the run line that a configuration means, with the label by which its containers are known. Throws `LineProblem`. */
export function wordsOfConfiguration(configuration: RunConfiguration, surroundings: ShellSurroundings): RunWords {
  const options: string[] = [];
  for (const [field, option] of entries(switches)) if (configuration[field] === true) options.push(`--${option}`);
  for (const [field, option] of entries(textFields)) {
    const value = configuration[field];
    if (value !== undefined) options.push(`--${option}`, value);
  }
  for (const [field, option] of entries(lists)) for (const value of configuration[field] ?? []) options.push(`--${option}`, value);
  for (const [name, value] of Object.entries(configuration.environment ?? {}))
    options.push('--env', value === null ? name : `${name}=${value}`);
  for (const [name, value] of Object.entries(configuration.labels ?? {})) options.push('--label', `${name}=${value}`);
  options.push(...wordsOf(configuration.options ?? '', surroundings), '--label', `${configurationLabel}=${configuration.name}`);
  const { command = [], image } = configuration;
  return { options, image, command: typeof command === 'string' ? wordsOf(command, surroundings) : command };
}

function wordsOf(text: string, surroundings: ShellSurroundings): readonly string[] {
  return readFieldWords(text, surroundings).map((word) => word.text);
}

/** The configuration that says what a run line says. */
export function configurationOfRun(name: string, run: RunLine): RunConfiguration {
  const found: Record<string, unknown> = {};
  const rest: string[] = [];
  const environment: Record<string, string | null> = {};
  const labels: Record<string, string> = {};
  const isLast = (index: number): boolean => !run.options.slice(index + 1).some((later) => later.name === run.options[index]?.name);
  run.options.forEach(({ name: option, value }, index) => {
    const pair = (): readonly [string, string | null] => {
      const equals = value.indexOf('=');
      return equals < 0 ? [value, null] : [value.slice(0, equals), value.slice(equals + 1)];
    };
    const field = fieldOf(option);
    if (option === 'env') setOwn(environment, ...pair());
    else if (option === 'label') {
      const [label, text] = pair();
      if (label !== configurationLabel) setOwn(labels, label, text ?? '');
    } else if (field && Object.hasOwn(lists, field)) setOwn<unknown>(found, field, [...((own(found, field) ?? []) as string[]), value]);
    else if (field && Object.hasOwn(switches, field)) {
      if (isLast(index)) setOwn<unknown>(found, field, ['1', 't', 'true'].includes(value.toLowerCase()));
    } else if (field && value !== '') {
      // Of several the last counts, in its place among the others.
      if (isLast(index)) setOwn<unknown>(found, field, value);
    } else rest.push(`--${option}=${value}`);
  });
  return {
    name,
    image: run.image,
    ...(run.command.length > 0 && { command: run.command }),
    ...found,
    ...(Object.keys(environment).length > 0 && { environment }),
    ...(Object.keys(labels).length > 0 && { labels }),
    ...(rest.length > 0 && { options: fieldText(rest) }),
  };
}

function fieldOf(option: string): string | undefined {
  return [...entries(switches), ...entries(textFields), ...entries(lists)].find(([, name]) => name === option)?.[0];
}
