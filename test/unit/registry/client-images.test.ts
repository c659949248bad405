import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { SlipwayError } from '../../../src/core/errors';
import { RegistryClient } from '../../../src/registry/client';
import { RegistryTransport } from '../../../src/registry/transport';
import { FakeRegistry } from '../../support/fake-registry';
import { fails } from '../../support/registry-failure';

const oci = 'application/vnd.oci.image.manifest.v1+json';
const index = 'application/vnd.oci.image.index.v1+json';
const configs = { amd: `sha256:${'a'.repeat(64)}`, arm: `sha256:${'b'.repeat(64)}`, odd: `sha256:${'c'.repeat(64)}` };

describe('images in a registry', () => {
  let fake: FakeRegistry;
  let client: RegistryClient;
  let digests: { readonly amd: string; readonly arm: string; readonly odd: string; readonly all: string };
  beforeEach(async () => {
    fake = await FakeRegistry.start();
    client = new RegistryClient({ registry: fake.address });
    const image = (config: string, size: number): object => ({ config: { digest: config, size: 1 }, layers: [{ size }] });
    fake.answer(`/v2/app/blobs/${configs.amd}`, { body: { os: 'linux', architecture: 'amd64', created: '2026-01-01T00:00:00Z' } });
    fake.answer(`/v2/app/blobs/${configs.arm}`, { body: { os: 'linux', architecture: 'arm', variant: 'v7', created: '2026-02-01T00:00:00Z' } });
    fake.answer(`/v2/app/blobs/${configs.odd}`, { body: {} });
    const amd = fake.manifest('app', 'amd', image(configs.amd, 10), oci);
    const arm = fake.manifest('app', 'arm', image(configs.arm, 20), oci);
    const odd = fake.manifest('app', 'odd', image(configs.odd, 30), oci);
    const entries = [{ digest: amd, size: 3, platform: { os: 'linux', architecture: 'amd64' } }, { digest: arm, size: 4, platform: { os: 'linux', architecture: 'arm', variant: 'v7' } }, { digest: arm, platform: { os: 'linux', architecture: 'arm', variant: 'v7' } }];
    digests = { amd, arm, odd, all: fake.manifest('app', 'all', { manifests: entries }, index) };
  });
  afterEach(() => fake.stop());
  const january = Date.UTC(2026, 0, 1);
  const february = Date.UTC(2026, 1, 1);

  it('have platforms', async () => {
    assert.deepEqual(await client.platforms('app', 'amd'), [{ platform: 'linux/amd64', digest: digests.amd, size: undefined }]);
    assert.deepEqual(await client.platforms('app', 'odd'), []);
    assert.deepEqual((await client.platforms('app', 'all')).map(({ platform, size }) => [platform, size]), [['linux/amd64', 3], ['linux/arm/v7', 4], ['linux/arm/v7', undefined]]);
  });

  it('have size and date', async () => {
    const amd = { digest: digests.amd, size: 11, created: january, platform: 'linux/amd64' };
    const arm = { digest: digests.arm, size: 21, created: february, platform: 'linux/arm/v7' };
    assert.deepEqual(await client.image('app', 'amd'), amd);
    assert.deepEqual(await client.image('app', 'amd', { platform: 'windows/amd64' }), amd, 'of an image, what it is');
    assert.deepEqual(await client.image('app', 'odd'), { digest: digests.odd, size: 31, created: undefined, platform: undefined });
    assert.deepEqual(await client.image('app', 'all'), amd, 'of an index, its first');
    assert.deepEqual(await client.image('app', 'all', { platform: 'linux/arm' }), arm);
    assert.deepEqual(await client.image('app', 'all', { platform: 'linux/arm/v7' }), arm);
    for (const platform of ['linux/ar', 'linux/arm/v', 'arm', 'linux/arm/v7/x']) {
      const error = await fails(client.image('app', 'all', { platform }), 'notFound');
      assert.deepEqual(SlipwayError.details(error, 'notFound'), { what: 'manifest', name: `${fake.address}/app:all (${platform})` });
    }
    fake.manifest('app', 'empty', { manifests: [] }, index);
    assert.equal(SlipwayError.details(await fails(client.image('app', 'empty'), 'notFound'), 'notFound')?.name, `${fake.address}/app:empty`);
    fake.manifest('app', 'nested', { manifests: [{ digest: digests.all, platform: { os: 'linux', architecture: 'amd64' } }] }, index);
    await fails(client.image('app', 'nested'), 'registryUnreachable', /An index refers to another index/);
  });

  it('have facts for their row', async () => {
    assert.deepEqual(await client.tag('app', 'amd'), { digest: digests.amd, config: configs.amd, size: 11, created: january, platforms: ['linux/amd64'] });
    assert.deepEqual(await client.tag('app', 'odd'), { digest: digests.odd, config: configs.odd, size: 31, created: undefined, platforms: [] });
    const platforms = ['linux/amd64', 'linux/arm/v7'];
    const ofAmd = { digest: digests.all, config: configs.amd, size: 11, created: january, platforms };
    assert.deepEqual(await client.tag('app', 'all'), ofAmd);
    assert.deepEqual(await client.tag('app', 'all', { platform: 'windows/amd64' }), ofAmd, 'the first when there is no such platform');
    assert.deepEqual(await client.tag('app', 'all', { platform: 'linux/arm/v7' }), { ...ofAmd, config: configs.arm, size: 21, created: february });
    const empty = fake.manifest('app', 'empty', { manifests: [] }, index);
    assert.deepEqual(await client.tag('app', 'empty'), { digest: empty, config: undefined, size: undefined, created: undefined, platforms: [] });
    const nested = fake.manifest('app', 'nested', { manifests: [{ digest: digests.all, platform: { os: 'linux', architecture: 'amd64' } }] }, index);
    assert.deepEqual(await client.tag('app', 'nested'), { digest: nested, config: undefined, size: undefined, created: undefined, platforms: ['linux/amd64'] });
  });

  it('have a type by themselves where the registry tells none', async () => {
    const untyped = (body: object) => (response: ServerResponse): void => { response.end(JSON.stringify(body)); };
    fake.answer('/v2/app/manifests/told', untyped({ mediaType: oci, config: { digest: configs.amd, size: 1 }, layers: [] }));
    fake.answer('/v2/app/manifests/untold', untyped({ config: { digest: configs.amd, size: 1 }, layers: [] }));
    assert.equal((await client.manifest('app', 'told')).mediaType, oci);
    assert.equal((await client.manifest('app', 'untold')).mediaType, '');
    assert.equal((await client.manifest('app', 'amd')).mediaType, oci);
  });

  it('have a config whose digest is one', async () => {
    fake.manifest('app', 'bad', { config: { digest: '../../etc', size: 1 }, layers: [] }, oci);
    await fails(client.image('app', 'bad'), 'registryUnreachable', /does not match its digest/);
    fake.manifest('app', 'gone', { config: { digest: `sha256:${'d'.repeat(64)}`, size: 1 }, layers: [] }, oci);
    const error = await fails(client.image('app', 'gone'), 'notFound');
    assert.equal(SlipwayError.details(error, 'notFound')?.name, `${fake.address}/app@sha256:${'d'.repeat(64)}`);
  });

  it('have names by tag and by digest in errors', async () => {
    const missing = `sha256:${'e'.repeat(64)}`;
    for (const [reference, name] of [['2', 'app:2'], [missing, `app@${missing}`]] as const) {
      assert.deepEqual(SlipwayError.details(await fails(client.manifest('app', reference), 'notFound'), 'notFound'), { what: 'manifest', name: `${fake.address}/${name}`, detail: 'name unknown: repository name not known to registry' });
    }
  });

  const digest = (algorithm: string, length: number): string => `${algorithm}:${'0'.repeat(length)}`;
  it('have names that can be part of an address, and no others are sent', async () => {
    for (const name of ['app', 'a', 'a1', 'team/app', 'a/b/c', 'a.b', 'a_b', 'a__b', 'a-b', 'a--b.c_d', 'a-bc-de/f-gh-ij']) {
      await fails(client.tags(name), 'notFound', new RegExp(`"${fake.address}/${name}"`));
    }
    for (const reference of ['1', 'v1.2.3', '_x', 'A-b.C', 'x'.repeat(128), digest('sha256', 64), digest('sha512', 128), digest('sha384', 96)]) {
      await fails(client.manifest('gone', reference), 'notFound', /not known to registry/);
    }
    const before = fake.requests.length;
    for (const name of ['', '/', 'A', 'a/', '/a', 'a//b', '-a', 'a-', '.a', 'a.', '_a', 'a_', 'a/-b', 'a/b-', 'a b', 'a?b', 'a#b', 'a%b', '..', 'a/..', 'a:b', 'a\n', 'aé']) {
      assert.deepEqual(SlipwayError.details(await fails(client.tags(name), 'notFound'), 'notFound'), { what: 'repository', name }, name);
    }
    for (const reference of ['', '.x', '-x', 'a/b', 'a?', 'a b', 'x'.repeat(129), 'a\n', digest('sha256', 63), digest('sha256', 129), digest('md5', 64), `x${digest('sha256', 64)}`, `sha256:${'G'.repeat(64)}`]) {
      assert.deepEqual(SlipwayError.details(await fails(client.manifest('app', reference), 'notFound'), 'notFound'), { what: 'manifest', name: reference }, reference);
    }
    assert.equal(fake.requests.length, before);
  });
});

