import type { LimitName } from '../core/limits';
import type { Reach } from './reach';

/** One request as the transport sends it. */
export interface TransportRequest {
  readonly url: string;
  readonly method?: 'GET' | 'HEAD' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal | undefined;
  /** The registry's name for errors. */
  readonly registry: string;
  /** How long a good answer may be, when that is another limit than `registryPage`. */
  readonly limit?: LimitName;
  /** Where the one is who named this address, as a registry names its token server; without it the user did, and it may be anywhere. */
  readonly namedFrom?: Reach | undefined;
}

/** A whole answer, read within the limits. */
export interface TransportAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
  /** Where it came from, after redirects. */
  readonly url: string;
  /** True when a redirect led to another origin on the way: then it is not the registry's own word. */
  readonly isForeign?: boolean;
  /** How far in those are who gave the answer and led to it, the outermost of them. */
  readonly reach?: Reach;
}
