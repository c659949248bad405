import { createHash, createSign, randomUUID, X509Certificate } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Certificate } from './certificate';

/** What the token server answers for. */
export interface TokenServerOptions {
  readonly certificate: Certificate;
  /** The registry's `service`, the audience of every token. */
  readonly service: string;
  readonly user: { readonly username: string; readonly password: string };
}

/** A running token server; `url` is the realm that the registry names in its challenge. */
export interface TokenServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Gives out the tokens of https://distribution.github.io/distribution/spec/auth/jwt/ : to the user all that is asked,
 * to others pull of what is under `public/`. Knows GET with Basic and POST with grant_type=password (OAuth2).
 */
export function startTokenServer(options: TokenServerOptions): Promise<TokenServer> {
  const server = createServer((request, response) => {
    answer(request, options).then(
      ({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      },
      () => {
        response.writeHead(500).end();
      },
    );
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve({
        url: `http://127.0.0.1:${port}/token`,
        close: () =>
          new Promise((closed) => {
            server.close(() => {
              closed();
            });
            server.closeAllConnections();
          }),
      });
    });
  });
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

async function answer(request: IncomingMessage, options: TokenServerOptions): Promise<Answer> {
  const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
  const form = new URLSearchParams(request.method === 'POST' ? await bodyOf(request) : '');
  const basic = Buffer.from((request.headers.authorization ?? '').replace(/^Basic /, ''), 'base64').toString();
  const given = form.has('username') ? `${form.get('username') ?? ''}:${form.get('password') ?? ''}` : basic;
  const { username, password } = options.user;
  if (given !== '' && given !== `${username}:${password}`) return { status: 401, body: { details: 'incorrect username or password' } };
  const isUser = given !== '';
  const scopes = [...query.getAll('scope'), ...form.getAll('scope')].flatMap((scope) => scope.split(' '));
  const access = scopes.flatMap((scope) => {
    const [, type, name, actions] = /^([^:]+):(.+):([^:]+)$/.exec(scope) ?? [];
    if (type === undefined || name === undefined || actions === undefined) return [];
    const asked = actions.split(',');
    return [{ type, name, actions: isUser ? asked : asked.filter((action) => action === 'pull' && name.startsWith('public/')) }];
  });
  const token = sign({ access, subject: isUser ? username : '', service: options.service }, options.certificate);
  return { status: 200, body: { token, access_token: token, expires_in: 300, issued_at: new Date().toISOString() } };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

interface Claims {
  readonly access: unknown;
  readonly subject: string;
  readonly service: string;
}

/** RFC 7519 with the certificate in the header (RFC 7515, 4.1.6), by which the registry knows the key. */
function sign({ access, subject, service }: Claims, { certificate, key }: Certificate): string {
  const now = Math.floor(Date.now() / 1000);
  const der = new X509Certificate(certificate).raw;
  const header = { typ: 'JWT', alg: 'RS256', x5c: [der.toString('base64')], kid: createHash('sha256').update(der).digest('hex') };
  const claims = { iss: 'slipway', sub: subject, aud: service, exp: now + 300, nbf: now - 10, iat: now, jti: randomUUID(), access };
  const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
}
