import assert from 'node:assert/strict';
import { checkImagesForUpdate } from '../../src/commands/images/check-for-update';
import type { Engine } from '../../src/engine/engine';
import type { RegistryCredentials } from '../../src/engine/operation';
import { RegistriesService } from '../../src/registry/registries-service';
import { fakeApp, runWithAnswers } from '../support/fake-app';
import { guardedRegistry, loadFileImage, openRegistry, testEngine, unique } from './support';

interface Registry {
  readonly host: string;
  readonly credentials: RegistryCredentials | undefined;
}

function tokenRegistry(): Registry {
  const [host = '', username = '', password = ''] = (process.env['SLIPWAY_TEST_REGISTRY_TOKEN'] ?? '').split(';');
  assert.ok(host, 'SLIPWAY_TEST_REGISTRY_TOKEN is not set');
  return { host, credentials: { username, password, serverAddress: host } };
}

/** An image that this engine pushed itself is compared, and told from what others push over it. */
describe('engine: checking for updates', function () {
  this.timeout(60_000);
  const registries: readonly (readonly [string, () => Registry])[] = [
    ['asks for nothing', () => ({ host: openRegistry(), credentials: undefined })],
    ['wants a password', guardedRegistry],
    ['wants tokens', tokenRegistry],
  ];
  let engine: Engine;
  before(async () => {
    engine = await testEngine();
  });
  after(() => engine.dispose());

  for (const [what, registry] of registries) {
    it(`of a registry that ${what}`, async () => {
      const { host, credentials } = registry();
      const repository = `${host}/${unique('slipway-update')}`;
      const options = credentials === undefined ? {} : { credentials };
      const service = new RegistriesService({ ...fakeApp() });
      if (credentials) await service.logIn(host, credentials.username ?? '', credentials.password ?? '');
      const check = async (...tags: readonly string[]): Promise<readonly string[]> => {
        const app = fakeApp({ engine, information: engine.information, registries: { digest: service.digest.bind(service), tag: service.tag.bind(service) } });
        const { images } = (await runWithAnswers(checkImagesForUpdate, app, { images: tags })) as { images: readonly { state: string }[] };
        return images.map(({ state }) => state);
      };
      const [own, other] = [`${repository}:1`, `${repository}:other`];
      try {
        // Two names of one image: the containerd store lists the digest of the first one's repository only.
        await loadFileImage(engine, `slipway-update-local:${repository.slice(-8)}`, 300);
        await engine.images.tag(`slipway-update-local:${repository.slice(-8)}`, own);
        await engine.images.push(own, options);
        assert.deepEqual(await check(own), ['current']);
        await new Promise((resolve) => setTimeout(resolve, 1_100));
        await loadFileImage(engine, other, 400);
        await engine.images.push(other, options);
        await movesTo(host, credentials, repository.slice(host.length + 1));
        assert.deepEqual(await check(own, other), ['newer', 'current']);
        await engine.images.pull(own, options);
        assert.deepEqual(await check(own), ['current']);
      } finally {
        await removeAll(repository.slice(-8));
      }
    });
  }

  /** Also what has lost its tag and is known by its digest only. */
  async function removeAll(part: string): Promise<void> {
    for (const { id, tags, digests } of await engine.images.list()) {
      if ([...tags, ...digests].some((name) => name.includes(part))) await engine.images.remove(id, { force: true });
    }
  }

  /** In the registry the tag `1` becomes what `other` is, as when somebody else pushes. */
  async function movesTo(host: string, credentials: RegistryCredentials | undefined, path: string): Promise<void> {
    const type = 'application/vnd.docker.distribution.manifest.v2+json';
    const accept = [type, 'application/vnd.oci.image.manifest.v1+json', 'application/vnd.oci.image.index.v1+json'].join(', ');
    const authorization = await authorizationFor(host, credentials, path);
    const answer = await fetch(`http://${host}/v2/${path}/manifests/other`, { headers: { Accept: accept, ...authorization } });
    assert.equal(answer.status, 200);
    const put = await fetch(`http://${host}/v2/${path}/manifests/1`, { method: 'PUT', body: await answer.text(), headers: { 'Content-Type': answer.headers.get('content-type') ?? type, ...authorization } });
    assert.equal(put.status, 201);
  }
});

async function authorizationFor(host: string, credentials: RegistryCredentials | undefined, path: string): Promise<Readonly<Record<string, string>>> {
  if (!credentials) return {};
  const basic = `Basic ${Buffer.from(`${credentials.username ?? ''}:${credentials.password ?? ''}`).toString('base64')}`;
  const challenge = (await fetch(`http://${host}/v2/`)).headers.get('www-authenticate') ?? '';
  const realm = /realm="([^"]+)"/.exec(challenge)?.[1];
  if (!challenge.startsWith('Bearer') || realm === undefined) return { Authorization: basic };
  const service = /service="([^"]+)"/.exec(challenge)?.[1] ?? '';
  const answer = await fetch(`${realm}?${new URLSearchParams({ service, scope: `repository:${path}:pull,push` }).toString()}`, { headers: { Authorization: basic } });
  return { Authorization: `Bearer ${((await answer.json()) as { token: string }).token}` };
}
