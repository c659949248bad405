import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** One request as it came in. */
export interface SeenRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly authorization: string | undefined;
  readonly accept: string | undefined;
  readonly body: string;
}

/** A whole answer, or a function that writes one itself (slow, broken, endless). */
export type FakeAnswer =
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }
  | ((response: ServerResponse, request: SeenRequest) => void);

/**
 * A registry over real HTTP on 127.0.0.1 that answers what a test tells it: for faults and flows that no healthy
 * registry shows. Without an answer for a path it says 404 like a registry.
 */
export class FakeRegistry {
  readonly requests: SeenRequest[] = [];
  /** Requests that are being answered now, and the most that ever were at once. */
  open = 0;
  mostOpen = 0;
  private readonly answers = new Map<string, FakeAnswer>();
  private readonly server: Server;

  private constructor(private readonly tls: { readonly certificate: string; readonly key: string } | undefined) {
    const receive = (request: IncomingMessage, response: ServerResponse): void => this.receive(request, response);
    this.server = tls ? createSecureServer({ cert: tls.certificate, key: tls.key }, receive) : createServer(receive);
  }

  /** Starts on a free port; with a certificate it speaks TLS. */
  static async start(tls?: { readonly certificate: string; readonly key: string }): Promise<FakeRegistry> {
    const registry = new FakeRegistry(tls);
    await new Promise<void>((resolve) => registry.server.listen(0, '127.0.0.1', resolve));
    return registry;
  }

  /** `127.0.0.1:PORT`. */
  get address(): string {
    return `127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  get url(): string {
    return `${this.tls ? 'https' : 'http'}://${this.address}`;
  }

  /** Sets the answer for a path, whatever its query. */
  answer(path: string, answer: FakeAnswer): this {
    this.answers.set(path, answer);
    return this;
  }

  /** As {@link answer}, chosen for each request. */
  choose(path: string, choose: (request: SeenRequest) => FakeAnswer): this {
    return this.answer(path, (response, request) => this.write(response, request, choose(request)));
  }

  /** Serves a manifest under a tag and its digest; gives the digest. */
  manifest(repository: string, tag: string, manifest: object, mediaType: string): string {
    const body = JSON.stringify(manifest);
    const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
    const answer = { headers: { 'Content-Type': mediaType, 'Docker-Content-Digest': digest }, body };
    this.answer(`/v2/${repository}/manifests/${tag}`, answer).answer(`/v2/${repository}/manifests/${digest}`, answer);
    return digest;
  }

  /** Asks for a token of its own token server (`/token`), which gives one for each user in `users` or to anybody. */
  demandToken(path: string, answer: FakeAnswer, users?: Readonly<Record<string, string>>): this {
    this.choose('/token', (request) => this.token(request, users));
    return this.choose(path, (request) => {
      const scope = request.authorization?.replace(/^Bearer token-for:/, '');
      if (scope !== undefined && scope !== request.authorization) return answer;
      const challenge = `Bearer realm="${this.url}/token",service="fake",error="invalid_token"`;
      return { status: 401, headers: { 'WWW-Authenticate': challenge }, body: { errors: [{ code: 'UNAUTHORIZED', message: 'authentication required' }] } };
    });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private token(request: SeenRequest, users: Readonly<Record<string, string>> | undefined): FakeAnswer {
    const fields = new URLSearchParams(request.method === 'POST' ? request.body : request.url.split('?')[1]);
    const refresh = fields.get('refresh_token');
    const [user = '', password] = Buffer.from(request.authorization?.replace('Basic ', '') ?? '', 'base64').toString().split(':');
    const known = users === undefined || (Object.hasOwn(users, user) && users[user] === password) || (refresh !== null && Object.values(users).includes(refresh));
    if (!known) return { status: refresh === null ? 401 : 400, body: { details: 'incorrect username or password' } };
    return { body: { token: `token-for:${fields.get('scope') ?? ''}`, expires_in: 300, ...(fields.get('offline_token') === 'true' && { refresh_token: 'a refresh token' }) } };
  }

  private receive(request: IncomingMessage, response: ServerResponse): void {
    const parts: Buffer[] = [];
    this.open++;
    this.mostOpen = Math.max(this.mostOpen, this.open);
    response.on('close', () => this.open--);
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { authorization, accept } = request.headers;
      const seen = { method: request.method ?? '', url: request.url ?? '', authorization, accept, body: Buffer.concat(parts).toString() };
      this.requests.push(seen);
      const path = seen.url.split('?')[0] ?? '';
      const notFound = { status: 404, body: { errors: [{ code: 'NAME_UNKNOWN', message: 'repository name not known to registry' }] } };
      this.write(response, seen, this.answers.get(path) ?? (path === '/v2/' ? {} : notFound));
    });
  }

  private write(response: ServerResponse, request: SeenRequest, answer: FakeAnswer): void {
    if (typeof answer === 'function') {
      answer(response, request);
      return;
    }
    const { status = 200, headers = {}, body = {} } = answer;
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    response.end(request.method === 'HEAD' ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
  }
}
