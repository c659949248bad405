import type { Readable } from 'node:stream';
import type { Disposable } from '../core/disposable';
import type { Event } from '../core/emitter';
import type { DiskUsage, UsageKind } from '../core/disk-usage';
import type { SlipwayError } from '../core/errors';
import type { FileChange } from '../core/file-changes';
import type { HistoryStep } from '../core/history';
import type { ReportProgress } from '../core/progress';

/** What an engine said of itself when the connection was made. */
export interface EngineInformation {
  /** `docker` or `podman`. */
  readonly kind: 'docker' | 'podman';
  /** Version of the engine: `28.5.2`. */
  readonly version: string;
  /** API version in use, negotiated: `1.51`. */
  readonly apiVersion: string;
  /** The engine's own id, the same through every address that leads to it; empty when it has none. */
  readonly id: string;
  readonly operatingSystem: string;
  /** `linux/amd64`. */
  readonly platform: string;
  /** Name of the storage driver: `overlay2`, `overlayfs`. */
  readonly storageDriver: string;
  /** True with the containerd image store, where ids are manifest digests and sizes include compressed blobs. */
  readonly containerdStore: boolean;
  /** The engine's default registry mirror and insecure registries, as it tells them. */
  readonly insecureRegistries: readonly string[];
}

/** One image (by id) with all its names. Times in milliseconds since 1970, sizes in bytes. */
export interface ImageSummary {
  readonly id: string;
  readonly tags: readonly string[];
  readonly digests: readonly string[];
  readonly created: number;
  readonly size: number;
  readonly labels: Readonly<Record<string, string>>;
  /** Parent image id, empty when unknown. */
  readonly parentId: string;
  readonly dangling: boolean;
}

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
  /** Bytes that it has written over its image; only when sizes were asked for. */
  readonly writtenBytes?: number;
}

export interface VolumeSummary {
  readonly name: string;
  readonly driver: string;
  readonly mountpoint: string;
  readonly created: number | undefined;
  readonly labels: Readonly<Record<string, string>>;
}

export interface NetworkSummary {
  readonly id: string;
  readonly name: string;
  readonly driver: string;
  readonly scope: string;
  readonly internal: boolean;
  /** Milliseconds since 1970; absent when the engine does not tell. */
  readonly created?: number;
  readonly subnets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** A message of the engine's event stream, reduced to what trees and commands use. */
export interface EngineEvent {
  readonly type: 'image' | 'container' | 'volume' | 'network' | 'daemon' | 'builder' | 'plugin';
  /** `create`, `die`, `health_status`, `tag`, … without arguments behind a colon. */
  readonly action: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** User and password, or a token, for one registry, as `X-Registry-Auth` wants them. */
export interface RegistryCredentials {
  readonly username?: string;
  readonly password?: string;
  readonly identityToken?: string;
  /** `https://index.docker.io/v1/` for Docker Hub, else `host[:port]`. */
  readonly serverAddress: string;
}

/** Options that every long operation takes. */
export interface OperationOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: ReportProgress;
}

export interface PullResult {
  readonly reference: string;
  /** Id of the image as the engine lists it. */
  readonly imageId: string;
  readonly digest: string | undefined;
  /** False when everything was there already. */
  readonly changed: boolean;
}

export interface PushResult {
  readonly reference: string;
  /** Digest of the manifest; undefined when several tags were pushed. */
  readonly digest: string | undefined;
  /** Each tag that was pushed. */
  readonly tags: readonly { readonly tag: string; readonly digest: string | undefined }[];
}

export interface RemovedImages {
  readonly untagged: readonly string[];
  readonly deleted: readonly string[];
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

/** How an image is made of the archive of a file system. */
export interface ImportOptions extends OperationOptions {
  readonly reference?: string;
  readonly message?: string;
  /** Dockerfile instructions. */
  readonly changes?: readonly string[];
  readonly platform?: string;
}

/** What the engine's own builder is told. */
export interface BuildOptions extends OperationOptions {
  /** Path of the Dockerfile in the context, with `/`. */
  readonly dockerfile: string;
  readonly reference?: string;
  readonly target?: string;
  readonly buildArguments?: Readonly<Record<string, string>>;
  /** For each registry that the build may have to log in to. */
  readonly credentials?: readonly RegistryCredentials[];
  /** Steps and what they print, as it comes. */
  /** The builder is read on when this has ended. */
  readonly onOutput?: (text: string) => void | Promise<void>;
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
  readonly signal?: AbortSignal;
}

/** A piece of a log: raw text of one stream. */
export interface LogChunk {
  readonly stream: 'stdout' | 'stderr';
  readonly data: Uint8Array;
}

/** Layers of an image, bottom first, with what they cost; see `core/prune-plan.ts`. */
export interface ImageLayers {
  readonly id: string;
  /** Diff ids of the file system layers, bottom first. */
  readonly layers: readonly string[];
  /** Bytes of each layer, from the history, in the same order; -1 where unknown. */
  readonly layerSizes: readonly number[];
}

export interface Ping {
  readonly apiVersion: string;
}

/** Filters of the engine's list and prune calls: `{ label: ['a=b'], until: ['24h'] }`. */
export type EngineFilters = Readonly<Record<string, readonly string[]>>;

/**
 * One container engine. The only implementation over the network is `engine/dockerode-engine.ts`; every method throws
 * `SlipwayError` and nothing else. Names given to it are checked before they reach a URL.
 */
export interface Engine extends Disposable {
  readonly information: EngineInformation;

