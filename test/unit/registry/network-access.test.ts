import assert from 'node:assert/strict';
import { SlipwayError } from '../../../src/core/errors';
import { hostEnvironment } from '../../../src/engine/contexts/host-environment';
import { RegistriesService } from '../../../src/registry/registries-service';
import { networkAccess } from '../../../src/registry/network-access';
import { fakeApp } from '../../support/fake-app';
import { FakeRegistry } from '../../support/fake-registry';

const digest = `sha256:${'a'.repeat(64)}`;
/** The last one stands for the identity token that the fake gives at a log-in. */
const users = { ada: 'right', eve: 'other', identity: 'a refresh token' };
const manifests = '/v2/team/app/manifests/1';

describe('registries over the network', () => {
  let fake: FakeRegistry;
  const now = Date.now.bind(Date);
  beforeEach(async () => {
    fake = await FakeRegistry.start();
    fake.demandToken(manifests, { headers: { 'Docker-Content-Digest': digest } }, users);
    fake.demandToken('/v2/', {}, users);
  });
  afterEach(async () => {
    Date.now = now;
    await fake.stop();
  });

  const asked = (path: string): number => fake.requests.filter(({ url }) => url.split('?')[0] === path).length;
  const ada = () => ({ username: 'ada', password: 'right', serverAddress: fake.address });

  it('asks for a token once, until it ends', async () => {
    const access = networkAccess(() => [], hostEnvironment());
    for (let time = 0; time < 3; time++) assert.equal(await access.digest(fake.address, 'team/app', '1', ada()), digest);
    assert.deepEqual([asked('/token'), asked(manifests)], [1, 4], 'the first is refused once');
    Date.now = () => now() + 290_000;
    await access.digest(fake.address, 'team/app', '1', ada());
    assert.equal(asked('/token'), 1, 'ten seconds before its end');
    Date.now = () => now() + 296_000;
    await access.digest(fake.address, 'team/app', '1', ada());
    assert.equal(asked('/token'), 2, 'at its end');
  });

  it('takes no token of one user for another', async () => {
    const access = networkAccess(() => [], hostEnvironment());
    await access.digest(fake.address, 'team/app', '1', ada());
    await access.digest(fake.address, 'team/app', '1', { ...ada(), username: 'eve', password: 'other' });
    assert.equal(asked('/token'), 2);
    await assert.rejects(access.digest(fake.address, 'team/app', '1', undefined), (error) => error instanceof SlipwayError && error.kind === 'unauthorized');
  });

  it('keeps no token after a log-in and a log-out', async () => {
    const registries = new RegistriesService({ ...fakeApp(), access: () => Promise.resolve(networkAccess(() => [], hostEnvironment())) });
    const read = () => registries.digest(fake.address, 'team/app', '1');
    await registries.logIn(fake.address, 'ada', 'right');
    await read();
    await read();
    const before = asked('/token');
    await registries.logIn(fake.address, 'ada', 'right');
    const withLogIn = asked('/token');
    assert.ok(withLogIn > before, 'the log-in asks by itself');
    await read();
    assert.equal(asked('/token'), withLogIn + 1);
    await registries.logOut(fake.address);
    await assert.rejects(read(), (error) => error instanceof SlipwayError && error.kind === 'unauthorized');
  });

  it('goes on when the one who began to ask for the token gives up', async () => {
    const access = networkAccess(() => [], hostEnvironment());
    await access.digest(fake.address, 'team/app', '1', ada());
    Date.now = () => now() + 400_000;
    const first = new AbortController();
    let tokens = 0;
    fake.answer('/token', (response) => {
      tokens++;
      if (tokens === 1) {
        first.abort();
        return;
      }
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ token: 'token-for:again', expires_in: 300 }));
    });
    const given = access.digest(fake.address, 'team/app', '1', ada(), first.signal);
    const waiting = access.digest(fake.address, 'team/app', '1', ada());
    await assert.rejects(given, (error) => error instanceof SlipwayError && error.kind === 'cancelled');
    assert.equal(await waiting, digest);
    assert.equal(tokens, 2);
  });

  describe('of Docker Hub', () => {
    const { fetch } = globalThis;
    beforeEach(() => {
      globalThis.fetch = (url, init) => fetch((url as string).replace('https://hub.docker.com', fake.url), init);
    });
    afterEach(() => { globalThis.fetch = fetch; });

    it('has tags with what the Hub tells of them', async () => {
      const images = [{ os: 'linux', architecture: 'amd64', size: 5 }];
      fake.answer('/v2/repositories/library/alpine/tags/', { body: { results: [{ name: '3', full_size: 7, digest: 'sha256:x', last_updated: '2026-01-01T00:00:00Z', images }, { name: '2' }] } });
      const { entries } = await networkAccess(() => [], hostEnvironment()).tags('docker.io', 'library/alpine', undefined, {});
      assert.deepEqual(entries, [{ name: '3', platforms: ['linux/amd64'], digest: 'sha256:x', size: 7, updated: Date.UTC(2026, 0, 1) }, { name: '2', platforms: [] }]);
    });
    it('has the repositories of the user, and none without one', async () => {
      const access = networkAccess(() => [], hostEnvironment());
      fake.answer('/v2/repositories/ada/', { body: { results: [{ name: 'one' }] } });
      fake.answer('/v2/users/login/', { body: {} });
      assert.deepEqual(await access.repositories('docker.io', { ...ada(), serverAddress: 'x' }, {}), { entries: ['ada/one'], complete: true, next: undefined });
      assert.equal(await access.repositories('docker.io', undefined, {}), undefined);
      assert.equal(await access.repositories('docker.io', { identityToken: 't', serverAddress: 'x' }, {}), undefined);
    });
    it('is searched', async () => {
      fake.answer('/v2/search/repositories/', { body: { results: [{ repo_name: 'a' }, { repo_name: 'b' }] } });
      const found = await networkAccess(() => [], hostEnvironment()).search('x', 1);
      assert.deepEqual(found.map(({ name }) => name), ['library/a']);
    });
  });

  it('has lists, and facts of a tag, without those that are not known', async () => {
    const access = networkAccess(() => [], hostEnvironment());
    const config = `sha256:${'c'.repeat(64)}`;
    fake.answer('/v2/_catalog', { body: { repositories: ['a', 'b'] } }).answer('/v2/app/tags/list', { body: { tags: ['1', '2'] } });
    fake.answer(`/v2/app/blobs/${config}`, { body: { os: 'linux', architecture: 'amd64', created: '2026-01-01T00:00:00Z' } });
    const digests = [fake.manifest('app', '1', { config: { digest: config, size: 1 }, layers: [{ size: 4 }] }, 'application/vnd.oci.image.manifest.v1+json'), fake.manifest('app', '2', { manifests: [] }, 'application/vnd.oci.image.index.v1+json')];
    assert.deepEqual(await access.repositories(fake.address, undefined, {}), { entries: ['a', 'b'], complete: true, next: undefined });
    assert.deepEqual(await access.tags(fake.address, 'app', undefined, {}), { entries: [{ name: '1' }, { name: '2' }], complete: true, next: undefined });
    assert.deepEqual(await access.tag(fake.address, 'app', '1', undefined, {}), { name: '1', digest: digests[0], platforms: ['linux/amd64'], imageId: config, size: 5, updated: Date.UTC(2026, 0, 1) });
    assert.deepEqual(await access.tag(fake.address, 'app', '2', undefined, {}), { name: '2', digest: digests[1], platforms: [] });
    assert.deepEqual(await access.platforms(fake.address, 'app', '1', undefined), ['linux/amd64']);
  });

  for (const [hosts, plain] of [[[], false], [['r.example'], true], [['http://R.example/', 'x.example'], true], [['x.example'], false]] as const) {
    it(`tries plain HTTP ${plain ? 'too' : 'never'} where the engine allows it for ${JSON.stringify(hosts)}`, async () => {
      const asked: string[] = [];
      const { fetch } = globalThis;
      globalThis.fetch = (url) => {
        asked.push(url as string);
        return Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) }));
      };
      try {
        await assert.rejects(networkAccess(() => hosts, hostEnvironment()).check('r.example'));
      } finally {
        globalThis.fetch = fetch;
      }
      assert.deepEqual(asked, plain ? ['https://r.example/v2/', 'http://r.example/v2/'] : ['https://r.example/v2/']);
    });
  }
});
