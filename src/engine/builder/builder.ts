import type { BuilderKind, BuildEvent } from '../../core/build/build-progress';
import type { BuildRequest, BuildSecret, BuildSsh } from '../../core/build/build-request';
import type { PartHost } from '../../files/left-parts';
import type { OperationOptions, RegistryCredentials } from '../operation';

/** How a build reaches what only its caller has. Each is asked when the builder wants it, and for nothing else. */
export interface BuildCalls extends OperationOptions {
  /** Of a registry, by its host (`docker.io`, `localhost:5000`). */
  readonly credentials: (registry: string) => Promise<RegistryCredentials | undefined>;
  /** Registries that the Dockerfile names; a builder that cannot ask is given their credentials. */
  readonly registries: readonly string[];
  /** The value of a secret; undefined where there is none. Throws `fileFailed`. */
  readonly secret: (secret: BuildSecret) => Promise<Uint8Array | undefined>;
  /** Socket (or pipe) of an ssh agent; undefined where there is none. */
  readonly sshAgent: (ssh: BuildSsh) => string | undefined;
  /** Starts the docker command line where it is installed, which does what the engine's own builder cannot. */
  readonly dockerProgram: () => Promise<DockerProgram | undefined>;
  readonly onEvent: (event: BuildEvent) => void;
  /** That the files are on. */
  readonly platform: NodeJS.Platform;
  /** That files are written on. */
  readonly host: PartHost;
}

/** How the docker command line is started. */
export interface DockerProgram {
  readonly file: string;
  /** Words before all others. */
  readonly words: readonly string[];
  /** Its whole environment, but for the engine. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where files may be put for a while. */
  readonly temporaryDirectory: string;
}

/** What a build has made. */
export interface BuildOutcome {
  /** Absent when only files were wanted. */
  readonly imageId?: string;
}

/** An option that a builder has not; the form and the build's page say it before anything is begun. */
export type BuildFeature =
  | 'secrets'
  | 'ssh'
  | 'platform'
  | 'noCacheStages'
  | 'contexts'
  | 'output'
  | 'inlineCache'
  | 'ulimits'
  | 'shmSize'
  | 'network'
  | BuildxFeature;

/** What only `docker buildx` does, where it is installed. */
export type BuildxFeature = 'severalPlatforms' | 'builder' | 'registryCache' | 'push';

/** What makes images of Dockerfiles, and what it keeps of them. */
export interface EngineBuilder {
  /** Which builder `build` uses. */
  readonly kind: BuilderKind;
  /** What it cannot do. */
  readonly lacks: ReadonlySet<BuildFeature>;
  /**
   * Builds. It is done when this resolves: an image is there under all its names, or the files are written. Throws
   * `buildFailed` with the step and where it is known the line, `unsupported` for what the builder lacks, `fileFailed` for a file of the
   * context, and what a registry said. A build that failed or was cancelled leaves nothing.
   */
  build(request: BuildRequest, calls: BuildCalls): Promise<BuildOutcome>;
  /**
   * Removes one record of the build cache. False: it is in use, others are built on it, or it is not there any more.
   * Throws `unsupported` on an engine without build cache.
   */
  removeCache(id: string): Promise<boolean>;
}
