import assert from 'node:assert/strict';
import { SlipwayError } from '../../../src/core/errors';
import { RegistryClient } from '../../../src/registry/client';
import type { RegistryClientOptions } from '../../../src/registry/exchange';
import { RegistryTransport, type TransportOptions } from '../../../src/registry/transport';
import { FakeRegistry } from '../../support/fake-registry';
import { fails } from '../../support/registry-failure';

const ociManifest = 'application/vnd.oci.image.manifest.v1+json';
const ociIndex = 'application/vnd.oci.image.index.v1+json';

describe('a registry client', function () {
  this.timeout(20_000);
  let fake: FakeRegistry;
  beforeEach(async () => {
    fake = await FakeRegistry.start();
  });
  afterEach(() => fake.stop());

  const client = (options: Partial<RegistryClientOptions> = {}, transport: TransportOptions = {}): RegistryClient =>
    new RegistryClient({ registry: fake.address, transport: new RegistryTransport(transport), ...options });
  const user = { username: 'me', password: 'geheim', serverAddress: 'x' };
  const tagRequests = (): string[] => fake.requests.filter(({ url }) => url.includes('/tags/')).map(({ authorization }) => authorization ?? '');

  describe('meets answers', () => {
    const tags = '/v2/app/tags/list';
    const said = { errors: [{ code: 'DENIED', message: 'requested access to the resource is denied' }] };

    it('401 without a challenge', async () => {
      fake.answer(tags, { status: 401, body: said });
      await fails(client().tags('app'), 'unauthorized', /denied: requested access/);
    });
    it('403', async () => {
      fake.answer(tags, { status: 403, body: said });
      await fails(client().tags('app'), 'forbidden', /requested access/);
    });
    it('404', async () => {
      const error = await fails(client().tags('app'), 'notFound', /name unknown/);
      assert.equal(SlipwayError.details(error, 'notFound')?.name, `${fake.address}/app`);
    });
    it('429 with seconds, a date, and Docker Hub\'s header', async () => {
      fake.answer(tags, { status: 429, headers: { 'Retry-After': '60' } });
      const before = Date.now();
      const seconds = SlipwayError.details(await fails(client().tags('app'), 'rateLimited'), 'rateLimited')?.retryAt ?? 0;
      assert.ok(seconds >= before + 60_000 && seconds <= Date.now() + 60_000);
      fake.answer(tags, { status: 429, headers: { 'Retry-After': 'Fri, 01 Jan 2027 00:00:00 GMT' } });
      assert.equal(SlipwayError.details(await fails(client().tags('app'), 'rateLimited'), 'rateLimited')?.retryAt, Date.UTC(2027, 0, 1));
      fake.answer(tags, { status: 429, headers: { 'X-Retry-After': '1800000000' } });
      assert.equal(SlipwayError.details(await fails(client().tags('app'), 'rateLimited'), 'rateLimited')?.retryAt, 1_800_000_000_000);
      fake.answer(tags, { status: 429 });
      assert.equal(SlipwayError.details(await fails(client().tags('app'), 'rateLimited'), 'rateLimited')?.retryAt, undefined);
    });
    it('500 with an error page', async () => {
      fake.answer(tags, { status: 500, headers: { 'Content-Type': 'text/html' }, body: '<h1>geheim</h1>' });
      await fails(client().tags('app'), 'registryUnreachable', /HTTP 500/);
    });
    for (const body of ['<html>log in</html>', '[]', '"text"', 'null', '{"tags": ']) {
      it(`200 with ${body}`, async () => {
        fake.answer(tags, { body });
        await fails(client().tags('app'), 'registryUnreachable', /not the JSON/);
      });
    }
    it('200 with other types than expected', async () => {
      for (const body of [{}, { tags: null }, { tags: 'x' }, { tags: { a: 1 } }]) {
        fake.answer(tags, { body });
        assert.deepEqual(await client().tags('app'), { names: [], complete: true, next: undefined });
      }
      fake.answer(tags, { body: { tags: ['a', 1, null, 'b', 'a'] } });
      assert.deepEqual(await client().tags('app'), { names: ['a', 'b'], complete: true, next: undefined });
    });
    it('a body that never ends, in bytes', async () => {
      fake.answer(tags, (response) => {
        response.writeHead(200);
        const write = (): void => {
          while (!response.destroyed && response.write('x'.repeat(65_536)));
          if (!response.destroyed) response.once('drain', write);
        };
        write();
      });
      await fails(client({}).tags('app'), 'limitExceeded', /registryPage/);
    });
    it('a body that never ends, in time', async () => {
      fake.answer(tags, (response) => {
        response.writeHead(200);
        response.write('{"tags":');
      });
      await fails(client({}, { timeoutMilliseconds: 200 }).tags('app'), 'registryUnreachable', /No answer within 1 seconds/);
    });
    it('a header that never comes', async () => {
      fake.answer(tags, () => undefined);
      await fails(client({}, { timeoutMilliseconds: 200 }).tags('app'), 'registryUnreachable', /No answer/);
    });
    it('a connection that is cut', async () => {
      fake.answer(tags, (response) => void response.destroy());
      await fails(client().tags('app'), 'registryUnreachable');
      fake.answer(tags, (response) => {
        response.writeHead(200, { 'Content-Length': '100' });
        response.write('{');
        setTimeout(() => response.destroy(), 20);
      });
      await fails(client().tags('app'), 'registryUnreachable');
    });
    it('nobody listening', async () => {
      const { address } = fake;
      await fake.stop();
      await fails(new RegistryClient({ registry: address }).check(), 'registryUnreachable', /ECONNREFUSED/);
      fake = await FakeRegistry.start();
    });
    it('a name that is not there', async () => {
      await fails(new RegistryClient({ registry: 'nothing.invalid' }).check(), 'registryUnreachable');
    });
    it('a web page in place of a registry', async () => {
      fake.answer('/v2/', { headers: { 'Content-Type': 'text/html' }, body: '<html>' });
      await fails(client().check(), 'registryUnreachable', /web page/);
      fake.answer('/v2/', { status: 404 });
      await fails(client().check(), 'notFound');
      fake.answer('/v2/', { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="x"' } });
      await client().check();
    });
  });

  it('is cancelled at once, also in the queue', async () => {
    fake.answer('/v2/app/tags/list', () => undefined);
    const one = client({}, { maximumRequests: 1 });
    await one.check();
    const abort = new AbortController();
    const runs = [one.tags('app', abort.signal), one.tags('app', abort.signal)].map((run) => fails(run, 'cancelled'));
    setTimeout(() => abort.abort(), 50);
    await Promise.all(runs);
    await fails(one.tags('app', AbortSignal.abort()), 'cancelled');
    fake.answer('/v2/app/tags/list', { body: { tags: ['a'] } });
    assert.deepEqual((await one.tags('app')).names, ['a']);
  });

  it('sends at most eight requests at once', async () => {
    fake.answer('/v2/app/tags/list', (response) => void setTimeout(() => response.end('{"tags":[]}'), 30));
    const one = client();
    await one.check();
    await Promise.all(Array.from({ length: 30 }, () => one.tags('app')));
    assert.ok(fake.mostOpen <= 8 && fake.mostOpen > 1, String(fake.mostOpen));
    assert.equal(fake.requests.filter(({ url }) => url.includes('/tags/')).length, 30);
  });

  describe('authorises itself', () => {
    const body = { tags: ['1'] };

    it('with user and password, once asked for', async () => {
      const expected = `Basic ${Buffer.from('me:geheim').toString('base64')}`;
      fake.choose('/v2/app/tags/list', ({ authorization }) => (authorization === expected ? { body } : { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="r"' } }));
      const one = client({ credentials: user });
      await one.tags('app');
      await one.tags('app');
      assert.deepEqual(tagRequests(), ['', expected, expected]);
      const wrong = client({ credentials: { ...user, password: 'geheim2' } });
      for (const count of [2, 3]) {
        await fails(wrong.tags('app'), 'unauthorized');
        assert.equal(tagRequests().length, 3 + count, 'the same password is not tried again');
      }
      await fails(client().tags('app'), 'unauthorized');
    });

    it('with a token, which is kept by scope', async () => {
      fake.demandToken('/v2/app/tags/list', { body }, { me: 'geheim' }).demandToken('/v2/other/tags/list', { body }, { me: 'geheim' });
      const one = client({ credentials: user });
      await Promise.all([one.tags('app'), one.tags('app'), one.tags('app')]);
      await one.tags('app');
      await one.tags('other');
      const tokens = fake.requests.filter(({ url }) => url.startsWith('/token'));
      assert.equal(new Set(tokens.map(({ url }) => url)).size, 2);
      assert.ok(tokens.length <= 4, String(tokens.length));
      const query = new URLSearchParams(tokens[0]?.url.split('?')[1]);
      assert.deepEqual(Object.fromEntries(query), { service: 'fake', scope: 'repository:app:pull', client_id: 'slipway', account: 'me' });
      assert.equal(tagRequests().at(-1), 'Bearer token-for:repository:other:pull');
      await fails(client({ credentials: { ...user, password: 'geheim2' } }).tags('app'), 'unauthorized', /incorrect username/);
      await fails(client().tags('app'), 'unauthorized');
    });

    it('anonymously where that is enough', async () => {
      fake.demandToken('/v2/app/tags/list', { body });
      assert.deepEqual((await client().tags('app')).names, ['1']);
      assert.equal(fake.requests.find(({ url }) => url.startsWith('/token'))?.authorization, undefined);
    });

    it('with an identity token', async () => {
      fake.demandToken('/v2/app/tags/list', { body }, { me: 'a refresh token' });
      assert.deepEqual((await client({ credentials: { identityToken: 'a refresh token', serverAddress: 'x' } }).tags('app')).names, ['1']);
      const token = fake.requests.find(({ url }) => url.startsWith('/token'));
      assert.equal(token?.method, 'POST');
      const expected = { service: 'fake', scope: 'repository:app:pull', grant_type: 'refresh_token', refresh_token: 'a refresh token', client_id: 'slipway' };
      assert.deepEqual(Object.fromEntries(new URLSearchParams(token.body)), expected);
      assert.equal(token.accept, 'application/json');
      assert.equal(token.authorization, undefined);
      await fails(client({ credentials: { identityToken: 'geheim', serverAddress: 'x' } }).tags('app'), 'unauthorized');
    });

    it('and gets an identity token at log-in', async () => {
      fake.demandToken('/v2/', {}, { me: 'geheim' });
      assert.deepEqual(await client({ credentials: user }).checkCredentials(), { identityToken: 'a refresh token' });
      const query = new URLSearchParams(fake.requests.at(-1)?.url.split('?')[1]);
      assert.deepEqual([query.get('offline_token'), query.get('scope')], ['true', null]);
      fake.answer('/token', { body: { access_token: 'x', refresh_token: '' } });
      assert.deepEqual(await client({ credentials: user }).checkCredentials().catch(() => undefined), undefined, 'the token is not taken');
      fake.choose('/v2/', ({ authorization }) => (authorization === 'Bearer x' ? {} : { status: 401, headers: { 'WWW-Authenticate': `Bearer realm="${fake.url}/token"` } }));
      assert.deepEqual(await client({ credentials: user }).checkCredentials(), { identityToken: undefined }, 'an empty one is none');
      fake.demandToken('/v2/', {}, { me: 'geheim' }).choose('/token', ({ authorization }) => (authorization === `Basic ${Buffer.from('me:geheim').toString('base64')}` ? { body: { token: 'token-for:' } } : { status: 401 }));
      await fails(client({ credentials: { ...user, password: 'wrong' } }).checkCredentials(), 'unauthorized');
    });

    it('again when a token has ended early', async () => {
      fake.demandToken('/v2/app/tags/list', { body });
      const one = client();
      await one.tags('app');
      const good = fake.requests.length;
      let refused = false;
      fake.choose('/v2/app/tags/list', () => {
        if (refused) return { body };
        refused = true;
        return { status: 401, headers: { 'WWW-Authenticate': `Bearer realm="${fake.url}/token",service="fake"` } };
      });
      assert.deepEqual((await one.tags('app')).names, ['1']);
      assert.deepEqual(fake.requests.slice(good).map(({ url }) => url.split('?')[0]), ['/v2/app/tags/list', '/token', '/v2/app/tags/list']);
    });

    it('never endlessly', async () => {
      fake.choose('/token', () => ({ body: { token: 'x' } })).answer('/v2/app/tags/list', { status: 401, headers: { 'WWW-Authenticate': `Bearer realm="${fake.url}/token"` } });
      await fails(client().tags('app'), 'unauthorized');
      assert.equal(tagRequests().length, 2);
    });

    it('only at token servers that are safe', async () => {
      for (const realm of ['http://tokens.example/token', 'ftp://x', 'nonsense', '']) {
        fake.answer('/v2/app/tags/list', { status: 401, headers: { 'WWW-Authenticate': `Bearer realm="${realm}"` } });
        await fails(client({ credentials: user }).tags('app'), 'registryUnreachable', /not secure/);
      }
    });

    it('at a token server that answers nonsense', async () => {
      fake.demandToken('/v2/app/tags/list', { body });
      fake.answer('/token', { body: {} });
      await fails(client().tags('app'), 'registryUnreachable', /did not return a token/);
      fake.answer('/token', { body: '<html>' });
      await fails(client().tags('app'), 'registryUnreachable', /not the JSON/);
      fake.answer('/token', { status: 429, headers: { 'Retry-After': '1' } });
      await fails(client().tags('app'), 'rateLimited');
    });
  });

  describe('follows redirects', () => {
    const config = { created: '2026-01-02T03:04:05Z', os: 'linux', architecture: 'arm64', variant: 'v8' };
    const digest = `sha256:${'a'.repeat(64)}`;

    it('without its credentials on another host', async () => {
      const store = await FakeRegistry.start();
      store.answer('/blob', { body: config });
      fake.manifest('app', '1', { schemaVersion: 2, mediaType: ociManifest, config: { digest, size: 10 }, layers: [{ size: 100 }, { size: 1000 }] }, ociManifest);
      fake.choose(`/v2/app/blobs/${digest}`, ({ authorization }) =>
        authorization === undefined ? { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="r"' } } : { status: 307, headers: { Location: `${store.url}/blob?signed=1` } },
      );
      const image = await client({ credentials: user }).image('app', '1');
      assert.deepEqual({ ...image, digest: '' }, { digest: '', platform: 'linux/arm64/v8', created: Date.UTC(2026, 0, 2, 3, 4, 5), size: 1110 });
      assert.deepEqual(store.requests.map(({ url, authorization }) => [url, authorization]), [['/blob?signed=1', undefined]]);
      await store.stop();
    });
    it('not round and round', async () => {
      fake.answer('/v2/app/tags/list', { status: 302, headers: { Location: '/v2/app/tags/list' } });
      await fails(client().tags('app'), 'registryUnreachable', /too many times/);
    });
    it('not to other kinds of addresses', async () => {
      fake.answer('/v2/app/tags/list', { status: 302, headers: { Location: 'file:///etc/passwd' } });
      await fails(client().tags('app'), 'registryUnreachable', /not secure/);
    });
  });

  describe('reads manifests', () => {
    const manifestOf = (size: number): object => ({ schemaVersion: 2, config: { digest: `sha256:${'c'.repeat(64)}`, size: 1 }, layers: [{ size }] });

    it('asking for all four types', async () => {
      fake.manifest('app', '1', manifestOf(5), ociManifest);
      const one = client();
      const digest = await one.digest('app', '1');
      assert.equal((await one.manifest('app', '1')).digest, digest);
      assert.equal(fake.requests.filter(({ url }) => url.includes('/manifests/')).map(({ method }) => method).join(' '), 'HEAD GET');
      for (const type of [ociIndex, ociManifest, 'manifest.list.v2', 'manifest.v2']) assert.ok(fake.requests.at(-1)?.accept?.includes(type));
    });
    it('of many platforms, without attestations', async () => {
      const arm = fake.manifest('app', 'arm', manifestOf(7), ociManifest);
      fake.answer(`/v2/app/blobs/sha256:${'c'.repeat(64)}`, { body: { created: '2026-01-01T00:00:00Z' } });
      fake.manifest('app', '1', {
        mediaType: ociIndex,
        manifests: [
          { digest: `sha256:${'1'.repeat(64)}`, size: 3, platform: { os: 'linux', architecture: 'amd64' } },
          { digest: arm, size: 4, platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } },
          { digest: `sha256:${'3'.repeat(64)}`, platform: { os: 'unknown', architecture: 'unknown' } },
          { digest: `sha256:${'4'.repeat(64)}`, platform: { os: 'linux', architecture: 'x' }, annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } },
          'nonsense',
          {},
        ],
      }, ociIndex);
      assert.deepEqual((await client().platforms('app', '1')).map(({ platform }) => platform), ['linux/amd64', 'linux/arm64/v8']);
      assert.deepEqual(await client().image('app', '1', { platform: 'linux/arm64' }), { digest: arm, platform: 'linux/arm64/v8', created: Date.UTC(2026, 0, 1), size: 8 });
      await fails(client().image('app', '1', { platform: 'windows/amd64' }), 'notFound', /windows/);
    });
    it('refusing what does not match its digest', async () => {
      const digest = fake.manifest('app', '1', manifestOf(5), ociManifest);
      fake.answer(`/v2/app/manifests/${digest}`, { headers: { 'Content-Type': ociManifest }, body: manifestOf(6) });
      await fails(client().manifest('app', digest), 'registryUnreachable', /digest/);
      fake.answer('/v2/app/manifests/1', { headers: { 'Docker-Content-Digest': digest }, body: manifestOf(6) });
      await fails(client().manifest('app', '1'), 'registryUnreachable', /digest/);
    });
    it('getting the digest itself when the registry tells none', async () => {
      const digest = fake.manifest('app', '1', manifestOf(5), ociManifest);
      fake.answer('/v2/app/manifests/1', { body: JSON.stringify(manifestOf(5)) });
      assert.equal(await client().digest('app', '1'), digest);
    });
    it('never sending a name that is none', async () => {
      for (const name of ['../x', 'a?b', 'A', '', 'a//b', '%2e']) await fails(client().tags(name), 'notFound');
      for (const tag of ['../x', 'a?b', '', 'sha256:zz']) await fails(client().manifest('app', tag), 'notFound');
      assert.equal(fake.requests.length, 0);
    });
  });
});
