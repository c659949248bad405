import type { Readable } from 'node:stream';
import type { ContainerStats } from '../../core/container-stats';
import type { Disposable } from '../../core/disposable';
import type { Event } from '../../core/emitter';
import type { SlipwayError } from '../../core/errors';
import type { FileChange } from '../../core/file-changes';
import type { FileFacts } from '../../core/files/file-facts';
import type { EngineFilters } from '../operation';

export type ContainerState = 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';
export type ContainerHealth = 'none' | 'starting' | 'healthy' | 'unhealthy';

export interface PortBinding {
  readonly containerPort: number;
  readonly protocol: string;
  readonly hostIp?: string;
  readonly hostPort?: number;
}

export interface MountSummary {
  readonly type: string;
  readonly source: string;
  readonly destination: string;
  readonly readOnly: boolean;
}

export interface ContainerSummary {
  readonly id: string;
  /** Without the leading slash. */
  readonly name: string;
  /** The reference it was made from, as the engine tells it. */
  readonly image: string;
  readonly imageId: string;
  readonly command: string;
  readonly created: number;
  readonly state: ContainerState;
  readonly health: ContainerHealth;
  /** The engine's words: `Up 3 hours (healthy)`. Never part of an identity. */
  readonly status: string;
  readonly ports: readonly PortBinding[];
  readonly labels: Readonly<Record<string, string>>;
  readonly mounts: readonly MountSummary[];
  readonly networks: readonly string[];
  /** Addresses by network, of those where it has one. */
  readonly addresses?: Readonly<Record<string, readonly string[]>>;
  /** Bytes that it has written over its image; only when sizes were asked for. */
  readonly writtenBytes?: number;
}

export interface CommitOptions {
  readonly reference?: string;
  readonly author?: string;
  readonly message?: string;
  /** Dockerfile instructions. */
  readonly changes?: readonly string[];
  /** Pauses the container meanwhile; the engine's default is true. */
  readonly pause?: boolean;
}

