import path from 'node:path';
import type { BuildRequest } from '../../core/build/build-request';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import { defined, own } from '../../core/records';
import type { StepMount, StepSurroundings } from '../../dockerfile/failed/step-surroundings';

/** What is made of a step's surroundings for a container, and what of them it has not. */
export interface ShellPlan {
  /** Of `POST /containers/create`. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Sentences. */
  readonly missing: readonly string[];
  /** Whether the failed command stands in the shell's history. */
  readonly hasHistory: boolean;
}

export interface ShellPlanOptions {
  readonly image: string;
  /** The `SHELL` that the image has. */
  readonly shell: readonly string[];
  readonly surroundings: StepSurroundings;
  /** Names that the image's environment has. */
  readonly imageVariables: ReadonlySet<string>;
  readonly request: BuildRequest;
  /** Whether folders of this machine can be mounted: the engine is on it. */
  readonly isLocal: boolean;
}

/** Any user can write there, in every Linux container, and no image has it. */
const historyFile = '/dev/shm/.slipway-history';
/** Shells that read a history from where HISTFILE says. */
const withHistory: ReadonlySet<string> = new Set(['bash', 'ash', 'sh', 'zsh']);
/** Shells that take `-c` and POSIX text. */
const posix: ReadonlySet<string> = new Set([...withHistory, 'dash', 'ksh', 'mksh']);

/** A container in which a shell finds what the failed step found, as far as a container can. */
export function shellPlan(options: ShellPlanOptions): ShellPlan {
  const { image, surroundings, imageVariables, request } = options;
  const missing: string[] = [];
  // Images in the form of the OCI keep no SHELL.
  const program = (surroundings.shell ?? options.shell)[0] ?? '/bin/sh';
  const name = program.split('/').at(-1) ?? program;
  const history = withHistory.has(name) ? historyOf(name, surroundings.command) : undefined;
  const variables = Object.entries(surroundings.variables).filter(([key]) => !imageVariables.has(key));
  if (surroundings.insecure) missing.push(t('The step has more rights (--security=insecure).'));
  const mounts = surroundings.mounts.flatMap((mount) => mountFor(mount, options, missing));
  const network = surroundings.network ?? request.network;
  return {
    missing,
    // What is called sh may be dash, which has none.
    hasHistory: history !== undefined && name !== 'sh',
    body: {
      Image: image,
      Entrypoint: posix.has(name) ? [program, '-c', startScript, program] : [program],
      Cmd: [],
      Env: [
        ...variables.map(([key, value]) => `${key}=${value}`),
        ...(history === undefined ? [] : [`HISTFILE=${historyFile}`, `SLIPWAY_HISTORY=${history}`]),
      ],
      Tty: true,
      OpenStdin: true,
      // The shell ends when nobody is there any more, also when VS Code was ended by force.
      StdinOnce: true,
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      Healthcheck: { Test: ['NONE'] },
      HostConfig: {
        AutoRemove: true,
        ...(mounts.length > 0 && { Mounts: mounts }),
        ...(network !== undefined && network !== 'default' && { NetworkMode: network }),
        ...(request.extraHosts && { ExtraHosts: request.extraHosts }),
        ...defined({ ShmSize: request.shmSize }),
      },
    },
  };
}

/** The command comes in the environment, which no shell reads as text of its own, and goes from there. */
const startScript =
  '[ -z "${SLIPWAY_HISTORY+x}" ] || printf "%s\\n" "$SLIPWAY_HISTORY" > "$HISTFILE" 2>/dev/null; unset SLIPWAY_HISTORY; exec "$0"';

/** The text of a history file; undefined where the shell cannot have the command in one. Bash keeps several lines together below a time. */
function historyOf(shell: string, command: string): string | undefined {
  if (command === '') return undefined;
  if (!command.includes('\n')) return command;
  return shell === 'bash' ? `#1\n${command}` : undefined;
}

function mountFor(mount: StepMount, options: ShellPlanOptions, missing: string[]): readonly Readonly<Record<string, unknown>>[] {
  const { type, target } = mount;
  const shown = oneLine(target ?? mount.id ?? type);
  if (type === 'secret') {
    if (mount.variable !== undefined) missing.push(t('The secret {0} is not in the environment.', oneLine(mount.variable)));
    return [];
  }
  if (type === 'ssh') {
    missing.push(t('The ssh agent is not there.'));
    return [];
  }
  if (target === undefined) return [];
  const absolute = path.posix.resolve('/', target);
  if (type === 'tmpfs')
    return [{ Type: 'tmpfs', Target: absolute, ...(mount.size !== undefined && { TmpfsOptions: { SizeBytes: mount.size } }) }];
  if (type === 'cache') {
    missing.push(t('The cache at {0} is empty.', shown));
    return [{ Type: 'volume', Target: absolute }];
  }
  const source = boundFolder(mount, options);
  if (source !== undefined) return [{ Type: 'bind', Source: source, Target: absolute, ReadOnly: true }];
  missing.push(
    mount.from === undefined
      ? t('{0} is not mounted: the context is not a folder of the machine of the engine.', shown)
      : t('{0} is not mounted: it comes from {1}.', shown, oneLine(mount.from)),
  );
  return [];
}

/** The folder or file of this machine that a step mounts; undefined for one of an image or a stage, and for an engine elsewhere. */
function boundFolder({ from, source = '' }: StepMount, { isLocal, request }: ShellPlanOptions): string | undefined {
  if (!isLocal) return undefined;
  const named = from === undefined ? undefined : own(request.contexts ?? {}, from);
  const context = from === undefined ? (request.source.kind === 'folder' ? request.source.folder : undefined) : named;
  if (context === undefined || !path.isAbsolute(context)) return undefined;
  // Nothing above the context.
  return path.resolve(context, `.${path.posix.resolve('/', source)}`);
}
