/** One thing that a builder does: an instruction, or what it needs for one. Told again whenever something of it changes. */
export interface BuildStep {
  /** Tells steps of one build apart; with BuildKit the same for the same work in another build. */
  readonly id: string;
  /** As the builder calls it: `[build 2/5] RUN make`, `[internal] load build context`. */
  readonly name: string;
  /** The steps on which it builds, by id. */
  readonly inputs: readonly string[];
  /** In milliseconds since 1970; absent until it has begun. */
  readonly started?: number;
  /** In milliseconds since 1970; absent while it runs. */
  readonly completed?: number;
  /** Its result was there already. */
  readonly cached: boolean;
  /** Why it failed. */
  readonly error?: string;
}

/** Something that is moved or unpacked within a step. */
export interface StepTransfer {
  /** Of the step. */
  readonly step: string;
  /** Tells transfers of one step apart: `transferring context:`, `sha256:…`. */
  readonly id: string;
  /** What happens: `transferring`, `extract`; empty where the builder says nothing. */
  readonly name: string;
  /** In bytes. */
  readonly current: number;
  /** In bytes; 0 where it is not known. */
  readonly total: number;
  readonly started?: number;
  readonly completed?: number;
}

/** A piece of what a step prints, whole characters. */
export interface StepOutput {
  /** Of the step. */
  readonly step: string;
  readonly stream: 'output' | 'error';
  readonly text: string;
}

/** What the builder thinks of the Dockerfile. */
export interface BuildWarning {
  /** `MaintainerDeprecated: Maintainer instruction is deprecated … (line 5)` */
  readonly message: string;
  readonly detail: readonly string[];
  /** Address of a page about it; empty where there is none. */
  readonly url: string;
  /** Lines of the Dockerfile, from 1; undefined where it stands on none. */
  readonly firstLine: number | undefined;
  readonly lastLine: number | undefined;
}

/** A file of the context that was sent, by its path in it. */
export interface SentFile {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
}

/** BuildKit in the engine, the engine's classic endpoint, or the installed `docker buildx`. */
export type BuilderKind = 'buildkit' | 'classic' | 'buildx';

/** What is told while a build runs, in the order in which it becomes known. */
export type BuildEvent =
  /** First of all: which builder does it. */
  | { readonly kind: 'builder'; readonly builder: BuilderKind }
  | { readonly kind: 'step'; readonly step: BuildStep }
  | { readonly kind: 'transfer'; readonly transfer: StepTransfer }
  | { readonly kind: 'output'; readonly output: StepOutput }
  | { readonly kind: 'warning'; readonly warning: BuildWarning }
  /** The builder has asked for the content of a file: it had none, or another. Named folders of the context are not told apart. */
  | { readonly kind: 'file'; readonly file: SentFile };
