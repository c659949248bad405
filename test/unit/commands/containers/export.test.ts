import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { exportContainers } from '../../../../src/commands/containers/export';
import { showContainerChanges } from '../../../../src/commands/containers/show-changes';
import { failure, SlipwayError, type SlipwayErrorKind } from '../../../../src/core/errors';
import { containerChangesNode } from '../../../../src/nodes/container-changes';
import { containerNode } from '../../../../src/nodes/container';
import { fakeApp, type FakeAppOptions, file, pickMany, runFromRows, runWithAnswers } from '../../../support/fake-app';
import { tar } from '../../../support/fake-archive';
import { fillDisk } from '../../../support/full-disk';
import { container } from '../samples';

const isKind = (kind: SlipwayErrorKind) => (error: unknown) => error instanceof SlipwayError && (error.kind === kind || assert.fail(error.message));
const whole = tar({ 'etc/name': 'x', 'data/big': Buffer.alloc(5_000, 1) });
const row = (name: string) => containerNode.make({ container: container(name) } as Parameters<typeof containerNode.make>[0]);

function setUp(archive: () => AsyncIterable<Buffer> | Iterable<Buffer> = () => [whole], options: FakeAppOptions = {}, size: () => Promise<number | undefined> = () => Promise.resolve(20_000)) {
  const asked: string[] = [];
  const app = fakeApp({
    ...options,
    engine: {
      containers: {
        export: (id) => {
          asked.push(id);
          return Promise.resolve(Readable.from(archive()));
        },
        size: size,
        list: () => Promise.resolve([container('web'), container('db', { state: 'exited' })]),
      },
      images: { list: () => Promise.resolve([]) },
    },
  });
  return { app, asked };
}

