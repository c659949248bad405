import assert from 'node:assert/strict';
import { Hub } from '../../../src/registry/hub';
import { FakeRegistry } from '../../support/fake-registry';
import { fails } from '../../support/registry-failure';

describe('Docker Hub', function () {
  this.timeout(20_000);
  let fake: FakeRegistry;
  beforeEach(async () => {
    fake = await FakeRegistry.start();
  });
  afterEach(() => fake.stop());
  const hub = (options: Partial<ConstructorParameters<typeof Hub>[0]> = {}): Hub => new Hub({ baseUrl: fake.url, ...options });

  it('lists repositories, following pages on its own host only', async () => {
    fake.choose('/v2/repositories/me/', ({ url }) =>
      url.includes('page=2')
        ? { body: { next: 'https://evil.example/v2/repositories/me/?page=3', results: [{ name: 'two', is_private: true }] } }
        : { body: { next: `${fake.url}/v2/repositories/me/?page=2`, results: [{ name: 'one', description: 'd', star_count: 3, pull_count: 9, last_updated: '2026-01-01T00:00:00Z' }] } },
    );
    assert.deepEqual(await hub().repositories('me'), { complete: false, next: undefined, entries: [
      { name: 'me/one', description: 'd', stars: 3, pulls: 9, official: false, private: false, updated: Date.UTC(2026, 0, 1) },
      { name: 'me/two', description: '', stars: 0, pulls: undefined, official: false, private: true, updated: undefined },
    ] });
  });

  it('lists tags with size, date and platforms', async () => {
    const images = [{ os: 'linux', architecture: 'amd64', size: 5 }, { os: 'linux', architecture: 'arm64', variant: 'v8' }, { os: 'unknown', architecture: 'unknown' }];
    fake.answer('/v2/repositories/library/alpine/tags/', { body: { results: [{ name: '3', full_size: 7, tag_last_pushed: '2026-01-01T00:00:00Z', digest: 'sha256:x', images }, { images }] } });
    assert.deepEqual((await hub().tags('library/alpine')).entries, [{ name: '3', size: 7, updated: Date.UTC(2026, 0, 1), digest: 'sha256:x', platforms: ['linux/amd64', 'linux/arm64/v8'] }]);
  });

  it('gives lists in parts of 2,000', async () => {
    const page = (url: string): number => Number(new URLSearchParams(url.split('?')[1]).get('page') ?? 1);
    fake.choose('/v2/repositories/me/app/tags/', ({ url }) => ({
      body: { next: page(url) < 25 ? `${fake.url}/v2/repositories/me/app/tags/?page=${String(page(url) + 1)}` : null, results: Array.from({ length: 100 }, (_, index) => ({ name: `${String(page(url))}.${String(index)}` })) },
    }));
    const first = await hub().tags('me/app');
    assert.deepEqual([first.entries.length, first.complete, first.next], [2_000, false, { path: '/v2/repositories/me/app/tags/?page=21', skip: 0 }]);
    const rest = await hub().tags('me/app', undefined, first.next);
    assert.deepEqual([rest.entries.length, rest.entries[0]?.name, rest.complete, rest.next], [500, '21.0', true, undefined]);
  });

  it('searches', async () => {
    fake.answer('/v2/search/repositories/', { body: { results: [{ repo_name: 'alpine', short_description: 's', star_count: 9, is_official: true }, { repo_name: 'a/b' }] } });
    assert.deepEqual((await hub().search('al&pine')).map(({ name, stars, official }) => [name, stars, official]), [['library/alpine', 9, true], ['a/b', 0, false]]);
    assert.match(fake.requests[0]?.url ?? '', /query=al%26pine/);
  });

  it('logs in once, and shows the public part when that is refused', async () => {
    fake.choose('/v2/users/login/', ({ body }) => (body.includes('geheim') ? { body: { token: 'session' } } : { status: 401, body: {} }));
    fake.answer('/v2/repositories/me/', { body: { results: [] } });
    const credentials = { username: 'me', password: 'geheim', serverAddress: 'x' };
    const one = hub({ credentials });
    await Promise.all([one.repositories('me'), one.repositories('me')]);
    assert.deepEqual(fake.requests.map(({ authorization }) => authorization), [undefined, 'Bearer session', 'Bearer session']);
    await hub({ credentials: { ...credentials, password: 'wrong' } }).repositories('me');
    assert.equal(fake.requests.at(-1)?.authorization, undefined);
  });

  it('fails as a registry does', async () => {
    await fails(hub().repositories('nobody'), 'notFound');
    fake.answer('/v2/repositories/me/', { status: 429 });
    await fails(hub().repositories('me'), 'rateLimited');
    fake.answer('/v2/repositories/me/', { body: '<html>' });
    await fails(hub().repositories('me'), 'registryUnreachable');
    fake.answer('/v2/repositories/me/', { body: {} });
    await fails(hub().repositories('me'), 'registryUnreachable');
  });

  it('reads entries of any shape', async () => {
    const entry = { name: 'one', short_description: 'short', description: 'long', star_count: -1, pull_count: 'x', is_private: 'yes', last_updated: 'never' };
    fake.answer('/v2/repositories/me/', { body: { results: [entry, { name: '' }, {}, null, 'x', { name: 'two', description: 'long', is_official: true, star_count: 0, pull_count: 0 }] } });
    const plain = { stars: 0, official: false, private: false, updated: undefined };
    assert.deepEqual((await hub().repositories('me')).entries, [
      { ...plain, name: 'me/one', description: 'short', pulls: undefined },
      { ...plain, name: 'me/two', description: 'long', pulls: 0, official: true },
    ]);
    fake.answer('/v2/repositories/a/b%3Fc/tags/', { body: { results: [
      { name: 'a', full_size: 'x', images: [{ size: 5, os: 'linux', architecture: 'amd64' }, { os: 'linux', architecture: 'amd64', variant: '' }, { os: 'linux' }, { os: 'linux', architecture: 'unknown' }], last_updated: '2026-01-01T00:00:00Z' },
      { name: 'b', digest: '', tag_last_pushed: '2026-02-01T00:00:00Z', last_updated: '2026-01-01T00:00:00Z' },
      { name: '' },
    ] } });
    assert.deepEqual((await hub().tags('a/b?c')).entries, [
      { name: 'a', size: 5, updated: Date.UTC(2026, 0, 1), digest: undefined, platforms: ['linux/amd64'] },
      { name: 'b', size: undefined, updated: Date.UTC(2026, 1, 1), digest: undefined, platforms: [] },
    ]);
    assert.match(fake.requests.at(-1)?.url ?? '', /\?page_size=100$/);
  });

  for (const [limit, pageSize, count] of [[undefined, 25, 25], [3, 3, 3], [0, 1, 0], [100, 100, 100], [500, 100, 150]] as const) {
    it(`searches for ${String(limit)} names`, async () => {
      const results = [{}, { repo_name: '' }, ...Array.from({ length: 150 }, (_, at) => ({ repo_name: `n${String(at)}` }))];
      fake.answer('/v2/search/repositories/', { body: { next: `${fake.url}/v2/search/repositories/?page=2`, results } });
      const found = await hub().search('n', limit === undefined ? {} : { limit });
      assert.equal(found.length, count);
      assert.deepEqual(found.slice(0, 1).map(({ name, official }) => [name, official]), count === 0 ? [] : [['library/n0', true]]);
      assert.deepEqual(fake.requests.map(({ url }) => url), [`/v2/search/repositories/?query=n&page_size=${String(pageSize)}`]);
    });
  }

  it('goes on from page to page, twenty at a time, and never in a circle or elsewhere', async () => {
    let page = 0;
    fake.choose('/v2/repositories/me/', () => ({ body: { next: `/v2/repositories/me/?page=${String(++page)}`, results: [{ name: 'x' }] } }));
    const first = await hub().repositories('me');
    assert.deepEqual([first.entries.length, first.complete, first.next], [20, false, { path: '/v2/repositories/me/?page=20', skip: 0 }]);
    assert.equal((await hub().repositories('me', undefined, first.next)).entries.length, 20);
    assert.equal(fake.requests[20]?.url, '/v2/repositories/me/?page=20');
    for (const [next, complete] of [[`${fake.url}/v2/repositories/you/?page_size=100`, false], ['', true], [null, true], [5, true], ['http://', false], ['https://evil.example/', false]] as const) {
      fake.answer('/v2/repositories/you/', { body: { next, results: [{ name: 'x' }] } });
      const { entries, ...rest } = await hub().repositories('you');
      assert.deepEqual([entries.length, rest], [1, { complete, next: undefined }], String(next));
    }
  });

  it('asks for no session without a user and a password', async () => {
    fake.answer('/v2/repositories/me/', { body: { results: [] } });
    for (const credentials of [undefined, { serverAddress: 'x' }, { username: 'me', serverAddress: 'x' }, { password: 'geheim', serverAddress: 'x' }, { username: 'me', identityToken: 'geheim', serverAddress: 'x' }]) {
      await hub({ credentials }).repositories('me');
    }
    assert.deepEqual(new Set(fake.requests.map(({ url, authorization, accept }) => [url, authorization, accept].join(' '))), new Set(['/v2/repositories/me/?page_size=100  application/json']));
  });

  it('asks for a session as the Hub wants it, and shows the public part when there is none', async () => {
    const credentials = { username: 'me', password: 'geheim', serverAddress: 'x' };
    fake.answer('/v2/repositories/me/', { body: { results: [] } });
    for (const answer of [{ body: {} }, { body: { token: '' } }, { status: 403 }]) {
      fake.answer('/v2/users/login/', answer);
      await hub({ credentials }).repositories('me');
      assert.equal(fake.requests.at(-1)?.authorization, undefined);
    }
    assert.deepEqual([fake.requests[0]?.method, fake.requests[0]?.url, fake.requests[0]?.body], ['POST', '/v2/users/login/', '{"username":"me","password":"geheim"}']);
  });

  it('asks for the session again after a failure', async () => {
    const one = hub({ credentials: { username: 'me', password: 'geheim', serverAddress: 'x' } });
    fake.answer('/v2/repositories/me/', { body: { results: [] } });
    fake.answer('/v2/users/login/', { status: 500 });
    await fails(one.repositories('me'), 'registryUnreachable', /HTTP 500/);
    fake.answer('/v2/users/login/', { body: { token: 'session' } });
    await one.repositories('me');
    assert.equal(fake.requests.at(-1)?.authorization, 'Bearer session');
  });

  it('ends a part where its pages get long', async () => {
    const description = 'x'.repeat(3_000_000);
    const page = (url: string): number => Number(new URLSearchParams(url.split('?')[1]).get('page') ?? 1);
    fake.choose('/v2/repositories/me/', ({ url }) => ({ body: { next: page(url) < 5 ? `/v2/repositories/me/?page=${String(page(url) + 1)}` : null, results: [{ name: `n${String(page(url))}`, description }] } }));
    const first = await hub().repositories('me');
    assert.deepEqual([first.entries.map(({ name }) => name), first.complete, first.next], [['me/n1', 'me/n2', 'me/n3'], false, { path: '/v2/repositories/me/?page=4', skip: 0 }]);
    const rest = await hub().repositories('me', undefined, first.next);
    assert.deepEqual([rest.entries.map(({ name }) => name), rest.complete, rest.next], [['me/n4', 'me/n5'], true, undefined]);
  });

  it('says whom it could not log in', async () => {
    for (const [status, kind, details] of [
      [404, 'notFound', { what: 'repository', name: 'me', detail: 'odd' }], [429, 'rateLimited', { registry: 'docker.io' }], [500, 'registryUnreachable', { registry: 'docker.io', detail: 'HTTP 500: odd' }],
    ] as const) {
      fake.answer('/v2/users/login/', { status, body: { message: 'odd' } });
      const error = await fails(hub({ credentials: { username: 'me', password: 'geheim', serverAddress: 'x' } }).repositories('me'), kind);
      assert.deepEqual(error.failure.details, details);
    }
  });

  it('says which list it was', async () => {
    for (const body of ['<html>', {}, { results: {} }]) {
      fake.answer('/v2/repositories/me/', { body });
      const error = await fails(hub().repositories('me'), 'registryUnreachable', /The answer is not the JSON of a registry/);
      assert.match(error.message, /docker\.io/);
    }
    await fails(hub().repositories('nobody'), 'notFound', /"name":"nobody"/);
  });
});
