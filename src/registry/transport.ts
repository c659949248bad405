import { maxHeaderSize } from 'node:http';
import { failure, type NetworkReason, type SlipwayError } from '../core/errors';
import { GrowingBytes } from '../core/growing-bytes';
import { withoutValues } from '../core/hidden-values';
import { exceeded } from '../core/limit-exceeded';
import { limits } from '../core/limits';
import { t } from '../core/localize';
import { isPlainAnswer, reasonOfCode } from '../core/network-reason';
import { oneLine } from '../core/untrusted';
import { AddressRefused, connectedFetch } from './connected-fetch';
import { mayLead, narrower, type Reach, reachOfAddress, reachOfHost } from './reach';
import { causeWithoutCredentials, sentCredentials, withoutCredentials } from './sent-credentials';
import type { TransportRequest, TransportAnswer } from './transport-request';
import { defined } from '../core/records';

/** The part of the global `fetch` that is used; VS Code's knows the user's proxy and certificates. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface TransportOptions {
  readonly fetch?: Fetch;
  /** Per request, body included. */
  readonly timeoutMilliseconds?: number;
  /** Requests on the way at once; more wait. */
  readonly maximumRequests?: number;
  /** Where an address lies; tests have one network only. */
  readonly reachOf?: (address: string) => Reach;
}

const maximumRedirects = 5;
/** In bytes. */
const longestErrorText = 65_536;
const redirectStatuses: readonly number[] = [301, 302, 303, 307, 308];
const tlsCodes = /CERT|SSL|TLS|UNABLE_TO_|SELF_SIGNED|HOSTNAME_MISMATCH|ISSUER/;

/**
 * Sends requests within limits of time, bytes and number and turns every failure below HTTP into a typed error. HTTP statuses are
 * the caller's. Redirects are followed, but nothing secret is: to another origin go no headers that say who asks and no body, and
 * no redirect leads from the network into this machine (see {@link mayLead}).
 */
export class RegistryTransport {
  private readonly fetch: Fetch;
  private readonly timeout: number;
  private readonly reachOf: (address: string) => Reach;
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(options: TransportOptions = {}) {
    this.fetch = options.fetch ?? ((url, init) => fetch(url, init));
    this.timeout = options.timeoutMilliseconds ?? 20_000;
    this.reachOf = options.reachOf ?? reachOfAddress;
    this.free = options.maximumRequests ?? 8;
  }

