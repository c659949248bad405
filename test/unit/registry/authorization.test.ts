import assert from 'node:assert/strict';
import { SlipwayError } from '../../../src/core/errors';
import { RegistryClient } from '../../../src/registry/client';
import { RegistryTransport } from '../../../src/registry/transport';
import { until } from '../../support/conditions';
import { FakeRegistry, type FakeAnswer } from '../../support/fake-registry';
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

  it('asks token servers by TLS, and by plain HTTP where the registry may have it', async () => {
    for (const [realm, insecure, allowed] of [
      ['https://tokens.example/token', false, true], ['https://tokens.example/token', true, true], ['http://tokens.example/token', true, true], ['http://tokens.example/token', false, false], ['ftp://tokens.example/token', true, false],
      ['wss://tokens.example/token', true, false],
    ] as const) {
      const asked: string[] = [];
      const transport = new RegistryTransport({
        fetch: (url, { headers }) => {
          asked.push(url.split('?')[0] ?? '');
          if (url.startsWith(realm)) return Promise.resolve(new Response('{"token":"x"}'));
          const known = (headers as Readonly<Record<string, string>>)['Authorization'] === 'Bearer x' || url.endsWith('/v2/');
          return Promise.resolve(known ? new Response('{"tags":["1"]}') : new Response('{}', { status: 401, headers: { 'WWW-Authenticate': `Bearer realm="${realm}"` } }));
        },
      });
      const list = new RegistryClient({ registry: 'r.example', insecure, transport }).tags('app');
      if (allowed) assert.deepEqual((await list).names, ['1'], realm);
      else await fails(list, 'registryUnreachable', /Its token server .* is not secure/);
      assert.equal(asked.includes(realm), allowed, realm);
    }
  });
  it('says so only where it is asked who it is', async () => {
    for (const status of [403, 404, 429, 500]) {
      fake.requests.length = 0;
      fake.answer(tags, { status, headers: { 'WWW-Authenticate': 'Basic realm="r"' } });
      await assert.rejects(client({ username: 'me', password: 'geheim' }).tags('app'), SlipwayError);
      assert.deepEqual(fake.requests.filter(({ url }) => url.startsWith(tags)).map(({ authorization }) => authorization), [undefined], String(status));
    }
  });

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
    const transport = new RegistryTransport({
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

  it('looks for the address anew once it has failed', async () => {
    const asked: string[] = [];
    const faults = new Set<string>(['https:']);
    const transport = new RegistryTransport({
      fetch: (url) => {
        const { protocol, pathname } = new URL(url);
        asked.push(protocol + pathname);
        return faults.has(protocol) ? Promise.reject(Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }) })) : Promise.resolve(new Response('{"tags":[]}'));
      },
    });
    const one = new RegistryClient({ registry: 'r.example', insecure: true, transport });
    await one.tags('app');
    assert.deepEqual(asked.splice(0), ['https:/v2/', `http:${tags}`]);
    // TLS comes back where plain HTTP was: the first list fails, the second one goes by TLS.
    faults.delete('https:');
    faults.add('http:');
    await fails(one.tags('app'), 'registryUnreachable');
    assert.deepEqual(asked.splice(0), [`http:${tags}`]);
    await one.tags('app');
    assert.deepEqual(asked.splice(0), ['https:/v2/', `https:${tags}`]);
  });

  describe('by a token that several wait for', () => {
    let tokens: ((answer: FakeAnswer) => void)[];
    beforeEach(() => {
      tokens = [];
      fake.answer('/token', (response) => {
        tokens.push((answer) => {
          assert.ok(typeof answer === 'object');
          response.writeHead(answer.status ?? 200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer.body));
        });
      });
      fake.choose(tags, ({ authorization }) => (authorization === 'Bearer x' ? { body: { tags: ['a'] } } : { status: 401, headers: { 'WWW-Authenticate': `Bearer realm="${fake.url}/token"` } }));
    });
    /** Lists that wait for one token, with the signals given. */
    const waiting = async (...signals: readonly (AbortSignal | undefined)[]): Promise<Promise<unknown>[]> => {
      const one = client();
      // Learns where tokens come from; its own token is of no use to anyone.
      const first = fails(one.tags('app'), 'unauthorized');
      await until('the first token', () => tokens.length === 1);
      tokens.shift()?.({ status: 401, body: {} });
      await first;
      const lists = signals.map((signal) => one.tags('app', signal));
      lists.forEach((list) => { list.catch(() => undefined); });
      await until('a token to be asked for', () => tokens.length > 0);
      await new Promise(setImmediate);
      return lists;
    };

    it('asks once for all of them', async () => {
      const lists = await waiting(undefined, undefined, undefined);
      assert.equal(tokens.length, 1);
      tokens.shift()?.({ body: { token: 'x' } });
      await Promise.all(lists);
      assert.equal(tokens.length, 0);
    });

    it('asks anew when the one who asked gives up', async () => {
      const abort = new AbortController();
      const [given, other] = await waiting(abort.signal, undefined);
      assert.equal(tokens.length, 1);
      abort.abort();
      await fails(given ?? Promise.resolve(), 'cancelled');
      await until('another token to be asked for', () => tokens.length === 2);
      tokens[1]?.({ body: { token: 'x' } });
      await other;
    });

    it('fails for all of them when it is refused, and asks no more', async () => {
      const asked = (): number => fake.requests.filter(({ url }) => url.startsWith('/token')).length;
      const lists = await waiting(undefined, undefined);
      const before = asked();
      tokens.shift()?.({ status: 403, body: {} });
      for (const list of lists) await fails(list, 'forbidden');
      assert.equal(asked(), before);
    });
  });
});
