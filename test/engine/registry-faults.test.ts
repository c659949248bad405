import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pullImage } from '../../src/commands/images/pull';
import type { SlipwayError, SlipwayErrorKind } from '../../src/core/errors';
import type { Engine } from '../../src/engine/engine';
import { fakeApp, runWithAnswers } from '../support/fake-app';
import { type FakeAnswer, FakeRegistry } from '../support/fake-registry';
import { testCertificate } from '../support/certificate';
import { engineDirectory, failsWith, loadFileImage, testEngine, unique } from './support';

const refused = (code: string, message: string) => ({ errors: [{ code, message }] });
const html = { headers: { 'Content-Type': 'text/html' }, body: '<!doctype html><title>Log in to the network</title>' };

describe('engine: a pull from a registry that fails', function () {
  this.timeout(180_000);
  let engine: Engine;
  let local = '';
  let fake: FakeRegistry;
  let reference = '';
  const made: string[] = [];

  before(async () => {
    engine = await testEngine();
    local = await loadFileImage(engine, `${unique('slipway-local')}:1`, 10_000);
    made.push(local);
  });
  beforeEach(async () => {
    // Podman insists on TLS, and reads the certificates of registries each time.
    const secure = engine.information.kind === 'podman';
    fake = await FakeRegistry.start(secure ? testCertificate : undefined);
    if (secure) {
      const trusted = path.join(engineDirectory(), 'etc/docker/certs.d', fake.address);
      await mkdir(trusted, { recursive: true });
      await writeFile(path.join(trusted, 'ca.crt'), testCertificate.certificate);
    }
    reference = `${fake.address}/${unique('faults')}:1`;
  });
  afterEach(() => fake.stop());
  after(async () => {
    for (const name of made) await engine.images.remove(name, { force: true }).catch(() => undefined);
    engine.dispose();
  });

  const manifest = (): string => `/v2/${reference.split('/')[1]!.split(':')[0]!}/manifests/1`;
  const idOf = async (name: string): Promise<unknown> => (await engine.images.inspect(name))['Id'];
  /** Names that this test could have left. */
  const namesThere = async (): Promise<readonly string[]> =>
    (await engine.images.list()).flatMap(({ tags, digests }) => [...tags, ...digests]).filter((name) => name.startsWith(fake.address));

  const faults: readonly (readonly [string, FakeAnswer, readonly SlipwayErrorKind[]])[] = [
    ['401', { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="fake"' }, body: refused('UNAUTHORIZED', 'authentication required') }, ['unauthorized']],
    // Docker 20.10 says the same about what is private and what is not there: logging in is the way to find out.
    ['403', { status: 403, body: refused('DENIED', 'this user may not') }, ['forbidden', 'unauthorized']],
    ['404', { status: 404, body: refused('MANIFEST_UNKNOWN', 'manifest unknown') }, ['notFound']],
    // Podman comes back after as many seconds as it is told to wait, or for more than a minute.
    ['429', { status: 429, headers: { 'Retry-After': '1' }, body: refused('TOOMANYREQUESTS', 'slow down') }, ['rateLimited']],
    ['500', { status: 500, body: refused('UNKNOWN', 'out of order') }, ['registryUnreachable']],
    ['500 with a web page', { status: 500, ...html }, ['registryUnreachable']],
    ['a web page instead of a manifest', html, ['registryUnreachable']],
    ['a connection that is cut', (response) => void response.socket?.destroy(), ['registryUnreachable']],
  ];
  for (const [what, answer, kinds] of faults) {
    it(`tells ${what}, and leaves no name and no other image under one`, async () => {
      fake.answer(manifest(), answer);
      const app = fakeApp({ engine: { images: { pull: engine.images.pull.bind(engine) } } });
      const pull = (): Promise<SlipwayError> =>
        runWithAnswers(pullImage, app, { reference }).then(() => assert.fail('it was pulled'), (error: unknown) => error as SlipwayError);
      // Podman waits long for a registry that is busy: once is enough.
      if (what !== '429' || engine.information.kind !== 'podman') {
        const error = await pull();
        assert.ok(kinds.includes(error.kind), error.message);
        assert.deepEqual(await namesThere(), []);
      }
      await engine.images.tag(local, reference);
      made.push(reference);
      assert.ok(kinds.includes((await pull()).kind));
      assert.equal(await idOf(reference), await idOf(local));
      assert.ok(fake.requests.length > 1);
    });
  }

  it('waits for a slow body only until it is cancelled', async () => {
    const stop = new AbortController();
    const slow = new Promise<void>((resolve) => {
      fake.answer(manifest(), (response) => {
        response.writeHead(200, { 'Content-Type': 'application/vnd.oci.image.manifest.v1+json', 'Content-Length': '1000' }).write('{"schemaVersion": 2');
        resolve();
      });
    });
    const pull = failsWith(engine.images.pull(reference, { signal: stop.signal }), 'cancelled');
    await slow;
    stop.abort();
    await pull;
    assert.deepEqual(await namesThere(), []);
  });
});
