import type { EnginePlace } from './engine-place';
import type { LimitName } from './limits';
import { hidden, withoutSecrets, withoutUserInfo } from './secrets';

/**
 * Every failure a person may meet, by kind, with the facts that a sentence about it needs.
 * Made in `engine`, `registry` and the pure checks of `core` and `commands`; turned into sentences and actions in one
 * place, `ui/present.ts`. `detail` texts are what the other side said, trimmed. Secrets are taken out of all texts when the
 * error is made.
 */
export interface SlipwayErrorDetails {
  /** No engine answers; `tried` says each address and why it failed, `place` where Slipway runs. */
  readonly engineUnreachable: { readonly tried: readonly EngineAttempt[]; readonly place?: EnginePlace };
  /** The user may not open the engine's socket. */
  readonly permissionDenied: { readonly address: string };
  /** An image, container, volume, network, manifest or file that is not there. */
  readonly notFound: {
    readonly what: ObjectKind;
    /** Empty where the engine does not tell it. */
    readonly name: string;
    readonly detail?: string;
    /** True when it is something that the object needs, and not the object that was asked for. */
    readonly needed?: boolean;
  };
  /** The object is in use or in the wrong state; `usedBy` are names of what stands in the way. */
  readonly conflict: {
    readonly name: string;
    readonly usedBy: readonly string[];
    readonly detail: string;
    /** True when `usedBy` are running containers, against which force does nothing. */
    readonly running?: boolean;
    /** The state of the container `name` that stands in the way. */
    readonly state?: ContainerState;
  };
  /** Only names were to go, and these are the last ones of their images, which would go with them. */
  readonly lastName: { readonly references: readonly string[] };
  /** The registry wants (other) credentials. */
  readonly unauthorized: { readonly registry: string; readonly detail?: string };
  /** The registry knows the user and says no. */
  readonly forbidden: { readonly registry: string; readonly name: string; readonly detail?: string };
  /** Too many requests; `retryAt` in milliseconds since 1970 when the registry says so. */
  readonly rateLimited: { readonly registry: string; readonly retryAt?: number };
  /** A registry that cannot be reached or that answers nonsense; `reason` when it is the network. */
  readonly registryUnreachable: { readonly registry: string; readonly detail: string; readonly reason?: NetworkReason };
  /**
   * A certificate that is not trusted, or plain HTTP where TLS was expected: then `code` is `HTTP_RESPONSE`. `engine` is
   * the name of the engine that met it, absent when Slipway did.
   */
  readonly tlsFailed: { readonly address: string; readonly code: string; readonly detail?: string; readonly engine?: string };
  /** VS Code is in Restricted Mode, in which it opens no terminal and files of the workspace cause no request to a registry; `name` is what wanted that. */
  readonly restrictedMode: { readonly name: string; readonly wants?: 'terminal' | 'registries' | 'run' };
  /** The input is not of the form it must have: `value` is shown, `reason` says what is wrong, translated. */
  readonly invalidInput: {
    readonly field: string;
    readonly value: string;
    readonly reason: string;
    /** Where in the input, in UTF-16 units, when it is known; what is secret in it is hidden in `value`. */
    readonly offset?: number;
    readonly length?: number;
    /** The command that does what was meant, with its translated title. */
    readonly instead?: { readonly title: string; readonly command: string };
  };
  /**
   * A program called a command with something else than it takes. `answer` leads to the place (`images[1].reference`); of
   * several that are missing, one group (`image + reference | images`) must be there; of a question that a program is
   * spared it is the question, and `takes` are the answers that were left out. `given` never quotes what may be secret.
   */
  readonly wrongAnswer: {
    readonly command: string;
    readonly problem: 'noObject' | 'unknown' | 'wrong' | 'missing' | 'asked';
    readonly answer: string;
    /** A TypeScript type with its limits, or names of answers. */
    readonly takes: string;
    readonly given?: string;
    /** The answer that was probably meant. */
    readonly instead?: string;
  };
  /** This engine (version) has no such operation; `detail` is the engine's reason, or ours, in a sentence. */
  readonly unsupported: { readonly operation: string; readonly engine: string; readonly detail?: string };
  /** A build step failed. `line` counts from 1. */
  /** `shell` is the number of a build of this window in whose failed step a shell can be opened. */
  readonly buildFailed: {
    readonly step: string;
    readonly line?: number;
    readonly file?: string;
    readonly detail: string;
    readonly shell?: number;
  };
  /**
   * Somebody sends more than is taken into memory. `limit` names which, `from` is an address, a file or a program, and
   * `most` is in the unit of `core/limits.ts`.
   */
  readonly limitExceeded: { readonly limit: LimitName; readonly from: string; readonly most: number };
  /** Writing or reading a local file failed. `code` is Node's, such as `ENOSPC`. */
  readonly fileFailed: { readonly file: string; readonly code: string; readonly detail: string };
  /** The connection ended in the middle of an operation. */
  readonly connectionLost: { readonly operation: string };
  /** The engine reported a failure of its own. `status` is the HTTP status, 200 when inside a stream. */
  readonly engineFailed: { readonly operation: string; readonly status: number; readonly detail: string };
  /** Of `of` things that were to be done alike, some could not be; the others were: `done` says it in a translated phrase. */
  readonly severalFailed: {
    readonly operation: string;
    readonly of: number;
    readonly failures: readonly OneOfSeveral[];
    readonly done?: string;
  };
  /** The user (or the caller) stopped it. Never shown. */
  readonly cancelled: { readonly operation: string };
}

