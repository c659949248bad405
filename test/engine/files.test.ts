import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SlipwayError } from '../../src/core/errors';
import type { FilePlace } from '../../src/core/files/file-place';
import type { Engine } from '../../src/engine/engine';
import { removeFile, renameFile } from '../../src/engine/files/change-files';
import { createFolder, findFile, headerOf, readFile as readPlaced, readFolder, writeFile as writePlaced } from '../../src/engine/files/container-files';
import { downloadFiles } from '../../src/engine/files/download';
import { forgetListings } from '../../src/engine/files/list-folder';
import { isHelper } from '../../src/engine/files/helper-label';
import { type OpenPlace, withPlace } from '../../src/engine/files/open-place';
import { runProgram } from '../../src/engine/files/run-program';
import { planUpload, uploadFiles } from '../../src/engine/files/upload';
import { failsWith, loadShellImage, testEngine, unique } from './support';

/** Names that break programs which take names for lines, options or patterns. */
const names = [
  'plain.txt',
  ' two  blanks ',
  'line\nbreak',
  '\n',
  '-rf',
  '--help',
  '*',
  '$(touch x)',
  'quote\'"`',
  'back\\slash',
  'percent%20#?&+',
  'ünïcødé 文件 🐳',
  'e\u0301 and é',
  'x'.repeat(200),
  '日'.repeat(66),
  '.hidden',
  '...',
  'tab\there',
];

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('engine: files of containers and volumes', () => {
  let engine: Engine;
  let image: string;
  let folder: string;
  const containers: string[] = [];
  const volumes: string[] = [];

  before(async () => {
    engine = await testEngine();
    image = await loadShellImage(engine, `${unique('slipway-places')}:1`);
    folder = await mkdtemp(path.join(tmpdir(), 'slipway-files-'));
  });

  afterEach(async () => {
    for (const id of containers.splice(0)) await engine.containers.remove(id, { force: true, volumes: true });
    for (const name of volumes.splice(0)) await engine.volumes.remove(name, { force: true });
    assert.deepEqual((await engine.containers.list({ all: true })).filter(isHelper), [], 'helpers that were left');
  });

  after(async () => {
    await engine.images.remove(image, { force: true });
    await rm(folder, { recursive: true, force: true });
    engine.dispose();
  });

  async function container(started: boolean, body: Readonly<Record<string, unknown>> = {}): Promise<FilePlace & { readonly id: string }> {
    const { id } = await engine.containers.create({ body: { Image: image, Cmd: ['sleep', '600'], StopSignal: 'SIGKILL', ...body } });
    containers.push(id);
    if (started) await engine.containers.start(id);
    return { kind: 'container', id, name: 'it' };
  }

  const at = <Result>(place: FilePlace, work: (open: OpenPlace) => Promise<Result>): Promise<Result> => withPlace(engine, place, 'owners', undefined, work);

  for (const started of [true, false]) {
    it(`hold what is written, byte for byte, whatever they are called (${started ? 'running' : 'never started'})`, async () => {
      const place = await container(started);
      await at(place, async (open) => {
        await createFolder(engine, open, '/made here');
        for (const name of started ? ['-rf', 'line\nbreak'] : ['日'.repeat(66)]) {
          const content = randomBytes(1 + name.length * 37);
          await writePlaced(engine, open, `/made here/${name}`, content);
          assert.deepEqual(Buffer.from(await readPlaced(engine, open, `/made here/${name}`)), content, name);
          const listed = (await readFolder(engine, open, '/made here')).find((entry) => entry.name === name);
          assert.deepEqual([listed?.type, listed?.mode, listed?.size], ['file', 0o644, content.length]);
        }
        await writePlaced(engine, open, '/made here/empty', new Uint8Array());
        assert.equal((await readPlaced(engine, open, '/made here/empty')).length, 0);
        await failsWith(readPlaced(engine, open, '/made here'), 'invalidInput');
        await failsWith(readPlaced(engine, open, '/none'), 'notFound');
        await failsWith(readFolder(engine, open, '/none'), 'notFound');
        await failsWith(writePlaced(engine, open, '/none/file', bytes('x')), 'notFound');
        await failsWith(createFolder(engine, open, '/made here'), 'conflict');
      });
    });
  }

  it('keep owner and mode when they are saved, and links stay links', async () => {
    const place = await container(true);
    const script = 'mkdir /w && echo old > /w/conf && chown 1234:4321 /w/conf && chmod 4640 /w/conf && ln -s conf /w/link && ln -s /w/none /w/broken && ln -s /w /dir';
    await runProgram(engine, place.id, ['sh', '-c', script]);
    const check = async (open: OpenPlace, saved: string): Promise<void> => {
      await writePlaced(engine, open, '/w/link', bytes(saved));
      assert.equal(new TextDecoder().decode(await readPlaced(engine, open, '/w/conf')), saved);
      const { user, group, mode } = await headerOf(engine, open, '/w/conf');
      assert.deepEqual([user, group, mode], [1234, 4321, 0o4640]);
      assert.equal((await engine.containers.fileFacts(open.container, '/w/link')).type, 'link');
      const found = await findFile(engine, open, '/dir');
      assert.deepEqual([found.type, found.path, found.isLink], ['folder', '/w', true]);
      const listed = await readFolder(engine, open, '/dir');
      assert.deepEqual(listed.map(({ name, type, leadsTo }) => [name, type, leadsTo]), [
        ['broken', 'link', undefined],
        ['conf', 'file', undefined],
        ['link', 'link', 'file'],
      ]);
      await failsWith(findFile(engine, open, '/w/broken'), 'notFound');
    };
    await at(place, (open) => check(open, 'new'));
    const told = await runProgram(engine, place.id, ['stat', '-c', '%u %g %a', '/w/conf']);
    assert.ok(told !== 'missing');
    assert.equal(told.output, '1234 4321 4640\n');
    await engine.containers.stop(place.id);
    await at(place, (open) => check(open, 'newer'));
  });

  it('are removed and renamed by programs of a container that runs, and elsewhere it is said why not', async () => {
    const place = await container(true);
    await withPlace(engine, place, 'programs', undefined, async (open) => {
      const odd = ['-rf', 'line\nbreak', '$(touch x)'];
      for (const name of odd) {
        await writePlaced(engine, open, `/tmp/${name}`, bytes(name));
        await renameFile(engine, open, `/tmp/${name}`, `/root/${name}`);
      }
      assert.deepEqual(await readFolder(engine, open, '/tmp'), []);
      await failsWith(renameFile(engine, open, '/root/-rf', '/root/line\nbreak'), 'conflict');
      await renameFile(engine, open, '/root/-rf', '/root/line\nbreak', { replace: true });
      assert.equal(new TextDecoder().decode(await readPlaced(engine, open, '/root/line\nbreak')), '-rf');
      for (const name of odd.slice(1)) await removeFile(engine, open, `/root/${name}`);
      assert.deepEqual(await readFolder(engine, open, '/root'), []);
      await failsWith(removeFile(engine, open, '/root/none'), 'notFound');
      await failsWith(removeFile(engine, open, '/'), 'invalidInput');
    });
    await engine.containers.stop(place.id);
    const stopped = await failsWith(withPlace(engine, place, 'programs', undefined, () => Promise.resolve()), 'conflict');
    assert.equal(stopped.state, 'notRunning');
  });

  it('of a container without programs are listed by the archive of the folder', async () => {
    const place = await container(true);
    await runProgram(engine, place.id, ['sh', '-c', 'mkdir -p /d/e && echo x > /d/e/f && echo y > /d/g']);
    await runProgram(engine, place.id, ['rm', '/bin/find']);
    let whole = 0;
    await at(place, async (open) => {
      assert.deepEqual((await readFolder(engine, open, '/d', undefined, () => (whole += 1))).map(({ name }) => name), ['e', 'g']);
    });
    await engine.containers.stop(place.id);
    await at(place, async (open) => {
      await readFolder(engine, open, '/', undefined, () => (whole += 1));
      // What is below is known by then.
      assert.deepEqual((await readFolder(engine, open, '/d/e', undefined, () => (whole += 1))).map(({ name, size }) => [name, size]), [['f', 2]]);
    });
    assert.equal(whole, 2);
    forgetListings(engine);
  });

  it('are downloaded and uploaded with mode, time and links, and nothing is written outside', async () => {
    const place = await container(true);
    const hostile = [
      'mkdir -p /h/in/deep && echo one > /h/in/file && chmod 750 /h/in/file && touch -d "2020-02-03 04:05:06" /h/in/file',
      'ln -s file /h/in/good && ln -s ./file /h/in/also && ln -s ../../../../etc /h/in/evil && ln -s /etc/passwd /h/in/absolute && ln -s .. /h/in/deep/up',
      'ln -s deep/up/.. /h/in/steps && mkfifo /h/in/pipe; ln /h/in/file /h/in/hard; true',
    ].join('; ');
    await runProgram(engine, place.id, ['sh', '-c', hostile]);
    const target = path.join(folder, unique('down'));
    await at(place, async (open) => {
      const { files, leftOut } = await downloadFiles(engine, open, '/h/in', { target, platform: 'linux' });
      assert.equal(files, 2);
      assert.deepEqual(leftOut.filter(({ why }) => why === 'leadsOut').map((one) => one.path).sort(), ['absolute', 'evil', 'steps']);
      const stats = await lstat(path.join(target, 'file'));
      assert.deepEqual([stats.mode & 0o7777, stats.mtime.toISOString()], [0o750, '2020-02-03T04:05:06.000Z']);
      assert.equal(await readlink(path.join(target, 'good')), 'file');
      assert.equal(await readFile(path.join(target, 'also'), 'utf8'), 'one\n');
      assert.equal(await readFile(path.join(target, 'hard'), 'utf8'), 'one\n');
      assert.ok(!existsSync(path.join(target, 'evil')));
      // A file that is there is not replaced, and nothing of the attempt stays.
      await assert.rejects(downloadFiles(engine, open, '/h/in', { target, platform: 'linux' }));
      assert.deepEqual((await readdir(folder)).filter((name) => name.endsWith('.part')), []);
      const stopped = AbortSignal.abort();
      await failsWith(downloadFiles(engine, open, '/h/in', { target: `${target}-2`, platform: 'linux', signal: stopped }), 'cancelled');
    });
    const source = path.join(folder, unique('up'));
    await mkdir(path.join(source, 'sub'), { recursive: true });
    for (const name of names) await writeFile(path.join(source, name), `content of ${name}`, { mode: 0o711 });
    await symlink('plain.txt', path.join(source, 'sub', 'link'));
    await utimes(path.join(source, 'plain.txt'), 1_500_000_000, 1_500_000_000);
    await runProgram(engine, place.id, ['sh', '-c', 'mkdir /up && chown 77:88 /up']);
    await at(place, async (open) => {
      const plan = await planUpload(engine, open, '/up', [source]);
      assert.deepEqual(plan.taken, []);
      assert.equal((await uploadFiles(engine, open, '/up', plan, { platform: 'linux' })).files, names.length);
      assert.deepEqual((await planUpload(engine, open, '/up', [source])).taken, [path.basename(source)]);
      const top = `/up/${path.basename(source)}`;
      const odd = 'percent%20#?&+';
      assert.equal(new TextDecoder().decode(await readPlaced(engine, open, `${top}/${odd}`)), `content of ${odd}`);
      assert.deepEqual((await readFolder(engine, open, top)).map(({ name }) => name).sort(), [...names, 'sub'].sort());
      const { user, group, mode, modified } = await headerOf(engine, open, `${top}/plain.txt`);
      assert.deepEqual([user, group, mode, modified], [77, 88, 0o711, 1_500_000_000_000]);
      const back = path.join(folder, unique('back'));
      await downloadFiles(engine, open, top, { target: back, platform: 'linux' });
      assert.deepEqual((await readdir(back)).sort(), [...names, 'sub'].sort());
      for (const name of names) assert.equal(await readFile(path.join(back, name), 'utf8'), `content of ${name}`);
      assert.equal(await readlink(path.join(back, 'sub', 'link')), 'plain.txt');
    });
  });

  it('of volumes are reached with and without a container that mounts them', async () => {
    const volume = unique('slipway-volume');
    volumes.push(volume);
    const user = await container(false, { HostConfig: { Binds: [`${volume}:/data`] } });
    const place: FilePlace = { kind: 'volume', name: volume };
    await at(place, (open) => writePlaced(engine, open, '/first', bytes('1')));
    await engine.containers.start(user.id);
    const told = await runProgram(engine, user.id, ['cat', '/data/first']);
    assert.ok(told !== 'missing');
    assert.equal(told.output, '1');
    await runProgram(engine, user.id, ['sh', '-c', 'chown 55:66 /data/first; chmod 600 /data/first; ln -s /etc /data/out; ln -s first /data/in']);
    await at(place, async (open) => {
      assert.equal(open.running, true);
      assert.deepEqual((await readFolder(engine, open, '/')).map(({ name }) => name), ['out', 'first', 'in']);
      await failsWith(readFolder(engine, open, '/out'), 'notFound');
    });
    await engine.containers.remove(user.id, { force: true });
    containers.splice(0);
    await at(place, async (open) => {
      await writePlaced(engine, open, '/in', bytes('changed'));
      const { user: owner, group, mode } = await headerOf(engine, open, '/first');
      assert.deepEqual([owner, group, mode], [55, 66, 0o600]);
    });
    await withPlace(engine, place, 'programs', undefined, async (open) => {
      await renameFile(engine, open, '/first', '/second');
      await removeFile(engine, open, '/out');
    });
    await withPlace(engine, place, 'archives', undefined, async (open) => {
      assert.deepEqual((await readFolder(engine, open, '/')).map(({ name }) => name), ['in', 'second']);
    });
  });

  it('that the engine mounts one by one are refused with the reason', async () => {
    const place = await container(true);
    const error = await at(place, (open) => writePlaced(engine, open, '/etc/hosts', bytes('x'))).catch((reason: unknown) => reason);
    assert.ok(SlipwayError.details(error, 'unsupported')?.detail?.includes('hosts'));
  });
});
