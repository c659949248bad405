import { isCancelled } from '../core/errors';
import { t } from '../core/localize';
import type { RegistryCredentials } from '../engine/operation';
import { errorOf, jsonOf, textOf } from './answers';
import { isLoopback } from './address';
import { type Challenge, parseChallenges } from './challenge';
import type { Reach } from './reach';
import { type RegistryTransport, unreachable } from './transport';
import type { TransportAnswer } from './transport-request';
import { defined } from '../core/records';

interface KnownToken {
  readonly value: Promise<{ readonly token: string; readonly validUntil: number; readonly refreshToken: string | undefined }>;
}

/** Tokens are renewed this long before they end. */
const marginMilliseconds = 5000;
/** What a token without `expires_in` is good for: https://distribution.github.io/distribution/spec/auth/token/. */
const defaultSeconds = 60;

/**
 * The `Authorization` of one registry with one set of credentials: Basic, or tokens by scope from the registry's token
 * server. Learns from the first 401 which of the two it is.
 */
export class Authorization {
  private challenge: Challenge | undefined;
  /** Where the registry was when it said so: its token server is no further in. */
  private challengedFrom: Reach | undefined;
  private readonly tokens = new Map<string, KnownToken>();

  constructor(
    private readonly transport: RegistryTransport,
    private readonly registry: string,
    private readonly credentials: RegistryCredentials | undefined,
    /** Plain HTTP is allowed for this registry, and so for its token server. */
    private readonly insecure: boolean,
  ) {}

  /** The header to send for a scope, as far as it is known without asking the registry. */
  async header(scope: string, signal?: AbortSignal): Promise<string | undefined> {
    if (!this.challenge) return undefined;
    return this.challenge.scheme === 'basic' ? this.basic() : `Bearer ${await this.token(scope, signal)}`;
  }

  /**
   * Takes in a 401 that must be the registry's own: a server that it redirects to has no say in where its credentials go
   * (CVE-2020-15157). Its token server may stand anywhere, as it may for docker: the registry gets the password one way or
   * another. Gives the header to try again with, or undefined when there is nothing better.
   */
  async retryHeader(answer: TransportAnswer, scope: string, sent: string | undefined, signal?: AbortSignal): Promise<string | undefined> {
    const challenges = parseChallenges(answer.headers.get('www-authenticate') ?? '');
    const bearer = challenges.find(({ scheme, parameters }) => scheme === 'bearer' && parameters['realm'] !== undefined);
    const chosen = bearer ?? challenges.find(({ scheme }) => scheme === 'basic');
    if (!chosen) return undefined;
    this.challenge = chosen;
    this.challengedFrom = answer.reach;
    // A token may have ended early; one fresh try is enough.
    this.tokens.delete(scope);
    const header = await this.header(scope, signal);
    return header === sent && chosen.scheme === 'basic' ? undefined : header;
  }

  /** An identity token for a log-in, when the token server gives one. */
  async identityToken(scope: string, signal?: AbortSignal): Promise<string | undefined> {
    if (this.challenge?.scheme !== 'bearer') return undefined;
    return (await this.fetchToken(scope, true, signal)).refreshToken;
  }

  private basic(): string | undefined {
    const { username, password } = this.credentials ?? {};
    if (username === undefined || password === undefined) return undefined;
    return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  }

  private async token(scope: string, signal: AbortSignal | undefined): Promise<string> {
    const known = this.tokens.get(scope);
    const valid = await known?.value.catch(() => undefined);
    if (valid && valid.validUntil > Date.now() + marginMilliseconds) return valid.token;
    // Somebody else may have begun to renew it meanwhile.
    const other = this.tokens.get(scope);
    if (other && other !== known) return this.sharedToken(other, scope, signal);
    const value = this.fetchToken(scope, false, signal);
    const entry = { value };
    this.tokens.set(scope, entry);
    value.catch(() => {
      if (this.tokens.get(scope) === entry) this.tokens.delete(scope);
    });
    return (await value).token;
  }

  /** A token that another caller waits for; when that one gives up, it is asked for anew. */
  private async sharedToken({ value }: KnownToken, scope: string, signal: AbortSignal | undefined): Promise<string> {
    try {
      return (await value).token;
    } catch (error) {
      if (!isCancelled(error) || signal?.aborted) throw error;
      return this.token(scope, signal);
    }
  }

  private async fetchToken(scope: string, offline: boolean, signal: AbortSignal | undefined): Promise<Awaited<KnownToken['value']>> {
    const { realm = '', service } = this.challenge?.parameters ?? {};
    const url = this.realmUrl(realm);
    const identity = this.credentials?.identityToken;
    const fields = new URLSearchParams({ ...defined({ service }), ...(scope !== '' && { scope }) });
    const basic = this.basic();
    const answer = await this.transport.send(
      identity === undefined
        ? {
            url: withFields(url, fields, {
              client_id: 'slipway',
              ...(offline && { offline_token: 'true' }),
              ...(basic !== undefined && { account: this.credentials?.username ?? '' }),
            }),
            headers: { Accept: 'application/json', ...defined({ Authorization: basic }) },
            registry: this.registry,
            namedFrom: this.challengedFrom,
            limit: 'token',
            signal,
          }
        : {
            url: url.href,
            method: 'POST',
            headers: { Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded' },
            body: new URLSearchParams([
              ...fields,
              ['grant_type', 'refresh_token'],
              ['refresh_token', identity],
              ['client_id', 'slipway'],
            ]).toString(),
            registry: this.registry,
            namedFrom: this.challengedFrom,
            limit: 'token',
            signal,
          },
    );
    return this.readToken(answer, identity);
  }

  private readToken(answer: TransportAnswer, identity: string | undefined): Awaited<KnownToken['value']> {
    const asked = { registry: this.registry, what: 'repository', name: this.registry } as const;
    // A refused identity token is a 400 in OAuth 2.
    if (identity !== undefined && answer.status === 400) throw errorOf({ ...answer, status: 401 }, asked);
    if (answer.status !== 200) throw errorOf(answer, asked);
    const body = jsonOf(answer, asked);
    const token = textOf(body['token']) || textOf(body['access_token']);
    if (token === '') throw unreachable(asked, t('The token server did not return a token.'));
    const seconds = typeof body['expires_in'] === 'number' ? body['expires_in'] : defaultSeconds;
    const refreshToken = textOf(body['refresh_token']);
    return {
      token,
      validUntil: Date.now() + Math.max(seconds, defaultSeconds) * 1000,
      refreshToken: refreshToken === '' ? undefined : refreshToken,
    };
  }

  /** Credentials go to a token server over TLS only, or where plain HTTP is allowed anyway. */
  private realmUrl(realm: string): URL {
    const url = URL.canParse(realm) ? new URL(realm) : undefined;
    const safe =
      url?.protocol === 'https:' || (url?.protocol === 'http:' && this.insecure && (isLoopback(url.host) || !isLoopback(this.registry)));
    if (!url || !safe) throw unreachable({ registry: this.registry }, t('Its token server "{0}" is not secure.', url?.origin ?? ''));
    return url;
  }
}

function withFields(url: URL, fields: URLSearchParams, more: Readonly<Record<string, string>>): string {
  const whole = new URL(url);
  for (const [name, value] of [...fields, ...Object.entries(more)]) whole.searchParams.append(name, value);
  return whole.href;
}