  listImages(options?: { readonly all?: boolean; readonly filters?: EngineFilters }): Promise<readonly ImageSummary[]>;
  /** The engine's own JSON. */
  inspectImage(image: string): Promise<Readonly<Record<string, unknown>>>;
  imageLayers(image: string, signal?: AbortSignal): Promise<ImageLayers>;
  /** Steps of an image, the first one first. */
  imageHistory(image: string, signal?: AbortSignal): Promise<readonly HistoryStep[]>;
  pullImage(
    reference: string,
    options: OperationOptions & {
      readonly platform?: string;
      readonly allTags?: boolean;
      readonly credentials?: RegistryCredentials;
    },
  ): Promise<PullResult>;
  pushImage(
    reference: string,
    options: OperationOptions & { readonly allTags?: boolean; readonly credentials?: RegistryCredentials },
  ): Promise<PushResult>;
  tagImage(image: string, reference: string): Promise<void>;
  removeImage(image: string, options?: { readonly force?: boolean; readonly noPrune?: boolean }): Promise<RemovedImages>;
  /** How many different images the names stand for, and about how many bytes an archive of them has. Throws `notFound`. */
  estimateArchive(images: readonly string[], signal?: AbortSignal): Promise<{ readonly images: number; readonly bytes: number }>;
  /** A tar stream of one or more images. */
  saveImages(images: readonly string[], signal?: AbortSignal): Promise<{ readonly stream: Readable }>;
  /** Loads a (possibly compressed) tar; gives the references or ids that it held. */
  loadImages(archive: Readable, options: OperationOptions): Promise<readonly string[]>;
  /**
   * Makes an image of one layer: of a (possibly compressed) tar, or of what the engine finds at a URL. A failure leaves
   * the reference as it was.
   */
  importImage(source: Readable | string, options: ImportOptions): Promise<{ readonly imageId: string }>;
  /**
   * Builds an image of a context (a tar). Throws `buildFailed` with the step, `unsupported` for what needs BuildKit, and
   * what a registry said.
   */
  buildImage(context: Readable, options: BuildOptions): Promise<{ readonly imageId: string }>;