/** What went wrong with one of several. */
export interface OneOfSeveral {
  /** As people know it. */
  readonly name: string;
  /** Undefined for an error that was not foreseen. */
  readonly failure: SlipwayFailure | undefined;
  /** A translated phrase without the name. */
  readonly reason: string;
}

export type ObjectKind =
  | 'image'
  | 'container'
  | 'volume'
  | 'network'
  | 'manifest'
  | 'file'
  | 'context'
  | 'repository'
  | 'path'
  | 'user'
  | 'group'
  | 'device'
  | 'runtime'
  | 'plugin'
  | 'logDriver'
  | 'volumeDriver'
  | 'networkDriver'
  | 'deviceDriver';

/** What a container is or is not, when that is why an engine refuses. */
export type ContainerState = 'running' | 'notRunning' | 'paused' | 'notPaused';

/** One address that was tried for an engine, and what came of it. */
export interface EngineAttempt {
  /** As shown: `unix:///var/run/docker.sock`. */
  readonly address: string;
  /** Where the address came from: `DOCKER_HOST`, `context desktop-linux`, `default socket`. */
  readonly source: string;
  /** Node's or the engine's word on it: `ENOENT`, `ECONNREFUSED`, a sentence. */
  readonly reason: string;
}

/** Why one could not reach another over the network. */
export interface NetworkReason {
  readonly why: 'unknownName' | 'noNames' | 'refused' | 'noAnswer' | 'cut' | 'noRoute' | 'proxy';
  /** Who tried. */
  readonly by: 'engine' | 'slipway';
  /** What was looked for: a name, or a host with its port; the proxy for `proxy`. */
  readonly host?: string;
}

export type SlipwayErrorKind = keyof SlipwayErrorDetails;

/** The shape of {@link SlipwayError} as a union over its kinds, for exhaustive switches. */
export type SlipwayFailure = {
  readonly [Kind in SlipwayErrorKind]: { readonly kind: Kind; readonly details: SlipwayErrorDetails[Kind] };
}[SlipwayErrorKind];

/** An error with a kind and typed details. `message` is for logs only: people read what `ui/present.ts` makes of it. */
export class SlipwayError extends Error {
  override readonly name = 'SlipwayError';
  readonly failure: SlipwayFailure;

  constructor(failure: SlipwayFailure, options?: ErrorOptions) {
    const details = withoutSecretsIn(failure.details, '');
    super(
      `${failure.kind}: ${JSON.stringify(details)}`,
      options?.cause === undefined ? options : { cause: withoutSecretsInCause(options.cause) },
    );
    this.failure = { kind: failure.kind, details } as SlipwayFailure;
  }

  get kind(): SlipwayErrorKind {
    return this.failure.kind;
  }

  /** Narrows an unknown error to one kind and gives its details. */
  static details<Kind extends SlipwayErrorKind>(error: unknown, kind: Kind): SlipwayErrorDetails[Kind] | undefined {
    if (!(error instanceof SlipwayError) || error.failure.kind !== kind) return undefined;
    return error.failure.details as SlipwayErrorDetails[Kind];
  }
}

/** Keys whose texts are sentences, which may quote what was sent; other texts are names and addresses. */
const sentences: ReadonlySet<string> = new Set(['detail', 'reason', 'value', 'step', 'operation', 'done', 'answer', 'given']);

/** A user and a password before a name, where no scheme says that it is a URL; `name:tag@sha256:…` has none. */
const logIn = /^[^\s/@:]{1,200}:[^@]{0,1000}@(?!sha\d{3}:)/;

/** What Node or another library has thrown may quote an address or a line. */
function withoutSecretsInCause(cause: unknown): unknown {
  if (!(cause instanceof Error) || cause instanceof SlipwayError) return cause;
  const { message, stack = '' } = cause;
  if (withoutSecrets(message) === message && withoutSecrets(stack) === stack) return cause;
  const clean = Object.assign(new Error(withoutSecrets(message)), { name: cause.name });
  clean.stack = withoutSecrets(stack);
  return clean;
}

function withoutSecretsIn(value: unknown, key: string): unknown {
  if (typeof value === 'string')
    return sentences.has(key) ? withoutSecrets(key === 'value' ? value.replace(logIn, `${hidden}@`) : value) : withoutUserInfo(value);
  if (Array.isArray(value)) return value.map((entry) => withoutSecretsIn(entry, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, withoutSecretsIn(entry, name)]));
}

/** Makes a {@link SlipwayError}: `throw failure('notFound', { what: 'image', name })`. */
export function failure<Kind extends SlipwayErrorKind>(kind: Kind, details: SlipwayErrorDetails[Kind], cause?: unknown): SlipwayError {
  const value = { kind, details } as unknown as SlipwayFailure;
  return cause === undefined ? new SlipwayError(value) : new SlipwayError(value, { cause });
}

/** True for the one error that is never shown. */
export function isCancelled(error: unknown): boolean {
  return error instanceof SlipwayError && error.kind === 'cancelled';
}
