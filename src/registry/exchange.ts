import { isCancelled, SlipwayError } from '../core/errors';
import type { LimitName } from '../core/limits';
import { isPlainAnswer } from '../core/network-reason';
import type { RegistryCredentials } from '../engine/operation';
import { isHub, isLoopback, registryAddress } from './address';
import { type Asked, errorOf } from './answers';
import { Authorization } from './authorization';
import { RegistryTransport } from './transport';
import type { TransportAnswer } from './transport-request';

/** How a client reaches its registry. */
export interface RegistryClientOptions {
  /** `docker.io`, `ghcr.io`, `localhost:5000`. */
  readonly registry: string;
  readonly credentials?: RegistryCredentials | undefined;
  /** Shared by all clients, so that its limit of requests counts for all. */
  readonly transport?: RegistryTransport;
  /** Plain HTTP may be tried besides TLS; always so for addresses of this machine. */
  readonly insecure?: boolean;
}

/** One request to a registry. */
export interface Asking extends Pick<Asked, 'what' | 'name'> {
  readonly path: string;
  readonly scope: string;
  readonly method?: 'GET' | 'HEAD';
  readonly accept?: string;
  readonly limit?: LimitName;
  readonly signal?: AbortSignal | undefined;
}

/** How one registry is asked: by TLS or without, with the authorization that it wants. */
export class RegistryExchange {
  readonly registry: string;
  readonly authorization: Authorization;
  private readonly transport: RegistryTransport;
  private readonly insecure: boolean;
  private base: Promise<string> | undefined;

  constructor(options: RegistryClientOptions) {
    this.registry = registryAddress(options.registry);
    this.transport = options.transport ?? new RegistryTransport();
    this.insecure = (options.insecure ?? false) || isLoopback(this.registry);
    this.authorization = new Authorization(this.transport, this.registry, options.credentials, this.insecure);
  }

  /** One request whose answer has status 200. */
  async request(asking: Asking): Promise<TransportAnswer> {
    const answer = await this.authorized(asking);
    if (answer.status !== 200) throw this.error(answer, asking);
    return answer;
  }

  /** One request with what authorises it; an answer of any status. */
  async authorized(asking: Asking): Promise<TransportAnswer> {
    const { path, scope, accept = 'application/json', signal } = asking;
    const header = await this.authorization.header(scope, signal);
    let answer = await this.send(path, withHeader({ Accept: accept }, header), signal, asking);
    if (answer.status === 401 && answer.isForeign !== true) {
      const retry = await this.authorization.retryHeader(answer, scope, header, signal);
      if (retry !== undefined) answer = await this.send(path, withHeader({ Accept: accept }, retry), signal, asking);
    }
    return answer;
  }

  /** One request with these headers; an answer of any status. */
  async send(
    path: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
    { method = 'GET', limit }: Pick<Asking, 'method' | 'limit'> = {},
  ): Promise<TransportAnswer> {
    const url = (await this.baseUrl(signal)) + path;
    try {
      return await this.transport.send({ url, method, headers, signal, registry: this.registry, ...(limit && { limit }) });
    } catch (error) {
      // Plain HTTP may have been chosen only because the registry was down when it was looked for.
      if (!isCancelled(error)) this.base = undefined;
      throw error;
    }
  }

  /** The error for an answer with another status than was wanted. */
  error(answer: TransportAnswer, { what, name }: Pick<Asked, 'what' | 'name'>): SlipwayError {
    return errorOf(answer, { registry: this.registry, what, name });
  }

  private async baseUrl(signal: AbortSignal | undefined): Promise<string> {
    const others = this.base;
    const known = others ?? this.findBase(signal);
    this.base = known;
    known.catch(() => {
      if (this.base === known) this.base = undefined;
    });
    try {
      return await known;
    } catch (error) {
      // Another caller that gave up does not end this one.
      if (others === undefined || !isCancelled(error) || signal?.aborted) throw error;
      return this.baseUrl(signal);
    }
  }

  /** TLS first; plain HTTP only where that is allowed and where TLS is not spoken. */
  private async findBase(signal: AbortSignal | undefined): Promise<string> {
    const host = isHub(this.registry) ? 'registry-1.docker.io' : this.registry;
    if (!this.insecure) return `https://${host}`;
    try {
      await this.transport.send({ url: `https://${host}/v2/`, registry: this.registry, signal });
      return `https://${host}`;
    } catch (error) {
      if (SlipwayError.details(error, 'cancelled')) throw error;
      const code = SlipwayError.details(error, 'tlsFailed')?.code;
      // A certificate that is not trusted is no reason to do without any.
      if (code !== undefined && !isPlainAnswer(code)) throw error;
      return `http://${host}`;
    }
  }
}

function withHeader(headers: Readonly<Record<string, string>>, authorization: string | undefined): Readonly<Record<string, string>> {
  return authorization === undefined ? headers : { ...headers, Authorization: authorization };
}
