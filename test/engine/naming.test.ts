import assert from 'node:assert/strict';
import type { AnyCommand } from '../../src/commands/define';
import { pushImageTo } from '../../src/commands/images/push-to';
import { removeImages } from '../../src/commands/images/remove';
import { tagImage } from '../../src/commands/images/tag';
import { untagImages } from '../../src/commands/images/untag';
import { fullId } from '../../src/engine/images/image-shapes';
import type { ContainerState } from '../../src/engine/containers/containers';
import type { Engine } from '../../src/engine/engine';
import type { RegistryCredentials } from '../../src/engine/operation';
import { accept, fakeApp, type FakeApp, leave, press, runFromRows, runWithAnswers } from '../support/fake-app';
import type { ScriptedAnswer } from '../support/fake-ask';
import { imageRow } from '../support/fake-images';
import { FakeRegistry } from '../support/fake-registry';
import { eventually, failsWith, guardedRegistry, loadFileImage, loadShellImage, openRegistry, testEngine, unique } from './support';

describe('engine: names, sharing and removal of images', function () {
  this.timeout(120_000);
  let engine: Engine;
  let prefix = '';
  const ids = new Set<string>();
  const containers = new Set<string>();

  before(async () => (engine = await testEngine()));
  beforeEach(() => (prefix = unique('slipway-naming')));
  afterEach(async () => {
    for (const id of containers) await engine.containers.remove(id, { force: true }).catch(() => undefined);
    // Those that were built on others first.
    for (const id of [...ids].reverse()) await engine.images.remove(id, { force: true }).catch(() => undefined);
    containers.clear();
    ids.clear();
  });
  after(() => engine.dispose());

  const appWith = (answers: readonly ScriptedAnswer[] = [], credentials?: RegistryCredentials): FakeApp =>
    fakeApp({ answers, information: engine.information, engine, registries: { credentials: () => Promise.resolve(credentials) } });
  const call = (command: AnyCommand, answers: Record<string, unknown>, app = appWith()): Promise<unknown> => runWithAnswers(command, app, answers);
  const idOf = async (name: string): Promise<string> => fullId(String((await engine.images.inspect(name)).Id));
  const isThere = (id: string): Promise<boolean> => engine.images.inspect(id).then(() => true, () => false);
  /** Names of this test on the engine, without what an engine puts before them. */
  const names = async (): Promise<readonly string[]> =>
    (await engine.images.list({ all: true })).flatMap(({ tags }) => tags).filter((name) => name.includes(prefix)).map(plain).sort();
  const plain = (name: string): string => name.replace(/^(?:localhost|docker\.io\/library)\//, '');
  const stateOf = async (id: string): Promise<ContainerState | undefined> => (await engine.containers.list({ all: true })).find((container) => container.id === id)?.state;

  async function load(...tags: readonly string[]): Promise<{ readonly id: string; readonly names: readonly string[] }> {
    const first = await loadShellImage(engine, `${prefix}:${tags[0] ?? 'one'}`, { layers: [[{ path: unique('file'), size: 1000 }]] });
    const id = await idOf(first);
    ids.add(id);
    for (const tag of tags.slice(1)) await engine.images.tag(first, `${prefix}:${tag}`);
    const image = (await engine.images.list()).find((one) => one.id === id);
    return { id, names: image?.tags ?? [] };
  }
  async function contain(image: string, running: boolean): Promise<string> {
    const { id } = await engine.containers.create({ name: unique('slipway-naming'), body: { Image: image, Cmd: ['sleep', '600'] } });
    containers.add(id);
    if (running) await engine.containers.start(id);
    return id;
  }
  async function row(name: string) {
    const id = await idOf(name);
    return imageRow((await engine.images.list()).find((image) => image.id === id)!, name);
  }

  it('untags, and refuses the last name', async () => {
    const { id, names: [first = '', second = ''] } = await load('one', 'two');
    await contain(first, true);
    await call(untagImages, { references: [first] });
    assert.deepEqual(await names(), [plain(second)]);
    assert.deepEqual((await failsWith(call(untagImages, { references: [second] }), 'lastName')).references, [second]);
    assert.deepEqual(await names(), [plain(second)]);
    assert.ok(await isThere(id));
  });

  it('tags several images, also where one fails', async () => {
    const one = await load('one');
    const two = await load('two');
    const target = (name: string): string => `registry.example/${prefix}/${name}:1`;
    const failed = await failsWith(
      call(tagImage, { images: [{ image: one.names[0], reference: target('one') }, { image: `${prefix}:none`, reference: target('none') }, { image: two.id, reference: target('two') }] }),
      'severalFailed',
    );
    assert.equal(failed.failures.length, 1);
    assert.equal(await idOf(target('one')), one.id);
    assert.equal(await idOf(target('two')), two.id);
    assert.equal(await isThere(target('none')), false);
  });

  describe('pushing to another registry', () => {
    /** Podman speaks TLS to a registry that its own configuration does not call insecure. */
    const needsPlainHttp = async (context: Mocha.Context, registry: string): Promise<void> => {
      if (engine.information.kind !== 'podman') return;
      const kind = await engine.images.pull(`${registry}/nowhere:1`, {}).then(() => '', (error: unknown) => (error as { kind: string }).kind);
      if (kind === 'tlsFailed') context.skip();
    };

    it('leaves the image in the registry and no name on the engine', async function () {
      await needsPlainHttp(this, openRegistry());
      const { names: [name = ''], id } = await load('v1');
      const before = await names();
      const result = (await call(pushImageTo, { reference: name, target: `${openRegistry()}/team/` })) as { target: string; digest: string };
      assert.equal(result.target, `${openRegistry()}/team/${prefix}:v1`);
      const answer = await fetch(`http://${openRegistry()}/v2/team/${prefix}/manifests/v1`, {
        headers: { Accept: 'application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json' },
      });
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get('docker-content-digest'), result.digest);
      assert.deepEqual(await names(), before);
      assert.deepEqual((await engine.images.list()).find((image) => image.id === id)?.digests.filter((digest) => digest.includes(openRegistry())), []);
    });

    it('keeps a name that was there, and refuses one of another image', async function () {
      await needsPlainHttp(this, openRegistry());
      const { names: [name = ''] } = await load('v1');
      const target = `${openRegistry()}/${prefix}:kept`;
      await engine.images.tag(name, target);
      await call(pushImageTo, { reference: name, target });
      assert.ok((await names()).includes(target));
      const other = await load('v2');
      const before = await names();
      await failsWith(call(pushImageTo, { reference: other.names[0], target }), 'conflict');
      assert.deepEqual(await names(), before);
      assert.notEqual(await idOf(target), other.id);
    });

    it('leaves no name when the registry does not know the user', async function () {
      const { host, credentials } = guardedRegistry();
      await needsPlainHttp(this, host);
      const { names: [name = ''] } = await load('v1');
      const before = await names();
      for (const wrong of [undefined, { ...credentials, password: 'wrong' }]) {
        await failsWith(call(pushImageTo, { reference: name, target: `${host}/` }, appWith([], wrong)), 'unauthorized');
        assert.deepEqual(await names(), before);
      }
      await call(pushImageTo, { reference: name, target: `${host}/` }, appWith([], credentials));
      assert.deepEqual(await names(), before);
    });

    describe('that fails midway', () => {
      let registry: FakeRegistry;
      let name = '';
      let before: readonly string[] = [];
      const uploads = (): string => `/v2/${prefix}/blobs/uploads/`;
      beforeEach(async () => {
        registry = await FakeRegistry.start();
        name = (await load('v1')).names[0] ?? '';
        before = await names();
      });
      afterEach(() => registry.stop());

      it('leaves no name when the registry refuses a layer', async function () {
        // Docker 20.10 tries again for most of a minute, whatever the registry says.
        if (engine.information.version.startsWith('20.')) this.skip();
        registry.answer(uploads(), { status: 403, body: { errors: [{ code: 'DENIED', message: 'requested access to the resource is denied' }] } });
        await assert.rejects(call(pushImageTo, { reference: name, target: `${registry.address}/` }));
        assert.deepEqual(await names(), before);
      });

      it('leaves no name when it is cancelled', async function () {
        if (engine.information.kind === 'podman') this.skip();
        const stop = new AbortController();
        const app: FakeApp = { ...appWith(), progress: { run: (_title, work) => work(() => undefined, stop.signal) } };
        registry.answer(uploads(), () => stop.abort());
        await failsWith(call(pushImageTo, { reference: name, target: `${registry.address}/` }, app), 'cancelled');
        assert.deepEqual(await names(), before);
        assert.ok(registry.requests.some(({ method }) => method === 'POST'));
      });
    });
  });

  describe('removal', () => {
    it('only untags while names remain, and deletes with the last one', async () => {
      const { id, names: [first = '', second = ''] } = await load('one', 'two');
      await call(removeImages, { images: [first] });
      assert.deepEqual(await names(), [plain(second)]);
      await call(removeImages, { images: [second] });
      assert.equal(await isThere(id), false);
    });

    it('removes an image by its id with all its names, without force', async () => {
      const { id, names: all } = await load('one', 'two', 'three');
      const app = appWith();
      const result = (await call(removeImages, { images: [id] }, app)) as { untagged: readonly string[] };
      assert.deepEqual(result.untagged.map(plain).sort(), all.map(plain).sort());
      assert.equal(await isThere(id), false);
      assert.doesNotMatch(app.record.commands.join(), /force/);
    });

    it('deletes the image of a stopped container only by force', async () => {
      const { id, names: [name = ''] } = await load('one', 'two');
      const container = await contain(name, false);
      const [user] = (await engine.containers.list({ all: true })).filter((one) => one.id === container);
      assert.deepEqual((await failsWith(call(removeImages, { images: [id] }), 'conflict')).usedBy, [user?.name]);
      assert.equal((await names()).length, 2);
      const app = appWith([press('Delete the Whole Image…'), accept]);
      await runFromRows(removeImages, app, await row(name));
      assert.equal(app.record.questions[1]!.action, 'Remove by Force');
      assert.equal(await isThere(id), false);
      assert.deepEqual(await names(), []);
      assert.equal(await stateOf(container), engine.information.kind === 'podman' ? undefined : 'created');
    });

    it('refuses the image of a running container even by force, except on Podman, which asks', async () => {
      const { id, names: [name = ''] } = await load('one');
      const container = await contain(name, true);
      if (engine.information.kind === 'podman') {
        const app = appWith([leave]);
        await assert.rejects(runFromRows(removeImages, app, await row(name)));
        assert.match(app.record.questions[0]!.detail!, /stops and removes/);
      } else {
        const conflict = await failsWith(call(removeImages, { images: [name], force: true }), 'conflict');
        assert.equal(conflict.running, true);
        await failsWith(runFromRows(removeImages, appWith(), await row(name)), 'conflict');
        // What Slipway does not even try:
        await failsWith(engine.images.remove(id, { force: true }), 'conflict');
      }
      assert.deepEqual(await names(), [plain(name)]);
      assert.equal(await stateOf(container), 'running');
    });

    it('says what comes free', async () => {
      const name = await loadFileImage(engine, `${prefix}:big`, 3_000_000);
      ids.add(await idOf(name));
      const app = appWith([accept]);
      const result = (await runFromRows(removeImages, app, await row(name))) as { freedBytes: number };
      const { detail = '' } = app.record.questions[0]!;
      if (engine.information.containerdStore) assert.match(detail, /^Frees at most \S+B\.$/m);
      else if (engine.information.kind === 'docker') assert.match(detail, /^Frees (?:at most )?3MB\.$/m);
      assert.ok(result.freedBytes >= 3_000_000, String(result.freedBytes));
    });

    it('keeps parents without a name when told, where the engine can', async () => {
      const { names: [base = ''] } = await load('base');
      const grow = async (from: string, reference?: string): Promise<string> => {
        const { imageId } = await engine.containers.commit(await contain(from, false), { changes: [`LABEL step=${unique('x')}`], ...(reference === undefined ? {} : { reference }) });
        ids.add(fullId(imageId));
        return fullId(imageId);
      };
      const family = async (): Promise<readonly [string, string]> => {
        const parent = await grow(base);
        const reference = `${prefix}:child`;
        await grow(parent, reference);
        for (const id of containers) await engine.containers.remove(id, { force: true });
        containers.clear();
        return [parent, (await engine.images.list()).flatMap(({ tags }) => tags).find((tag) => plain(tag) === reference)!];
      };
      const [kept, child] = await family();
      if (engine.information.kind === 'podman') {
        await failsWith(call(removeImages, { images: [child], noPrune: true }), 'unsupported');
        assert.ok(await isThere(child));
        return;
      }
      await call(removeImages, { images: [child], noPrune: true });
      assert.ok(await isThere(kept));
      const [gone, second] = await family();
      const app = appWith([press('Delete')]);
      await runFromRows(removeImages, app, await row(second));
      assert.match(app.record.questions[0]!.detail!, /removed with them/);
      await eventually(async () => ((await isThere(gone)) ? undefined : true), 'the parent has gone along');
    });

    it('does many at once with one summary', async () => {
      const one = await load('one', 'other');
      const two = await load('two');
      const used = await load('used');
      await contain(used.names[0] ?? '', true);
      const podman = engine.information.kind === 'podman';
      const app = appWith([podman ? press('Remove Only the Others') : accept]);
      const rows = await Promise.all([one.names[0] ?? '', two.names[0] ?? '', used.names[0] ?? ''].map(row));
      await runFromRows(removeImages, app, ...rows);
      if (!podman) assert.match(app.record.questions[0]!.detail!, /force does not remove it/);
      assert.ok(await isThere(used.id));
      assert.ok(await isThere(one.id));
      assert.equal(await isThere(two.id), false);
      assert.equal(app.record.statuses.length, 1);
    });
  });
});
