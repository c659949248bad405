import assert from 'node:assert/strict';
import { SlipwayError } from '../../src/core/errors';
import { RegistryClient } from '../../src/registry/client';
import { Hub } from '../../src/registry/hub';
import { RegistryTransport } from '../../src/registry/transport';
import type { RegistryCredentials } from '../../src/engine/operation';
import { FakeRegistry, type SeenRequest } from '../support/fake-registry';
import { allOf, saysSecret } from '../support/says-secret';

const mark = 'hunter2 "MÄRK';
const users: Readonly<Record<string, RegistryCredentials>> = {
  password: { username: 'me', password: mark, serverAddress: 'x' },
  'identity token': { identityToken: mark, serverAddress: 'x' },
};

/** All that a request says, as it was sent and opened. */
function echo({ url, authorization = '', body }: SeenRequest): string {
  const opened = Buffer.from(authorization.replace(/^\w+ /, ''), 'base64').toString();
  return [url, authorization, opened, opened.split(':').slice(1).join(':'), body, decodeURIComponent(body.replaceAll('+', ' ')), JSON.stringify({ authorization: opened })].join(' | ');
}

describe('secrets that a registry says back', function () {
  this.timeout(20_000);
  let registry: FakeRegistry;
  let said: string[];
  beforeEach(async () => {
    registry = await FakeRegistry.start();
    said = [];
  });
  afterEach(() => registry.stop());

  const answers = (request: SeenRequest, status: number): { status: number; body: unknown } => {
    said.push(echo(request));
    return { status, body: { errors: [{ code: 'DENIED', message: echo(request), detail: echo(request) }], message: echo(request), details: echo(request) } };
  };
  const clean = (error: unknown): void => {
    assert.ok(error instanceof SlipwayError, String(error));
    assert.ok(!saysSecret(error, mark), allOf(error));
    assert.doesNotMatch(allOf(error), /hunter2|token-for:/);
  };

  for (const status of [400, 401, 403, 404, 405, 429, 500, 503]) {
    for (const [kind, credentials] of Object.entries(users)) {
      it(`itself, with status ${String(status)}, and a ${kind}`, async () => {
        for (const scheme of ['basic', 'bearer']) {
          registry.choose('/token', () => ({ body: { token: `token-for:${mark}`.replace(/[^\w:-]/g, '-') } }));
          registry.choose('/v2/app/tags/list', (request) => {
            const challenge = scheme === 'basic' ? 'Basic realm="x"' : `Bearer realm="${registry.url}/token"`;
            return request.authorization === undefined ? { status: 401, headers: { 'WWW-Authenticate': challenge } } : answers(request, status);
          });
          clean(await new RegistryClient({ registry: registry.address, credentials }).tags('app').then(() => undefined, (error: unknown) => error));
        }
        assert.ok(said.some((text) => /hunter2|token-for/.test(text)));
      });

      it(`its token server, with status ${String(status)}, and a ${kind}`, async () => {
        registry.choose('/token', (request) => answers(request, status));
        registry.answer('/v2/app/tags/list', { status: 401, headers: { 'WWW-Authenticate': `Bearer realm="${registry.url}/token"` } });
        clean(await new RegistryClient({ registry: registry.address, credentials }).tags('app').then(() => undefined, (error: unknown) => error));
        assert.ok(said.some((text) => text.includes('hunter2')));
      });
    }

    it(`Docker Hub, with status ${String(status)}`, async () => {
      registry.choose('/v2/users/login/', (request) => (status === 401 ? { body: { token: mark.replace(/[^\w]/g, '-') } } : answers(request, status)));
      registry.choose('/v2/repositories/me/', (request) => answers(request, status));
      const client = new Hub({ baseUrl: registry.url, credentials: users.password, transport: new RegistryTransport() });
      const error = await client.repositories('me').then(() => undefined, (failed: unknown) => failed);
      // Who is refused at the log-in goes on as nobody.
      if (error !== undefined) clean(error);
    });
  }

  it('a token that is none for a header is in no error', async () => {
    registry.choose('/token', () => ({ body: { token: 'hunter2-token\nX-Evil: 1' } }));
    registry.answer('/v2/app/tags/list', { status: 401, headers: { 'WWW-Authenticate': `Bearer realm="${registry.url}/token"` } });
    const error = await new RegistryClient({ registry: registry.address, credentials: users.password }).tags('app').then(() => undefined, (failed: unknown) => failed);
    assert.ok(error instanceof Error);
    assert.doesNotMatch(allOf(error), /hunter2/, allOf(error));
  });
});
