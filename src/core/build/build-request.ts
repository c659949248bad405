/** Where the files of a build come from. */
export type BuildSource =
  /** A folder of this machine, by its absolute path. */
  | { readonly kind: 'folder'; readonly folder: string }
  /** An archive of this machine: tar, plain or packed with gzip, bzip2 or xz. */
  | { readonly kind: 'archive'; readonly file: string }
  /** What the engine fetches: a git repository (`https://host/repository.git#ref:folder`) or an archive. */
  | { readonly kind: 'address'; readonly address: string }
  /** No files: the Dockerfile alone. */
  | { readonly kind: 'none' };

/** Which Dockerfile is built. */
export type BuildDockerfile =
  /** A file of this machine, by its absolute path, in the context or not. `text` is built instead of what the file holds. */
  | { readonly kind: 'file'; readonly file: string; readonly text?: string }
  /** A file of the context, with `/`, where that is an archive or an address. */
  | { readonly kind: 'inside'; readonly path: string };

/** Where a secret is read when the builder asks for it; the value itself stands nowhere. */
export type SecretSource =
  | { readonly kind: 'file'; readonly file: string }
  /** An environment variable of this machine. */
  | { readonly kind: 'variable'; readonly variable: string }
  /** VS Code's secret store. */
  | { readonly kind: 'stored' };

export interface BuildSecret {
  /** As `RUN --mount=type=secret,id=…` names it. */
  readonly id: string;
  readonly source: SecretSource;
}

/** An ssh agent that the build may use. */
export interface BuildSsh {
  /** `default`, or as `RUN --mount=type=ssh,id=…` names it. */
  readonly id: string;
  /** Socket of the agent; that of `SSH_AUTH_SOCK` without it. */
  readonly socket?: string;
}

/** What becomes of the files of the stage instead of an image. */
export type BuildOutput =
  /** They are written into a folder, by its absolute path; what else is in it stays. */
  | { readonly kind: 'folder'; readonly folder: string }
  /** They become a tar, by its absolute path. */
  | { readonly kind: 'archive'; readonly file: string };

/** Everything that one build is told: plain data that can be kept, compared and written as a docker line. Paths are absolute. */
export interface BuildRequest {
  readonly source: BuildSource;
  readonly dockerfile: BuildDockerfile;
  /** Names of the image, with their tags; none for an image without a name. */
  readonly references?: readonly string[];
  /** The stage to build; the last one without it. */
  readonly target?: string;
  readonly buildArguments?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  /** `linux/arm64`, or several with commas between; that of the engine without it. */
  readonly platform?: string;
  /** Nothing of the cache is used: `true`, or for these stages. */
  readonly noCache?: true | readonly string[];
  /** Base images are asked for at their registries even where they are here. */
  readonly pull?: boolean;
  readonly secrets?: readonly BuildSecret[];
  readonly ssh?: readonly BuildSsh[];
  /** Network of RUN: `none`, `host`, or with the classic builder any other; the engine's default without it. */
  readonly network?: string;
  /** `name:address`. */
  readonly extraHosts?: readonly string[];
  /** Size of `/dev/shm`, in bytes. */
  readonly shmSize?: number;
  /** `nofile=1024:2048`. */
  readonly ulimits?: readonly string[];
  /** Images whose layers may be taken as cache, or `type=registry,ref=…`. */
  readonly cacheFrom?: readonly string[];
  /** The image tells how it was made, so that it can be a cache of others. */
  readonly inlineCache?: boolean;
  /** More contexts by name: a folder's absolute path, `docker-image://…`, or an address. */
  readonly contexts?: Readonly<Record<string, string>>;
  readonly output?: BuildOutput;
  /** A builder of `docker buildx` by its name instead of the engine's own. */
  readonly builder?: string;
  /** Where the cache is kept for others: `type=registry,ref=…`, `type=local,dest=…`. */
  readonly cacheTo?: readonly string[];
  /** The image goes into its registry as soon as it is made. */
  readonly push?: boolean;
}
