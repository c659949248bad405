import assert from 'node:assert/strict';
import { SlipwayError } from '../../../src/core/errors';
import { RegistryClient } from '../../../src/registry/client';
import { Transport } from '../../../src/registry/transport';
import { FakeRegistry } from '../../support/fake-registry';
import { fails } from '../../support/registry-failure';

const tags = '/v2/app/tags/list';

describe('who a registry client says it is', () => {
  let fake: FakeRegistry;
  beforeEach(async () => { fake = await FakeRegistry.start(); });
  afterEach(() => fake.stop());
  const client = (credentials?: object): RegistryClient => new RegistryClient({ registry: fake.address, ...(credentials && { credentials: { serverAddress: 'x', ...credentials } }) });

  for (const credentials of [undefined, {}, { username: 'me' }, { password: 'geheim' }, { username: 'me', identityToken: 'geheim' }]) {
    it(`is nobody with ${credentials ? Object.keys(credentials).join(' and ') || 'nothing' : 'no credentials'}`, async () => {
      fake.answer(tags, { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="r"' } });
      await fails(client(credentials).tags('app'), 'unauthorized');
      assert.ok(fake.requests.every(({ authorization }) => authorization === undefined));
    });
  }
  it('takes Bearer before Basic, and passes over what it does not know', async () => {
    fake.choose('/token', () => ({ body: { access_token: 'x' } }));
    for (const challenge of [`Basic realm="r", Bearer realm="${fake.url}/token"`, `Negotiate, Bearer realm="${fake.url}/token", Basic realm="r"`]) {
      fake.choose(tags, ({ authorization }) => (authorization === 'Bearer x' ? { body: { tags: [] } } : { status: 401, headers: { 'WWW-Authenticate': challenge } }));
      await client({ username: 'me', password: 'geheim' }).tags('app');
    }
    fake.answer(tags, { status: 401, headers: { 'WWW-Authenticate': 'Bearer service="s", Basic realm="r"' } });
    await fails(client({ username: 'me', password: 'geheim' }).tags('app'), 'unauthorized');
    assert.match(fake.requests.at(-1)?.authorization ?? '', /^Basic /, 'Bearer without a realm is none');
  });
  it('asks a token server for what it was told, and no more', async () => {
    fake.choose('/token', () => ({ body: { token: 'x' } })).answer(tags, { status: 401, headers: { 'WWW-Authenticate': `Bearer realm="${fake.url}/token?a=b"` } });
    await fails(client().tags('app'), 'unauthorized');
    const token = fake.requests.find(({ url }) => url.startsWith('/token'));
    assert.deepEqual([token?.url, token?.accept], ['/token?a=b&scope=repository%3Aapp%3Apull&client_id=slipway', 'application/json']);
  });
  for (const status of [403, 404, 500]) {
    it(`takes a token server that answers ${status} for a failure`, async () => {
      fake.answer('/token', { status }).answer(tags, { status: 401, headers: { 'WWW-Authenticate': `Bearer realm="${fake.url}/token"` } });
      await fails(client().tags('app'), status === 403 ? 'forbidden' : status === 404 ? 'notFound' : 'registryUnreachable');
    });
  }

  it('is taken or not, by what the registry says of it', async () => {
    for (const [status, taken] of [[200, true], [403, true], [401, false]] as const) {
      fake.answer('/v2/', { status });
      assert.equal(await client().takesCredentials(), taken, String(status));
    }
    fake.answer('/v2/', { status: 404 });
    assert.deepEqual(SlipwayError.details(await fails(client().takesCredentials(), 'notFound'), 'notFound'), { what: 'repository', name: fake.address });
    assert.deepEqual(SlipwayError.details(await fails(client().checkCredentials(), 'notFound'), 'notFound'), { what: 'repository', name: fake.address });
  });
  it('finds a registry by its answer, whatever that thinks of the user', async () => {
    const basic = { 'WWW-Authenticate': 'Basic realm="r"' };
    for (const answer of [{}, { status: 401, headers: basic }, { status: 403 }, { status: 429 }]) {
      fake.answer('/v2/', answer);
      await client().check();
    }
    fake.answer('/v2/', { status: 401 });
    await fails(client().check(), 'unauthorized');
    fake.answer('/v2/', { status: 404, headers: basic });
    await fails(client().check(), 'notFound');
  });

  it('keeps what it knows of an address when somebody gives up', async () => {
    const asked: string[] = [];
    let hang = true;
    const transport = new Transport({
      fetch: (url, { signal }) => {
        asked.push(new URL(url).pathname);
        if (hang) return new Promise((_, reject) => signal?.addEventListener('abort', () => { reject(new DOMException('aborted', 'AbortError')); }));
        return Promise.resolve(new Response('{"tags":[]}'));
      },
    });
    const one = new RegistryClient({ registry: 'r.example', insecure: true, transport });
    const abort = new AbortController();
    const given = one.tags('app', abort.signal);
    const waiting = one.tags('app');
    await new Promise(setImmediate);
    hang = false;
    abort.abort();
    await fails(given, 'cancelled');
    await waiting;
    assert.deepEqual(asked, ['/v2/', '/v2/', tags], 'who waits asks anew');
    hang = true;
    const again = new AbortController();
    const second = one.tags('app', again.signal);
    await new Promise(setImmediate);
    again.abort();
    await fails(second, 'cancelled');
    hang = false;
    await one.tags('app');
    assert.deepEqual(asked.slice(3), [tags, tags], 'the address stays known');
  });
});
