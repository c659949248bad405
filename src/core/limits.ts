/** What a {@link Limit} counts. */
export type LimitUnit = 'bytes' | 'values' | 'levels' | 'names';

export interface Limit {
  readonly most: number;
  readonly unit: LimitUnit;
}

const bytes = (most: number): Limit => ({ most, unit: 'bytes' });

/**
 * How much of what others send or have written is taken into memory, for each kind of answer and file; docs/security.md lists them. What only passes
 * by (archives, logs, the output of processes) has no limit. Each is several times what the largest honest answer has: an
 * engine with 5,000 containers lists them in some 15 MB.
 */
export const limits = {
  /** Status and headers of an HTTP answer; Node's own limit, which may be set otherwise where Slipway runs. */
  head: bytes(16_384),
  /** What an engine says of one thing: inspect, history, the outcome of a verb. */
  answer: bytes(8_000_000),
  /** Lists of an engine: images, containers, volumes, networks, disk usage. */
  list: bytes(32_000_000),
  /** One element of such a list. */
  listElement: bytes(4_000_000),
  /** How many elements it has. */
  listElements: { most: 50_000, unit: 'values' },
  /** The files that a container has changed. */
  changes: bytes(32_000_000),
  /** One line of progress, with what a build step has printed in it. */
  progressLine: bytes(8_000_000),
  /** One event of an engine. */
  event: bytes(1_000_000),
  /** Names of images that one load or push is told, in all, with what is kept for each. */
  loadedNames: bytes(4_000_000),
  /** Numbers, texts, lists and objects of one JSON text, and how deep they lie in each other. */
  jsonValues: { most: 1_000_000, unit: 'values' },
  jsonDepth: { most: 200, unit: 'levels' },
  /** `manifest.json`, `index.json` and the manifests of an image archive, each. */
  archiveIndex: bytes(8_000_000),
  /** All of those of one archive. */
  archiveIndexes: bytes(32_000_000),
  /** Names of the files in an image archive, with what is kept for each. */
  archiveNames: bytes(32_000_000),
  /** The files in which a package manager keeps what is installed. */
  packageDatabase: bytes(32_000_000),
  /** One page of a registry's list, and what Docker Hub answers. */
  registryPage: bytes(8_000_000),
  /** One name in such a list. */
  registryName: { most: 1_024, unit: 'bytes' },
  /** A manifest or an index; registries take none that is longer (https://github.com/opencontainers/distribution-spec, "Pushing Manifests"). */
  manifest: bytes(4_194_304),
  /** The configuration of an image in a registry. */
  imageConfiguration: bytes(8_000_000),
  /** The answer of a token server or of a log-in. */
  token: bytes(1_000_000),
  /** What a credential helper prints. */
  credentialHelper: bytes(1_000_000),
  /** What ShellCheck prints about one script. */
  shellCheck: bytes(4_000_000),
  /** A secret that a build may read, from a file; BuildKit takes none that is longer. */
  buildSecret: bytes(512_000),
  /** A Dockerfile that is built, checked or fixed. */
  dockerfile: bytes(4_000_000),
  /** One that is open, which is read again after each key. */
  openDockerfile: bytes(1_000_000),
  /** `.dockerignore` and those of Dockerfiles. */
  ignoreFile: bytes(1_000_000),
  /** `.hadolint.yaml`. */
  lintConfiguration: bytes(100_000),
  /** How deep values lie in each other in it, and how many aliases (`*name`) it has. */
  yamlDepth: { most: 50, unit: 'levels' },
  yamlAliases: { most: 100, unit: 'values' },
  /** Docker's `config.json`, and `meta.json` of each context. */
  dockerConfiguration: bytes(1_000_000),
  /** A certificate or a key of an engine, each; those of authorities may be a long list. */
  certificate: bytes(4_000_000),
  /** A file of a container or a volume that is opened in an editor; larger ones are downloaded. */
  openedFile: bytes(50_000_000),
  /** Files that options of a run line name: environment, labels, seccomp; and run configurations of a project. */
  optionFile: bytes(1_000_000),
} satisfies Readonly<Record<string, Limit>>;

export type LimitName = keyof typeof limits;
