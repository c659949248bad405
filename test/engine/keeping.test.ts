import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { imageArchive, tarOf } from '../../scripts/environment/images';
import type { App } from '../../src/app';
import { exportContainers } from '../../src/commands/containers/export';
import { openContainerShell } from '../../src/commands/containers/shell';
import { showContainerChanges } from '../../src/commands/containers/show-changes';
import { importImage } from '../../src/commands/images/import';
import { saveImages } from '../../src/commands/images/save';
import { SlipwayError } from '../../src/core/errors';
import { TarEntries } from '../../src/core/tar-entries';
import type { Engine } from '../../src/engine/engine';
import { fakeApp, type FakeApp, type FakeAppOptions, pick, runWithAnswers, type } from '../support/fake-app';
import { eventually, failsWith, loadShellImage, openRegistry, pushCompressed, testEngine, unique } from './support';

const run = promisify(execFile);

interface Exported {
  readonly exported: readonly { readonly container: string; readonly file: string; readonly bytes: number }[];
}

describe('engine: keeping images and file systems', function () {
  this.timeout(120_000);
  let engine: Engine;
  let image = '';
  let folder = '';
  const made: string[] = [];
  const containers: string[] = [];

  before(async () => {
    engine = await testEngine();
    image = await loadShellImage(engine, `${unique('slipway-keep')}:1`, { layers: [[{ path: 'data/big', size: 3_000_000 }, { path: 'data/gone', content: 'x' }]] });
    made.push(image);
  });
  beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'slipway-keeping-'))));
  afterEach(() => rm(folder, { recursive: true }));
  after(async () => {
    for (const id of containers) await engine.containers.remove(id, { force: true }).catch(() => undefined);
    for (const name of made) await engine.images.remove(name, { force: true }).catch(() => undefined);
    engine.dispose();
  });

  const appWithEngine = (options: FakeAppOptions = {}): FakeApp =>
    fakeApp({
      ...options,
      information: engine.information,
      engine: {
        images: {
estimateArchive: engine.images.estimateArchive.bind(engine),
save: engine.images.save.bind(engine),
import: engine.images.import.bind(engine),
},
        containers: {
export: engine.containers.export.bind(engine),
size: engine.containers.size.bind(engine),
changes: engine.containers.changes.bind(engine),
commit: engine.containers.commit.bind(engine),
execute: engine.containers.execute.bind(engine),
},
      },
    });

  /** A container that has added, changed and deleted a file; running when its last words are to sleep. */
  async function workedIn(running = false): Promise<string> {
    const name = unique('slipway-keep');
    const script = `echo new > /data/new; echo more >> /etc/marker; rm /data/gone; ${running ? 'sleep 300' : 'true'}`;
    const { id } = await engine.containers.create({ name, body: { Image: image, Cmd: ['sh', '-c', `mkdir -p /etc; ${script}`] } });
    containers.push(id);
    await engine.containers.start(id);
    await eventually(async () => {
      const changes = await engine.containers.changes(id);
      const state = (await engine.containers.inspect(id)).State as { readonly Running: boolean };
      return changes.some(({ path: file }) => file === '/data/gone') && state.Running === running ? true : undefined;
    }, 'the container has done its work');
    return name;
  }

  async function bytesOf(stream: Readable): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  it('knows before how large an archive is, with what images share counted once', async () => {
    const base = [{ path: unique('base'), size: 4_000_000 }];
    for (const size of [500_000, 700_000]) {
      const archive = await imageArchive({ reference: `${unique('slipway-shared')}:1`, layers: [base, [{ path: unique('own'), size }]] });
      made.push(...(await engine.images.load(Readable.from([archive]), {})));
    }
    const names = made.slice(-2);
    const app = appWithEngine();
    const file = path.join(folder, 'two.tar');
    const { bytes } = (await runWithAnswers(saveImages, app, { images: names, file })) as { readonly bytes: number };
    const { bytes: estimated, images } = await engine.images.estimateArchive(names);
    assert.equal(images, 2);
    assert.ok(bytes < 5_400_000 && Math.abs(estimated - bytes) < 100_000, `${String(estimated)} of ${String(bytes)}`);
    assert.equal((await stat(file)).size, bytes);
    const last = app.record.reports.at(-1);
    assert.equal(last?.current, bytes);
    assert.ok(app.record.reports.every(({ current = 0, total = 0 }) => total >= current));
  });

  it('knows the size of what its store keeps compressed', async function () {
    const layer = await tarOf([{ path: unique('soft'), content: 'soft '.repeat(600_000) }]);
    const name = await pushCompressed(openRegistry(), unique('soft'), layer);
    const pulled = await engine.images.pull(name, {}).then(() => '', (error: unknown) => (error instanceof SlipwayError ? error.kind : String(error)));
    // Podman speaks TLS with a registry that it was not told about when it started.
    if (pulled === 'tlsFailed' && engine.information.kind === 'podman') this.skip();
    assert.equal(pulled, '');
    made.push(name);
    const { bytes } = await engine.images.estimateArchive([name]);
    const saved = (await bytesOf((await engine.images.save([name])).stream)).length;
    assert.ok(Math.abs(bytes - saved) < 100_000, `${String(bytes)} of ${String(saved)}`);
  });

  // VS Code's own Node has zstd; older ones do not.
  const zstd = 'createZstdCompress' in zlib ? ([['stopped', 'tar.zst']] as const) : [];
  for (const [state, ending] of [['stopped', 'tar'], ['running', 'tar.gz'], ...zstd] as const) {
    it(`exports a ${state} container to .${ending} and imports it again`, async () => {
      const name = await workedIn(state === 'running');
      const app = appWithEngine();
      const file = path.join(folder, `x.${ending}`);
      const { exported } = (await runWithAnswers(exportContainers, app, { containers: [name], file })) as Exported;
      assert.deepEqual(exported, [{ container: name, file, bytes: (await stat(file)).size }]);
      assert.deepEqual(await readdir(folder), [`x.${ending}`]);
      const last = app.record.reports.at(-1);
      assert.ok((last?.current ?? 0) > 5_000_000 && Math.abs((last?.total ?? 0) - (last?.current ?? 0)) < 500_000, JSON.stringify(last));

      const reference = `${unique('slipway-imported')}:1`;
      const { imageId } = (await runWithAnswers(importImage, app, { source: file, reference, changes: ['CMD ["sh"]'] })) as { readonly imageId: string };
      made.push(reference);
      const { id } = await engine.containers.create({ body: { Image: imageId, Cmd: ['true'] } });
      containers.push(id);
      const entries = new TarEntries(() => true);
      entries.push(await bytesOf(await engine.containers.readFiles(id, '/data/new')));
      assert.equal(new TextDecoder().decode(entries.entries.get('new')?.content), 'new\n');
      await failsWith(engine.containers.readFiles(id, '/data/gone'), 'notFound');
    });
  }

  it('exports several to one file each and overwrites nothing', async () => {
    const names = [await workedIn(), await workedIn()];
    await writeFile(path.join(folder, `${names[0]!}.tar`), 'mine');
    const { exported } = (await runWithAnswers(exportContainers, appWithEngine(), { containers: names, folder })) as Exported;
    assert.deepEqual(exported.map(({ file }) => path.basename(file)), [`${names[0]!}-2.tar`, `${names[1]!}.tar`]);
    assert.equal(await readFile(path.join(folder, `${names[0]!}.tar`), 'utf8'), 'mine');
    assert.equal((await readdir(folder)).length, 3);
  });

  it('leaves nothing of an export that is cancelled, or of a container that is not there', async () => {
    const name = await workedIn();
    const app: App = {
      ...appWithEngine(),
      progress: {
        run: (_title, work) => {
          const stop = new AbortController();
          return work(() => stop.abort(), stop.signal);
        },
      },
    };
    await failsWith(runWithAnswers(exportContainers, app, { containers: [name], file: path.join(folder, 'x.tar') }), 'cancelled');
    const missing = await failsWith(runWithAnswers(exportContainers, appWithEngine(), { containers: [unique('nobody')], file: path.join(folder, 'x.tar') }), 'notFound');
    assert.equal(missing.what, 'container');
    assert.deepEqual(await readdir(folder), []);
  });

  it('tells what a container has added, changed and deleted', async () => {
    const name = await workedIn();
    const app = appWithEngine();
    const { changes } = (await runWithAnswers(showContainerChanges, app, { container: name })) as { readonly changes: readonly { readonly kind: string; readonly path: string }[] };
    const found = new Map(changes.map(({ kind, path: file }) => [file, kind]));
    assert.deepEqual([found.get('/data'), found.get('/data/new'), found.get('/data/gone')], ['changed', 'added', 'deleted']);
    const lines = app.record.documents[0]?.content.split('\n') ?? [];
    for (const line of ['C /data', 'A /data/new', 'D /data/gone']) assert.ok(lines.includes(line), line);
    const fresh = await engine.containers.create({ body: { Image: image, Cmd: ['true'] } });
    containers.push(fresh.id);
    assert.deepEqual(await engine.containers.changes(fresh.id), []);
  });

  it('offers to commit what a shell has changed, and only that', async () => {
    const name = await workedIn(true);
    const reference = `${unique('slipway-offered')}:1`;
    const app = appWithEngine({ pressInformation: 'Commit…', answers: [type(reference), pick('Commit')] });
    const session = async (words: string): Promise<void> => {
      await runWithAnswers(openContainerShell, app, { container: name });
      const stream = (await app.record.terminals.at(-1)!.open(new AbortController().signal));
      const ended = new Promise((resolve) => stream.onEnd(resolve));
      stream.onData(() => undefined);
      stream.write(`${words}; exit\n`);
      await ended;
    };
    await session('cat /data/new');
    await session('echo 1 > /data/one; echo 2 > /data/two');
    await eventually(() => (app.record.statuses.length > 0 ? true : undefined), 'the commit is made');
    made.push(reference);
    assert.deepEqual(app.record.information, [{ message: `The session in ${name} has ended; 2 files have changed.`, action: 'Commit…', more: ['Show Changes'] }]);
    await engine.images.inspect(reference);
    app.done();
  });

  it('leaves nothing on a disk that is full', async function () {
    // A disk of 2 MB of its own, for which one must be root; unit tests have a disk that only seems full.
    if (process.getuid?.() !== 0) this.skip();
    const small = path.join(folder, 'small');
    await mkdir(small);
    await run('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', small]);
    try {
      const name = await workedIn();
      const isFull = (reason: RegExp) => (error: unknown) => {
        const details = SlipwayError.details(error, 'fileFailed');
        return (details?.code === 'ENOSPC' && reason.test(details.detail)) || assert.fail(String(error));
      };
      for (const [file, reason] of [['x.tar', /is needed and .* is free/], ['x.tar.gz', /the disk is full/]] as const) {
        const target = path.join(small, file);
        await writeFile(target, 'before');
        await assert.rejects(runWithAnswers(saveImages, appWithEngine(), { images: [image], file: target }), isFull(reason), file);
        await assert.rejects(runWithAnswers(exportContainers, appWithEngine(), { containers: [name], file: target }), isFull(reason), file);
        assert.deepEqual(await readdir(small), [file]);
        assert.equal(await readFile(target, 'utf8'), 'before');
        await rm(target);
      }
    } finally {
      await run('umount', [small]);
    }
  });
});