/** The body of `POST /containers/create` as {@link ../core/run-line} makes it, plus name and platform. */
export interface ContainerSpecification {
  readonly name?: string;
  readonly platform?: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A terminal of a container or of a process in one: bytes both ways and a size. */
export interface TerminalStream extends Disposable {
  readonly onData: Event<Uint8Array>;
  /** Fires once, with the exit code when the engine tells one. */
  readonly onEnd: Event<number | undefined>;
  /** Why it ended, when the engine went away under it; known when `onEnd` fires. */
  readonly failure?: SlipwayError | undefined;
  write(data: string): void;
  /** The process finds the end of its input, and may go on writing. Absent where that cannot be told. */
  readonly endInput?: () => void;
  /** Whether anything more is to come for now; what is not asked for waits where it is written. */
  readonly flow?: (wanted: boolean) => void;
  /** Sizes in character cells. Never throws for a process that has ended. */
  resize(columns: number, rows: number): Promise<void>;
}

export interface LogOptions {
  readonly follow: boolean;
  /** Number of last lines, or all when absent. */
  readonly tail?: number;
  readonly timestamps?: boolean;
  /** Milliseconds since 1970. */
  readonly since?: number;
  /** Milliseconds since 1970. */
  readonly until?: number;
  readonly signal?: AbortSignal;
}

/** A piece of a log: raw text of one stream. */
export interface LogChunk {
  readonly stream: 'stdout' | 'stderr';
  readonly data: Uint8Array;
}

/** How a container is stopped. */
export interface StopOptions {
  /** Seconds until it is killed; -1 waits for ever. Without it the container's own, which is 10 by default. */
  readonly timeout?: number;
  /** Instead of the container's stop signal: `SIGINT`. Throws `unsupported` where the engine's API is older than 1.42. */
  readonly signal?: string;
}

/** What is to be changed of a container; what is not there stays. Sizes in bytes. */
export interface ContainerUpdate {
  readonly restartPolicy?: {
    readonly name: 'no' | 'always' | 'unless-stopped' | 'on-failure';
    /** For `on-failure`; without it there is no end. */
    readonly maximumRetries?: number;
  };
  readonly memory?: number;
  /** Memory and swap together; -1 for no limit. */
  readonly memorySwap?: number;
  /** Processors: `1.5`. */
  readonly cpus?: number;
  /** Processes and threads; -1 for no limit. */
  readonly pids?: number;
}

/** Processes as the engine's `ps` prints them: names of columns, and a row for each. Untrusted. */
export interface ContainerProcesses {
  readonly titles: readonly string[];
  readonly processes: readonly (readonly string[])[];
}

/** A new process in a container. */
export interface ExecuteOptions {
  readonly command: readonly string[];
  readonly tty: boolean;
  readonly user?: string;
  readonly workingDirectory?: string;
  /** `NAME=value`, beside those of the container. */
  readonly environment?: readonly string[];
  /** With all rights of the machine's root. */
  readonly privileged?: boolean;
  /**
   * It gets a hang-up when its stream is disposed, and when this process ends, however that comes. For that a second process waits in
   * the container, where it has a shell.
   */
  readonly hangUp?: boolean;
  /** Gets what it writes to its standard error, which then is not in the stream. */
  readonly errors?: (data: Uint8Array) => void;
}

/** The containers of an engine. */
export interface EngineContainers {
  list(options?: {
    readonly all?: boolean;
    readonly size?: boolean;
    readonly filters?: EngineFilters;
  }): Promise<readonly ContainerSummary[]>;
  inspect(container: string): Promise<Readonly<Record<string, unknown>>>;
  create(
    specification: ContainerSpecification,
    signal?: AbortSignal,
  ): Promise<{ readonly id: string; readonly warnings: readonly string[] }>;
  start(container: string): Promise<void>;
  stop(container: string, signal?: AbortSignal, options?: StopOptions): Promise<void>;
  restart(container: string, signal?: AbortSignal, options?: StopOptions): Promise<void>;
  /** Sends a signal, such as `SIGINT`, to the main process. Throws `conflict` where it does not run. */
  kill(container: string, signal: string): Promise<void>;
  /** Throws `conflict` with the new name where another container has it. */
  rename(container: string, name: string): Promise<void>;
  /** Gives the engine's warnings. Throws `unsupported` on Podman before 5. */
  update(container: string, change: ContainerUpdate): Promise<readonly string[]>;
  /** Throws `conflict` where the container does not run. */
  top(container: string, signal?: AbortSignal): Promise<ContainerProcesses>;
  /** One reading a second until `signal` or the loop ends it; on Podman also the end of the container. Throws `notFound`. */
  stats(container: string, signal?: AbortSignal): Promise<AsyncIterable<ContainerStats>>;
  pause(container: string): Promise<void>;
  unpause(container: string): Promise<void>;
  remove(container: string, options?: { readonly force?: boolean; readonly volumes?: boolean }): Promise<void>;
  /** Whether a path (of a file, folder or link) is there, in a container that runs or not; false for a container that is not there. */
  hasFile(container: string, path: string, signal?: AbortSignal): Promise<boolean>;
  /** A tar stream of a file or folder of a container, whether it runs or not. Throws `notFound` where the path is not there. */
  readFiles(container: string, path: string, signal?: AbortSignal): Promise<Readable>;
  /** What is at a path of a container; of a link also where it leads. Throws `notFound`. */
  fileFacts(container: string, path: string, signal?: AbortSignal): Promise<FileFacts>;
  /** Unpacks a tar archive in a folder of a container; owners, modes and times are those of the archive. A folder does not replace a file, nor a file a folder. */
  writeFiles(container: string, folder: string, archive: Readable, signal?: AbortSignal): Promise<void>;
  /** A tar stream of a container's whole file system, without its volumes. */
  export(container: string, signal?: AbortSignal): Promise<Readable>;
  /** Bytes of a container's file system: of its image and what it has written; undefined where the engine does not tell. */
  size(container: string, signal?: AbortSignal): Promise<number | undefined>;
  /** What a container's file system has that differs from its image, in the engine's order. */
  changes(container: string, signal?: AbortSignal): Promise<readonly FileChange[]>;
  commit(container: string, options: CommitOptions): Promise<{ readonly imageId: string }>;
  logs(container: string, options: LogOptions): Promise<AsyncIterable<LogChunk>>;
  /** A new process in a running container. */
  execute(container: string, options: ExecuteOptions): Promise<TerminalStream>;
  /** The container's own terminal; for a container created with a TTY. Attach before start so that nothing is missed. */
  attach(container: string): Promise<TerminalStream>;
  /** Resolves with the exit code when the container does not run (any more). Throws `notFound`. */
  wait(container: string, signal?: AbortSignal): Promise<number>;
}