describe('the address of a registry', () => {
  /** Asks a client and gives the addresses that it went to; each is answered or fails as said. */
  async function addresses(registry: string, insecure: boolean | undefined, answers: Readonly<Record<string, string | number>>): Promise<readonly string[]> {
    const asked: string[] = [];
    const transport = new RegistryTransport({
      fetch: (url) => {
        asked.push(url);
        const answer = answers[new URL(url).origin] ?? 'ENOTFOUND';
        return typeof answer === 'number' ? Promise.resolve(new Response('{"tags":[]}', { status: answer })) : Promise.reject(new TypeError('failed', { cause: Object.assign(new Error(), { code: answer }) }));
      },
    });
    const client = new RegistryClient({ registry, transport, ...(insecure === undefined ? {} : { insecure }) });
    await client.tags('team/app').catch(() => asked.push('failed'));
    return asked;
  }
  const list = '/v2/team/app/tags/list?n=1000';
  const cases: readonly (readonly [title: string, registry: string, insecure: boolean | undefined, answers: Readonly<Record<string, string | number>>, asked: readonly string[]])[] = [
    ['is TLS', 'r.example', undefined, { 'https://r.example': 200 }, [`https://r.example${list}`]],
    ['is TLS even when that fails', 'r.example', false, { 'http://r.example': 200 }, [`https://r.example${list}`, 'failed']],
    ['is that of Docker Hub\'s registry', 'docker.io', undefined, { 'https://registry-1.docker.io': 200 }, [`https://registry-1.docker.io${list}`]],
    ['is TLS where plain HTTP is allowed too', 'r.example', true, { 'https://r.example': 401 }, ['https://r.example/v2/', `https://r.example${list}`, 'failed']],
    ['is plain HTTP where TLS is not spoken', 'r.example', true, { 'https://r.example': 'ERR_SSL_WRONG_VERSION_NUMBER', 'http://r.example': 200 }, ['https://r.example/v2/', `http://r.example${list}`]],
    ['is plain HTTP where TLS does not answer', 'r.example', true, { 'http://r.example': 200 }, ['https://r.example/v2/', `http://r.example${list}`]],
    ['is plain HTTP on this machine', 'localhost:5000', undefined, { 'https://localhost:5000': 'ECONNREFUSED', 'http://localhost:5000': 200 }, ['https://localhost:5000/v2/', `http://localhost:5000${list}`]],
    ['is not plain HTTP for want of a trusted certificate', 'r.example', true, { 'https://r.example': 'DEPTH_ZERO_SELF_SIGNED_CERT', 'http://r.example': 200 }, ['https://r.example/v2/', 'failed']],
  ];
  for (const [title, registry, insecure, answers, asked] of cases) it(title, async () => assert.deepEqual(await addresses(registry, insecure, answers), asked));

  it('is looked for anew after a failure', async () => {
    const asked: string[] = [];
    let code = 'DEPTH_ZERO_SELF_SIGNED_CERT';
    const client = new RegistryClient({ registry: 'r.example', insecure: true, transport: new RegistryTransport({
      fetch: (url) => {
        asked.push(url);
        return code === '' ? Promise.resolve(new Response('{"tags":["1"]}')) : Promise.reject(new TypeError('failed', { cause: Object.assign(new Error(), { code }) }));
      },
    }) });
    await fails(client.tags('app'), 'tlsFailed');
    await fails(Promise.all([client.tags('app'), client.tags('app')]), 'tlsFailed');
    code = '';
    assert.deepEqual((await client.tags('app')).names, ['1']);
    await client.tags('app');
    const list = 'https://r.example/v2/app/tags/list?n=1000';
    assert.deepEqual(asked, ['https://r.example/v2/', 'https://r.example/v2/', 'https://r.example/v2/', list, list]);
  });
});