describe('slipway.containers.export', () => {
  let folder = '';
  beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'slipway-export-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it('writes the archive whole, by its answers, with a total that is an estimate', async () => {
    const { app, asked } = setUp(() => [whole.subarray(0, 700), whole.subarray(700)]);
    const target = path.join(folder, 'web.tar');
    assert.deepEqual(await runWithAnswers(exportContainers, app, { containers: ['web'], file: target }), { exported: [{ container: 'web', file: target, bytes: whole.length }] });
    assert.deepEqual(await readFile(target), whole);
    assert.deepEqual(asked, ['web']);
    assert.deepEqual(app.record.commands, [`docker export -o ${target} web`]);
    assert.deepEqual(app.record.reports.at(-1), { current: whole.length, total: 20_000, estimated: true });
    assert.deepEqual([app.record.questions, app.record.statuses], [[], []]);
  });

  it('compresses, and needs no size', async () => {
    const { app } = setUp(() => [whole], {}, () => Promise.reject(failure('engineFailed', { operation: 'inspect', status: 500, detail: 'no size' })));
    const target = path.join(folder, 'web.tgz');
    await runWithAnswers(exportContainers, app, { containers: ['web'], file: target });
    assert.deepEqual(gunzipSync(await readFile(target)), whole);
    assert.deepEqual(app.record.commands, [`docker export web | gzip > ${target}`]);
    assert.deepEqual(app.record.reports, [{ message: 'Sizes before compression', current: whole.length }]);
  });

  it('asks for the file of one row, the folder of several, and the containers in the palette', async () => {
    const one = setUp(undefined, { answers: [file(path.join(folder, 'a.tar'))] });
    await runFromRows(exportContainers, one.app, row('web'));
    assert.equal(one.app.record.questions[0]!.value, 'web.tar');
    assert.match(one.app.record.statuses[0] ?? '', /^Exported web to .*a\.tar \(.*\)$/);

    const several = setUp(undefined, { answers: [file(folder)] });
    await runFromRows(exportContainers, several.app, row('web'), row('db'));
    assert.deepEqual(several.asked, ['web-id', 'db-id']);
    const palette = setUp(undefined, { answers: [pickMany('db'), file(path.join(folder, 'b.tar'))] });
    await runFromRows(exportContainers, palette.app);
    palette.app.done();
    assert.deepEqual((await readdir(folder)).sort(), ['a.tar', 'b.tar', 'db.tar', 'web.tar']);
  });

  it('gives files in a folder numbers rather than overwrite one', async () => {
    await writeFile(path.join(folder, 'web.tar.gz'), 'mine');
    await writeFile(path.join(folder, 'web-2.tar.gz'), 'mine too');
    await runWithAnswers(exportContainers, setUp().app, { containers: ['web', 'web'], folder, format: 'tar.gz' });
    assert.deepEqual((await readdir(folder)).sort(), ['web-2.tar.gz', 'web-3.tar.gz', 'web-4.tar.gz', 'web.tar.gz']);
    assert.equal(await readFile(path.join(folder, 'web.tar.gz'), 'utf8'), 'mine');
  });

  it('gives names that a file system may take for one, or for a device, names of their own', async () => {
    await writeFile(path.join(folder, 'DB.tar'), 'mine');
    const { exported } = (await runWithAnswers(exportContainers, setUp().app, { containers: ['Web', 'web', 'db', 'con', 'Con'], folder })) as { exported: readonly { file: string }[] };
    assert.deepEqual(exported.map(({ file: written }) => path.basename(written)), ['Web.tar', 'web-2.tar', 'db-2.tar', 'con_.tar', 'Con_-2.tar']);
    assert.equal(await readFile(path.join(folder, 'DB.tar'), 'utf8'), 'mine');
  });

  it('keeps a name that would lead out of the folder in it', async () => {
    await runWithAnswers(exportContainers, setUp().app, { containers: ['../../etc/x'], folder });
    assert.deepEqual(await readdir(folder), ['_.._etc_x.tar']);
  });

  it('checks its answers before the engine is asked', async () => {
    for (const answers of [
      { containers: [], file: '/x.tar' },
      { containers: ['web', 'db'], file: '/x.tar' },
      { containers: ['web'], file: 'x.tar' },
      { containers: ['web'], file: '/x.tar.xz' },
      { containers: ['web'], folder: 'x' },
    ]) {
      const { app, asked } = setUp();
      await assert.rejects(runWithAnswers(exportContainers, app, answers), isKind('invalidInput'), JSON.stringify(answers));
      assert.deepEqual([asked, app.record.commands], [[], []]);
    }
    for (const answers of [{ containers: ['web'] }, { containers: ['web', 'db'] }, { containers: ['web'], folder: '/x', format: 'tar.bz2' }]) {
      const { app, asked } = setUp();
      await assert.rejects(runWithAnswers(exportContainers, app, answers), isKind('wrongAnswer'), JSON.stringify(answers));
      assert.deepEqual([asked, app.record.commands], [[], []]);
    }
  });

  const failures: Readonly<Record<string, readonly [SlipwayErrorKind, () => AsyncIterable<Buffer> | Iterable<Buffer>]>> = {
    'an archive that ends too early': ['engineFailed', () => [whole.subarray(0, whole.length - 2_000)]],
    'no archive at all': ['engineFailed', () => [Buffer.from('{"message":"driver failed"}\n'.padEnd(1_024))]],
    'a connection that breaks': ['connectionLost', async function* () {
      await Promise.resolve();
      yield whole.subarray(0, 600);
      throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
    }],
  };
  for (const [what, [kind, archive]] of Object.entries(failures)) {
    for (const name of ['web.tar', 'web.tgz']) {
      it(`leaves what was there and nothing else after ${what} (${name})`, async () => {
        const target = path.join(folder, name);
        await writeFile(target, 'before');
        await assert.rejects(runWithAnswers(exportContainers, setUp(archive).app, { containers: ['web'], file: target }), isKind(kind));
        assert.deepEqual(await readdir(folder), [name]);
        assert.equal(await readFile(target, 'utf8'), 'before');
      });
    }
  }

  it('leaves nothing when it is cancelled or the disk is full, or has no room', async () => {
    const target = path.join(folder, 'web.tar');
    await assert.rejects(runWithAnswers(exportContainers, setUp(undefined, { cancelWork: true }).app, { containers: ['web'], file: target }), isKind('cancelled'));
    const noRoom = setUp(undefined, {}, () => Promise.resolve(2 ** 60));
    await assert.rejects(runWithAnswers(exportContainers, noRoom.app, { containers: ['web'], file: target }), isKind('fileFailed'));
    assert.deepEqual(noRoom.asked, []);
    const restore = await fillDisk(1_000);
    try {
      await assert.rejects(runWithAnswers(exportContainers, setUp().app, { containers: ['web'], file: target }), (error) => SlipwayError.details(error, 'fileFailed')?.code === 'ENOSPC');
    } finally {
      restore();
    }
    assert.deepEqual(await readdir(folder), []);
  });

  it('goes on with the others after one that fails', async () => {
    let first = true;
    const { app } = setUp(() => {
      const archive = first ? whole.subarray(0, 600) : whole;
      first = false;
      return [archive];
    });
    await assert.rejects(runWithAnswers(exportContainers, app, { containers: ['web', 'db'], folder }), isKind('engineFailed'));
    assert.deepEqual(await readdir(folder), ['db.tar']);
  });
});

describe('slipway.containers.showChanges', () => {
  const changes = [{ kind: 'changed', path: '/etc' }, { kind: 'added', path: '/etc/x' }] as const;

  it('opens what docker diff prints, and gives it as data', async () => {
    const app = fakeApp({ engine: { containers: { changes: () => Promise.resolve(changes) } } });
    assert.deepEqual(await runWithAnswers(showContainerChanges, app, { container: 'web' }), { container: 'web', changes });
    assert.deepEqual(app.record.documents, [{ title: 'Changed files of web', language: 'plaintext', content: 'C /etc\nA /etc/x\n' }]);
    assert.deepEqual(app.record.commands, ['docker diff web']);
  });

  it('opens the rows of a container; nothing is read for that', async () => {
    const app = fakeApp({ engine: { containers: { changes: () => Promise.reject(new Error('read')) } } });
    await runFromRows(showContainerChanges, app, row('web'));
    assert.deepEqual(app.record.revealed.map((id) => id.split('/')[0]), ['containerChanges']);
  });

  it('says on these rows when there are none', async () => {
    const app = fakeApp({ engine: { containers: { changes: () => Promise.resolve([]) } } });
    await runFromRows(showContainerChanges, app, containerChangesNode.make({ container: container('web') }));
    assert.deepEqual([app.record.documents, app.record.statuses], [[], ['web has not changed any files of its image.']]);
  });
});
