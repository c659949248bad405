import assert from 'node:assert/strict';
import type { ProgressReport } from '../../src/core/progress';
import type { Engine } from '../../src/engine/engine';
import { failsWith, guardedRegistry, loadFileImage, openRegistry, testEngine, unique } from './support';

describe('engine: pull and push', () => {
  let engine: Engine;
  let source: string;
  const made = new Set<string>();

  before(async () => {
    engine = await testEngine();
    source = await loadFileImage(engine, `${unique('slipway-transfer')}:1`, 3_000_000, 1_000_000);
    made.add(source);
  });

  after(async () => {
    for (const name of made) await engine.images.remove(name).catch(() => undefined);
    engine.dispose();
  });

  /** Podman speaks TLS to a registry that its own configuration does not call insecure. */
  async function needsPlainHttp(this: Mocha.Context): Promise<void> {
    if (engine.information.kind !== 'podman') return;
    const probe = engine.images.pull(`${openRegistry()}/nowhere:1`, {});
    const kind = await probe.then(() => '', (error: unknown) => (error as { kind: string }).kind);
    if (kind === 'tlsFailed') this.skip();
  }
  beforeEach(needsPlainHttp);

  it('pushes an image and pulls it again', async () => {
    const reference = `${openRegistry()}/${unique('app')}:v1`;
    made.add(reference);
    await engine.images.tag(source, reference);
    const reports: ProgressReport[] = [];
    const pushed = await engine.images.push(reference, { onProgress: (report) => reports.push(report) });
    assert.match(pushed.digest ?? '', /^sha256:[0-9a-f]{64}$/);
    assert.deepEqual(pushed.tags.map(({ tag }) => tag), ['v1']);

    const again = await engine.images.pull(reference, {});
    assert.equal(again.changed, false);
    await engine.images.remove(reference);
    await engine.images.remove(source);
    const pulled = await engine.images.pull(reference, { onProgress: (report) => reports.push(report) });
    assert.equal(pulled.changed, true);
    assert.equal(pulled.digest, pushed.digest);
    assert.equal((await engine.images.inspect(reference)).Id, pulled.imageId);
    if (engine.information.kind === 'docker') {
      assert.ok(reports.length > 0);
      assert.ok(reports.every((report) => (report.current ?? 0) <= (report.total ?? 0)), JSON.stringify(reports));
    }
    await engine.images.tag(reference, source);

    const byDigest = `${reference.slice(0, reference.lastIndexOf(':'))}@${pushed.digest ?? ''}`;
    const same = await engine.images.pull(byDigest, {});
    assert.equal(same.imageId, pulled.imageId);
    assert.equal(same.digest, pushed.digest);
    assert.equal(same.reference, byDigest);
  });

  it('pushes and pulls all tags', async () => {
    const repository = `${openRegistry()}/${unique('tags')}`;
    for (const tag of ['a', 'b']) {
      await engine.images.tag(source, `${repository}:${tag}`);
      made.add(`${repository}:${tag}`);
    }
    const pushed = await engine.images.push(repository, { allTags: true });
    assert.deepEqual(pushed.tags.map(({ tag }) => tag).sort(), ['a', 'b']);
    for (const { digest } of pushed.tags) assert.match(digest ?? '', /^sha256:/);
    if (engine.information.kind === 'podman') return;
    for (const tag of ['a', 'b']) await engine.images.remove(`${repository}:${tag}`);
    const pulled = await engine.images.pull(repository, { allTags: true });
    assert.equal(pulled.changed, true);
    assert.match(pulled.imageId, /^sha256:/);
    await engine.images.inspect(`${repository}:a`);
    await engine.images.inspect(`${repository}:b`);
  });

  it('means latest when no tag is written', async () => {
    const repository = `${openRegistry()}/${unique('latest')}`;
    made.add(`${repository}:latest`);
    await engine.images.tag(source, repository);
    assert.equal((await engine.images.push(repository, {})).reference, `${repository}:latest`);
    assert.equal((await engine.images.pull(repository, {})).reference, `${repository}:latest`);
  });

  it('says that the registry has no such manifest', async () => {
    const name = `${openRegistry()}/${unique('none')}:1`;
    const details = await failsWith(engine.images.pull(name, {}), 'notFound');
    assert.equal(details.name, name);
    assert.match(details.what, /manifest|repository/);
  });

  it('says that there is no such image to push', async () => {
    const name = `${openRegistry()}/${unique('none')}:1`;
    const details = await failsWith(engine.images.push(name, {}), 'notFound');
    assert.deepEqual([details.what, details.name], ['image', name]);
  });

  it('wants credentials and takes the right ones', async () => {
    const { host, credentials } = guardedRegistry();
    const reference = `${host}/${unique('guarded')}:1`;
    made.add(reference);
    await engine.images.tag(source, reference);
    assert.equal((await failsWith(engine.images.push(reference, {}), 'unauthorized')).registry, host);
    await failsWith(engine.images.push(reference, { credentials: { ...credentials, password: 'wrong' } }), 'unauthorized');
    await engine.images.push(reference, { credentials });
    await engine.images.remove(reference);
    assert.equal((await failsWith(engine.images.pull(reference, {}), 'unauthorized')).registry, host);
    await engine.images.pull(reference, { credentials });
  });

  it('checks credentials as docker login does', async function () {
    // Podman insists on TLS here, whatever its configuration says of the registry.
    if (engine.information.kind === 'podman') this.skip();
    const { host, credentials } = guardedRegistry();
    assert.deepEqual(await engine.system.checkCredentials(credentials), { identityToken: undefined });
    const details = await failsWith(engine.system.checkCredentials({ ...credentials, password: 'wrong' }), 'unauthorized');
    assert.equal(details.registry, host);
  });

  it('says that a registry cannot be reached', async () => {
    const details = await failsWith(engine.images.pull('127.0.0.1:9/a:1', {}), 'registryUnreachable');
    assert.equal(details.registry, '127.0.0.1:9');
  });

  it('does not take the wrong platform for success', async () => {
    const reference = `${openRegistry()}/${unique('platform')}:1`;
    made.add(reference);
    await engine.images.tag(source, reference);
    await engine.images.push(reference, {});
    await engine.images.remove(reference);
    const details = await failsWith(engine.images.pull(reference, { platform: 'linux/s390x' }), 'notFound');
    assert.equal(details.what, 'manifest');
    const [, architecture = ''] = engine.information.platform.split('/');
    const pulled = await engine.images.pull(reference, { platform: `linux/${architecture}` });
    assert.match(pulled.imageId, /^sha256:/);
  });

  it('stops a pull when told and leaves no image', async () => {
    const reference = `${openRegistry()}/${unique('cancelled')}:1`;
    const big = await loadFileImage(engine, `${unique('slipway-big')}:1`, 30_000_000);
    await engine.images.tag(big, reference);
    await engine.images.push(reference, {});
    await engine.images.remove(reference);
    await engine.images.remove(big);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 30);
    await failsWith(engine.images.pull(reference, { signal: stop.signal }), 'cancelled');
    await failsWith(engine.images.inspect(reference), 'notFound');
    await failsWith(engine.images.pull(reference, { signal: AbortSignal.abort() }), 'cancelled');
  });
});
