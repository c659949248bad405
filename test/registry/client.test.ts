import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { SlipwayError } from '../../src/core/errors';
import type { RegistryCredentials } from '../../src/engine/operation';
import { RegistryClient } from '../../src/registry/client';

/** Real registries, as the environment names them: `host`, or `host;user;password`. */
const anonymous = process.env['SLIPWAY_TEST_REGISTRY'];
const others = { password: process.env['SLIPWAY_TEST_REGISTRY_AUTH'], token: process.env['SLIPWAY_TEST_REGISTRY_TOKEN'] };

/** Puts a small image into a registry with plain requests, so that the client under test has no part in it. */
class Uploader {
  constructor(
    private readonly registry: string,
    private readonly authorization: string | undefined,
  ) {}

  async image(repository: string, tags: readonly string[], os = 'linux', architecture = 'amd64'): Promise<{ digest: string; size: number }> {
    const layer = Buffer.from(`layer of ${repository} ${architecture}`);
    const config = Buffer.from(JSON.stringify({ os, architecture, created: '2026-01-02T03:04:05Z', rootfs: { type: 'layers', diff_ids: [digestOf(layer)] } }));
    for (const blob of [layer, config]) await this.blob(repository, blob);
    const manifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: digestOf(config), size: config.length },
      layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', digest: digestOf(layer), size: layer.length }],
    });
    for (const tag of tags) await this.manifest(repository, tag, manifest, 'application/vnd.oci.image.manifest.v1+json');
    return { digest: digestOf(Buffer.from(manifest)), size: layer.length + config.length };
  }

  async index(repository: string, tag: string, platforms: readonly (readonly [digest: string, os: string, architecture: string])[]): Promise<void> {
    const manifests = platforms.map(([digest, os, architecture]) => ({ mediaType: 'application/vnd.oci.image.manifest.v1+json', digest, size: 1, platform: { os, architecture } }));
    const mediaType = 'application/vnd.oci.image.index.v1+json';
    await this.manifest(repository, tag, JSON.stringify({ schemaVersion: 2, mediaType, manifests }), mediaType);
  }

  private async manifest(repository: string, tag: string, body: string, type: string): Promise<void> {
    await this.send('PUT', `/v2/${repository}/manifests/${tag}`, body, { 'Content-Type': type }, repository);
  }

  private async blob(repository: string, blob: Buffer): Promise<void> {
    const started = await this.send('POST', `/v2/${repository}/blobs/uploads/`, '', {}, repository);
    const location = new URL(started.headers.get('location') ?? '', `http://${this.registry}`);
    location.searchParams.set('digest', digestOf(blob));
    await this.send('PUT', location.pathname + location.search, blob, { 'Content-Type': 'application/octet-stream' }, repository);
  }

  private async send(method: string, path: string, body: string | Buffer, headers: Record<string, string>, repository: string): Promise<Response> {
    const send = (authorization: string | undefined): Promise<Response> =>
      fetch(`http://${this.registry}${path}`, { method, body: new Uint8Array(Buffer.from(body)), headers: { ...headers, ...(authorization !== undefined && { Authorization: authorization }) } });
    let response = await send(this.authorization);
    const realm = /realm="([^"]*)",service="([^"]*)"/.exec(response.headers.get('www-authenticate') ?? '');
    if (response.status === 401 && realm) {
      const query = new URLSearchParams({ service: realm[2] ?? '', scope: `repository:${repository}:pull,push` });
      const answer = (await (await fetch(`${realm[1] ?? ''}?${query.toString()}`, { headers: { Authorization: this.authorization ?? '' } })).json()) as { token: string };
      response = await send(`Bearer ${answer.token}`);
    }
    assert.ok(response.ok, `${method} ${path}: ${String(response.status)} ${await response.clone().text()}`);
    return response;
  }
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function suite(registry: string, credentials: RegistryCredentials | undefined): void {
  const repository = `client-test/${randomUUID().slice(0, 8)}`;
  const client = (): RegistryClient => new RegistryClient({ registry, credentials });
  let amd: { digest: string; size: number };
  let arm: { digest: string; size: number };

  before(async () => {
    const basic = credentials && `Basic ${Buffer.from(`${credentials.username ?? ''}:${credentials.password ?? ''}`).toString('base64')}`;
    const uploader = new Uploader(registry, basic);
    amd = await uploader.image(repository, ['1.9', '1.10', 'latest']);
    arm = await uploader.image(repository, ['arm'], 'linux', 'arm64');
    await uploader.index(repository, 'many', [[amd.digest, 'linux', 'amd64'], [arm.digest, 'linux', 'arm64']]);
  });

  it('answers', () => client().check());
  it('lists repositories', async () => {
    const { names, complete } = await client().repositories();
    assert.ok(names.includes(repository) && complete, names.join());
  });
  it('lists repositories page by page', async () => {
    const [whole, paged] = [await client().repositories(), await client().repositories(undefined, { path: '/v2/_catalog?n=1', skip: 0 })];
    assert.deepEqual(paged, whole);
  });
  it('lists tags', async () => {
    const { names, complete } = await client().tags(repository);
    assert.deepEqual([[...names].sort(), complete], [['1.10', '1.9', 'arm', 'latest', 'many'], true]);
  });
  it('tells digests', async () => assert.equal(await client().digest(repository, '1.9'), amd.digest));
  it('tells platforms', async () => {
    assert.deepEqual((await client().platforms(repository, '1.9')).map(({ platform }) => platform), ['linux/amd64']);
    assert.deepEqual(
      (await client().platforms(repository, 'many')).map(({ platform, digest }) => [platform, digest]),
      [['linux/amd64', amd.digest], ['linux/arm64', arm.digest]],
    );
  });
  it('tells what is to be known of a tag', async () => {
    const created = Date.UTC(2026, 0, 2, 3, 4, 5);
    const { config: configuration, ...one } = await client().tag(repository, '1.9');
    assert.deepEqual(one, { digest: amd.digest, platforms: ['linux/amd64'], created, size: amd.size });
    assert.match(configuration ?? '', /^sha256:[0-9a-f]{64}$/);
    const { digest, config, ...many } = await client().tag(repository, 'many', { platform: 'linux/arm64' });
    assert.notEqual(config, configuration);
    assert.deepEqual(many, { platforms: ['linux/amd64', 'linux/arm64'], created, size: arm.size });
    assert.equal(digest, await client().digest(repository, 'many'));
  });
  it('tells size and date', async () => {
    const created = Date.UTC(2026, 0, 2, 3, 4, 5);
    assert.deepEqual(await client().image(repository, '1.9'), { digest: amd.digest, platform: 'linux/amd64', created, size: amd.size });
    assert.deepEqual(await client().image(repository, 'many', { platform: 'linux/arm64' }), { digest: arm.digest, platform: 'linux/arm64', created, size: arm.size });
    assert.deepEqual(await client().image(repository, amd.digest), { digest: amd.digest, platform: 'linux/amd64', created, size: amd.size });
  });
  it('knows what is not there', async () => {
    const notFound = (error: unknown): boolean => SlipwayError.details(error, 'notFound') !== undefined;
    await assert.rejects(client().tags('client-test/nothing'), notFound);
    await assert.rejects(client().digest(repository, 'nothing'), notFound);
    await assert.rejects(client().manifest(repository, `sha256:${'0'.repeat(64)}`), notFound);
  });
}

describe('a registry client with real registries', function () {
  this.timeout(30_000);

  describe('without log-in', function () {
    if (anonymous === undefined || anonymous === '') {
      it('SLIPWAY_TEST_REGISTRY is not set');
      return;
    }
    suite(anonymous, undefined);
    it('takes any credentials', async () => {
      await new RegistryClient({ registry: anonymous, credentials: { username: 'a', password: 'b', serverAddress: anonymous } }).checkCredentials();
    });
  });

  for (const [kind, value] of Object.entries(others)) {
    describe(`with a ${kind}`, function () {
      const [registry = '', username = '', password = ''] = (value ?? '').split(';');
      if (registry === '') {
        it(`SLIPWAY_TEST_REGISTRY_${kind === 'token' ? 'TOKEN' : 'AUTH'} is not set`);
        return;
      }
      suite(registry, { username, password, serverAddress: registry });
      it('checks the log-in', async () => {
        const right = { username, password, serverAddress: registry };
        await new RegistryClient({ registry, credentials: right }).checkCredentials();
        const unauthorized = (error: unknown): boolean => SlipwayError.details(error, 'unauthorized')?.registry === registry;
        await assert.rejects(new RegistryClient({ registry, credentials: { ...right, password: `${password}x` } }).checkCredentials(), unauthorized);
        await assert.rejects(new RegistryClient({ registry }).repositories(), unauthorized);
        await new RegistryClient({ registry }).check();
      });
    });
  }

  describe('over TLS', function () {
    const registry = process.env['SLIPWAY_TEST_REGISTRY_TLS']?.split(';')[0] ?? '';
    if (registry === '') {
      it('SLIPWAY_TEST_REGISTRY_TLS is not set');
      return;
    }
    it('refuses a certificate that nobody vouches for, and does not fall back to plain HTTP', async () => {
      await assert.rejects(new RegistryClient({ registry }).check(), (error) => {
        assert.match(SlipwayError.details(error, 'tlsFailed')?.code ?? String(error), /SELF_SIGNED|UNABLE_TO_VERIFY/);
        return true;
      });
    });
  });
});
