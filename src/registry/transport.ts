import { failure, type NetworkReason, type SlipwayError } from '../core/errors';
import { t } from '../core/localize';
import { isPlainAnswer, reasonOfCode } from '../core/network-reason';
import { oneLine } from '../core/untrusted';
import { isLoopback } from './address';

/** The part of the global `fetch` that is used; VS Code's knows the user's proxy and certificates. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** One request as the transport sends it. */
export interface TransportRequest {
  readonly url: string;
  readonly method?: 'GET' | 'HEAD' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal | undefined;
  /** The registry's name for errors. */
  readonly registry: string;
}

/** A whole answer, read within the limits. */
export interface TransportAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
  /** Where it came from, after redirects. */
  readonly url: string;
}

export interface TransportOptions {
  readonly fetch?: Fetch;
  /** Per request, body included. */
  readonly timeoutMilliseconds?: number;
  readonly maximumBytes?: number;
  /** Requests on the way at once; more wait. */
  readonly maximumRequests?: number;
}

const maximumRedirects = 5;
const tlsCodes = /CERT|SSL|TLS|UNABLE_TO_|SELF_SIGNED|HOSTNAME_MISMATCH|ISSUER/;

/**
 * Sends requests within limits of time, bytes and number, follows redirects without carrying credentials to another
 * host, and turns every failure below HTTP into a typed error. HTTP statuses are the caller's.
 */
export class Transport {
  private readonly fetch: Fetch;
  private readonly timeout: number;
  private readonly maximumBytes: number;
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(options: TransportOptions = {}) {
    this.fetch = options.fetch ?? ((url, init) => fetch(url, init));
    this.timeout = options.timeoutMilliseconds ?? 20_000;
    this.maximumBytes = options.maximumBytes ?? 8 * 1024 * 1024;
    this.free = options.maximumRequests ?? 8;
  }

  /** Throws `cancelled`, `tlsFailed` or `registryUnreachable`. */
  async send(request: TransportRequest): Promise<TransportAnswer> {
    await this.enter(request.signal);
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), this.timeout);
    const stop = (): void => limit.abort();
    request.signal?.addEventListener('abort', stop);
    try {
      if (request.signal?.aborted) limit.abort();
      return await this.follow(request, limit.signal);
    } catch (error) {
      throw this.failureOf(error, request, limit.signal.aborted);
    } finally {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', stop);
      this.leave();
    }
  }

  private async follow(request: TransportRequest, signal: AbortSignal): Promise<TransportAnswer> {
    let { url } = request;
    let headers = { ...request.headers };
    for (let redirects = 0; redirects <= maximumRedirects; redirects++) {
      const response = await this.fetch(url, {
        method: request.method ?? 'GET',
        headers,
        redirect: 'manual',
        signal,
        ...(request.body !== undefined && { body: request.body }),
      });
      const location = response.headers.get('location');
      if (![301, 302, 303, 307, 308].includes(response.status) || location === null) {
        return { status: response.status, headers: response.headers, body: await this.read(response, request), url };
      }
      await response.body?.cancel();
      const next = new URL(location, url);
      checkRedirect(new URL(url), next, request);
      if (next.origin !== new URL(url).origin) headers = withoutCredentials(headers);
      url = next.href;
    }
    throw unreachable(request, t('It redirects too many times.'));
  }

  private async read(response: Response, request: TransportRequest): Promise<Buffer> {
    if (!response.body || request.method === 'HEAD') return Buffer.alloc(0);
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of response.body as AsyncIterable<Uint8Array>) {
      length += part.length;
      if (length > this.maximumBytes) throw unreachable(request, t('The answer is longer than {0} bytes.', this.maximumBytes));
      parts.push(part);
    }
    return Buffer.concat(parts);
  }

  private failureOf(error: unknown, request: TransportRequest, aborted: boolean): unknown {
    if (request.signal?.aborted) return failure('cancelled', { operation: `request to ${request.registry}` });
    if (aborted) {
      const detail = t('No answer within {0} seconds.', Math.ceil(this.timeout / 1000));
      return unreachable(request, detail, undefined, { why: 'noAnswer', by: 'slipway' });
    }
    if (!(error instanceof TypeError || (error as NodeJS.ErrnoException | null)?.code !== undefined)) return error;
    const cause = causeOf(error);
    const code = cause?.code;
    if (code !== undefined && isPlainAnswer(code)) return failure('tlsFailed', { address: request.registry, code: 'HTTP_RESPONSE', detail: code }, error);
    if (code !== undefined && tlsCodes.test(code)) return failure('tlsFailed', { address: request.registry, code }, error);
    return unreachable(request, code ?? oneLine(error instanceof Error ? error.message : String(error), 200), error, cause && reasonOf(cause));
  }

  private async enter(signal: AbortSignal | undefined): Promise<void> {
    if (this.free > 0) {
      this.free--;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const go = (): void => {
        signal?.removeEventListener('abort', leaveQueue);
        resolve();
      };
      const leaveQueue = (): void => {
        this.waiting.splice(this.waiting.indexOf(go), 1);
        reject(failure('cancelled', { operation: 'request' }));
      };
      this.waiting.push(go);
      signal?.addEventListener('abort', leaveQueue, { once: true });
    });
  }

  private leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.free++;
  }
}

/** A registry that cannot be reached or answers nonsense, in one sentence. */
export function unreachable(request: Pick<TransportRequest, 'registry'>, detail: string, cause?: unknown, reason?: NetworkReason): SlipwayError {
  return failure('registryUnreachable', { registry: request.registry, detail, ...(reason && { reason }) }, cause);
}

/** From TLS to plain HTTP no redirect leads, and from the network none to this machine. */
function checkRedirect(from: URL, to: URL, request: TransportRequest): void {
  const plain = to.protocol !== 'https:' && !(to.protocol === 'http:' && from.protocol === 'http:');
  const inward = isLoopback(to.host) && !isLoopback(from.host);
  if (plain || inward) throw unreachable(request, t('It redirects to {0}, which is not secure.', oneLine(to.origin, 100)));
}

function withoutCredentials(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !['authorization', 'cookie'].includes(name.toLowerCase())));
}

/** What Node says of a failed connection. */
interface Cause {
  readonly code: string;
  readonly hostname?: unknown;
  readonly address?: unknown;
  readonly port?: unknown;
}

/** Node's error of a failed fetch, which lies one or two causes deep. */
function causeOf(error: unknown): Cause | undefined {
  let next: unknown = error;
  for (let depth = 0; depth < 5 && typeof next === 'object' && next !== null; depth++) {
    const { code, errors, cause } = next as { readonly code?: unknown; readonly errors?: readonly unknown[]; readonly cause?: unknown };
    if (typeof code === 'string') return { ...next, code };
    next = errors?.[0] ?? cause;
  }
  return undefined;
}

function reasonOf({ code, hostname, address, port }: Cause): NetworkReason | undefined {
  const why = reasonOfCode(code);
  if (why === undefined) return undefined;
  const host = typeof hostname === 'string' ? hostname : typeof address === 'string' ? hostAndPort(address, port) : undefined;
  return { why, by: 'slipway', ...(host !== undefined && { host }) };
}

function hostAndPort(address: string, port: unknown): string {
  const host = address.includes(':') ? `[${address}]` : address;
  return typeof port === 'number' ? `${host}:${port}` : host;
}