  /** Throws `cancelled`, `tlsFailed`, `limitExceeded` or `registryUnreachable`. */
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
    let next: Step = {
      url: new URL(request.url),
      method: request.method ?? 'GET',
      headers: { ...request.headers },
      body: request.body,
      from: request.namedFrom,
      isRedirect: false,
      isForeign: false,
    };
    for (let redirects = 0; redirects <= maximumRedirects; redirects++) {
      const { response, reach } = await this.take(next, request, signal);
      const location = response.headers.get('location');
      if (!redirectStatuses.includes(response.status) || location === null) {
        const body = await this.read(response, request);
        return withoutCredentials(
          { status: response.status, headers: response.headers, body, url: next.url.href, isForeign: next.isForeign, reach },
          request,
        );
      }
      await response.body?.cancel();
      next = stepAfter(next, response.status, location, reach, request);
    }
    throw unreachable(request, t('It redirects too many times.'));
  }

  /** One request without its redirects. */
  private async take(
    step: Step,
    request: TransportRequest,
    signal: AbortSignal,
  ): Promise<{ readonly response: Response; readonly reach: Reach }> {
    const { url, method, headers, body, from } = step;
    const mayEnter = (to: Reach): boolean => from === undefined || mayLead(from, to, url);
    const told = reachOfHost(url);
    if (told !== undefined && !mayEnter(told)) throw notSecure(request, step);
    let reach: Reach = told ?? 'public';
    const mayConnect = (address: string | undefined): boolean => {
      // What a proxy reaches may be in its own network; not in this machine.
      reach = address === undefined ? (told ?? 'private') : this.reachOf(address);
      return address === undefined || mayEnter(reach);
    };
    try {
      const init = { method, headers, redirect: 'manual', signal, ...defined({ body }) } as const;
      const response = await connectedFetch(url, mayConnect, () => this.fetch(url.href, init));
      return { response, reach: from === undefined ? reach : narrower(from, reach) };
    } catch (error) {
      throw error instanceof AddressRefused ? notSecure(request, step) : error;
    }
  }

  private async read(response: Response, request: TransportRequest): Promise<Buffer> {
    if (!response.body || request.method === 'HEAD') return Buffer.alloc(0);
    const { limit = 'registryPage', registry } = request;
    const body = new GrowingBytes();
    for await (const part of response.body as AsyncIterable<Uint8Array>) {
      if (response.status >= 400) {
        // Of a failure the beginning is told.
        body.push(part.subarray(0, longestErrorText - body.length));
        if (body.length >= longestErrorText) break;
      } else if (body.length + part.length > limits[limit].most) throw exceeded(limit, registry);
      else body.push(part);
    }
    return Buffer.from(body.view());
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
    if (code === 'UND_ERR_HEADERS_OVERFLOW' || code === 'HPE_HEADER_OVERFLOW') return exceeded('head', request.registry, maxHeaderSize);
    if (code !== undefined && isPlainAnswer(code))
      return failure('tlsFailed', { address: request.registry, code: 'HTTP_RESPONSE', detail: code }, error);
    if (code !== undefined && tlsCodes.test(code)) return failure('tlsFailed', { address: request.registry, code }, error);
    const said = withoutValues(error instanceof Error ? error.message : String(error), sentCredentials(request));
    return unreachable(request, code ?? oneLine(said, 200), causeWithoutCredentials(error, request), cause && reasonOf(cause));
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
export function unreachable(
  request: Pick<TransportRequest, 'registry'>,
  detail: string,
  cause?: unknown,
  reason?: NetworkReason,
): SlipwayError {
  return failure('registryUnreachable', { registry: request.registry, detail, ...defined({ reason }) }, cause);
}

/** One request on the way to an answer. */
interface Step {
  readonly url: URL;
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Where those are who led here; undefined where that was the user alone. */
  readonly from: Reach | undefined;
  readonly isRedirect: boolean;
  readonly isForeign: boolean;
}

/** What follows a redirect. From TLS to plain HTTP none leads, and none with a body to another origin. */
function stepAfter(step: Step, status: number, location: string, from: Reach, request: TransportRequest): Step {
  const url = URL.canParse(location, step.url.href) ? new URL(location, step.url) : undefined;
  if (!url) throw unreachable(request, t('It redirects to an address that is not valid.'));
  // Whoever answered must not say who asks.
  [url.username, url.password] = ['', ''];
  const next: Step = { ...step, url, from, isRedirect: true };
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && step.url.protocol === 'http:')) throw notSecure(request, next);
  const isOther = url.origin !== step.url.origin;
  if (isOther && step.body !== undefined) throw unreachable(request, t('It redirects the log-in to {0}.', oneLine(url.origin, 100)));
  if (isOther) return { ...next, isForeign: true, headers: only(step.headers, ['accept']) };
  if (step.method !== 'POST' || status === 307 || status === 308) return next;
  // As every client does: https://www.rfc-editor.org/rfc/rfc9110#section-15.4
  return { ...next, method: 'GET', body: undefined, headers: only(step.headers, ['accept', 'authorization']) };
}

function notSecure(request: TransportRequest, { url, isRedirect }: Step): SlipwayError {
  const place = oneLine(url.origin, 100);
  return unreachable(
    request,
    isRedirect ? t('It redirects to {0}, which is not secure.', place) : t('Its token server "{0}" is not secure.', place),
  );
}

function only(headers: Readonly<Record<string, string>>, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => names.includes(name.toLowerCase())));
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
  return { why, by: 'slipway', ...defined({ host }) };
}

function hostAndPort(address: string, port: unknown): string {
  const host = address.includes(':') ? `[${address}]` : address;
  return typeof port === 'number' ? `${host}:${port}` : host;
}
