/** How an image asks to be watched. Durations in nanoseconds, 0 for the engine's default. */
export interface Healthcheck {
  /** `CMD` or `CMD-SHELL` with its words, or `NONE`. */
  readonly test: readonly string[];
  readonly interval: number;
  readonly timeout: number;
  readonly startPeriod: number;
  readonly retries: number;
}

/** What an engine says of an image when it inspects it. All texts are untrusted. */
export interface ImageDetails {
  readonly id: string;
  readonly tags: readonly string[];
  readonly digests: readonly string[];
  /** `linux/arm64/v8`; parts that the engine does not tell are left out. */
  readonly platform: string;
  /** Milliseconds since 1970; 0 when unknown. */
  readonly created: number;
  readonly size: number;
  readonly author: string;
  readonly comment: string;
  /** The engine or builder that made it. */
  readonly builtWith: string;
  readonly user: string;
  readonly workingDirectory: string;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  /** `NAME=value`. */
  readonly environment: readonly string[];
  /** `80/tcp`. */
  readonly ports: readonly string[];
  readonly volumes: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly healthcheck: Healthcheck | undefined;
  readonly stopSignal: string;
  readonly shell: readonly string[];
  readonly onBuild: readonly string[];
  /** Diff ids, bottom first. */
  readonly layers: readonly string[];
}