  listContainers(options?: {
    readonly all?: boolean;
    readonly size?: boolean;
    readonly filters?: EngineFilters;
  }): Promise<readonly ContainerSummary[]>;
  inspectContainer(container: string): Promise<Readonly<Record<string, unknown>>>;
  createContainer(
    specification: ContainerSpecification,
    signal?: AbortSignal,
  ): Promise<{ readonly id: string; readonly warnings: readonly string[] }>;
  startContainer(container: string): Promise<void>;
  stopContainer(container: string, signal?: AbortSignal): Promise<void>;
  restartContainer(container: string, signal?: AbortSignal): Promise<void>;
  /** Sends a signal, such as `SIGINT`, to the main process. Throws `conflict` where it does not run. */
  killContainer(container: string, signal: string): Promise<void>;
  pauseContainer(container: string): Promise<void>;
  unpauseContainer(container: string): Promise<void>;
  removeContainer(container: string, options?: { readonly force?: boolean; readonly volumes?: boolean }): Promise<void>;
  /** A tar stream of a file or folder of a container, whether it runs or not. Throws `notFound` where the path is not there. */
  readContainerFiles(container: string, path: string, signal?: AbortSignal): Promise<Readable>;
  /** A tar stream of a container's whole file system, without its volumes. */
  exportContainer(container: string, signal?: AbortSignal): Promise<Readable>;
  /** Bytes of a container's file system: of its image and what it has written; undefined where the engine does not tell. */
  containerSize(container: string, signal?: AbortSignal): Promise<number | undefined>;
  /** What a container's file system has that differs from its image, in the engine's order. */
  containerChanges(container: string, signal?: AbortSignal): Promise<readonly FileChange[]>;
  commitContainer(container: string, options: CommitOptions): Promise<{ readonly imageId: string }>;
  containerLogs(container: string, options: LogOptions): Promise<AsyncIterable<LogChunk>>;
  /** A new process in a running container. */
  execute(
    container: string,
    options: { readonly command: readonly string[]; readonly tty: boolean; readonly user?: string; readonly workingDirectory?: string },
  ): Promise<TerminalStream>;
  /** The container's own terminal; for a container created with a TTY. Attach before start so that nothing is missed. */
  attach(container: string): Promise<TerminalStream>;
  /** Resolves with the exit code when the container does not run (any more). Throws `notFound`. */
  waitContainer(container: string, signal?: AbortSignal): Promise<number>;

  listVolumes(): Promise<readonly VolumeSummary[]>;
  inspectVolume(name: string): Promise<Readonly<Record<string, unknown>>>;
  removeVolume(name: string, options?: { readonly force?: boolean }): Promise<void>;
  listNetworks(): Promise<readonly NetworkSummary[]>;
  /** By id or by name. */
  inspectNetwork(network: string): Promise<Readonly<Record<string, unknown>>>;
  removeNetwork(id: string): Promise<void>;

  /** Checks credentials as `docker login` does; gives an identity token when the registry issues one. */
  checkCredentials(credentials: RegistryCredentials): Promise<{ readonly identityToken: string | undefined }>;
  ping(signal?: AbortSignal): Promise<Ping>;
  /** The engine's own JSON about itself and its machine. */
  systemInformation(signal?: AbortSignal): Promise<Readonly<Record<string, unknown>>>;
  /** Where the disk went, of these kinds at least. Dear for an engine with large volumes: ask only when somebody wants to know. */
  diskUsage(signal?: AbortSignal, kinds?: readonly UsageKind[]): Promise<DiskUsage>;
  /**
   * Removes one record of the build cache. False: it is in use, others are built on it, or it is not there any more.
   * Throws `unsupported` on an engine without build cache.
   */
  removeBuildCache(id: string): Promise<boolean>;
  /**
   * The event stream. Ends when the connection ends (resolves) or is aborted; `EngineConnection` reconnects.
   * `onOpen` is called when the engine has accepted the subscription.
   */
  streamEvents(options: {
    readonly since?: number;
    readonly signal: AbortSignal;
    readonly onOpen: () => void;
    readonly onEvent: (event: EngineEvent) => void;
  }): Promise<void>;
}
