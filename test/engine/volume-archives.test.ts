import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { backUpVolume } from '../../src/commands/volumes/backup';
import { downloadFilesCommand } from '../../src/commands/files/download';
import { cloneVolume } from '../../src/commands/volumes/clone';
import { fillVolumeFromFolder } from '../../src/commands/volumes/fill-from-folder';
import { createVolume } from '../../src/commands/volumes/create';
import { restoreVolume } from '../../src/commands/volumes/restore';
import type { Engine } from '../../src/engine/engine';
import { isHelper } from '../../src/engine/files/helper-label';
import { runProgram } from '../../src/engine/files/run-program';
import { accept, fakeApp, leave, runInUsersName, runWithAnswers } from '../support/fake-app';
import { failsWith, loadShellImage, testEngine, unique } from './support';

describe('engine: archives of volumes', () => {
  let engine: Engine;
  let image: string;
  let folder: string;
  const volumes: string[] = [];

  before(async () => {
    engine = await testEngine();
    image = await loadShellImage(engine, `${unique('slipway-archives')}:1`);
    folder = await mkdtemp(path.join(tmpdir(), 'slipway-archives-'));
  });
  after(async () => {
    for (const name of volumes) await engine.volumes.remove(name, { force: true });
    assert.deepEqual((await engine.containers.list({ all: true })).filter(isHelper), []);
    await engine.images.remove(image, { force: true });
    await rm(folder, { recursive: true });
    engine.dispose();
  });

  /** Runs a script beside a volume and gives what it says. */
  async function beside(volume: string, script: string): Promise<string> {
    const { id } = await engine.containers.create({ body: { Image: image, Cmd: ['sleep', '600'], HostConfig: { Binds: [`${volume}:/data`] } } });
    try {
      await engine.containers.start(id);
      const end = await runProgram(engine, id, ['sh', '-c', script]);
      assert.ok(end !== 'missing');
      return end.output;
    } finally {
      await engine.containers.remove(id, { force: true });
    }
  }
  const list = 'cd /data && find . | sort | while read -r f; do stat -c "%n %a %u %g %F %Y" "$f"; [ -f "$f" ] && sha256sum "$f"; [ -L "$f" ] && ls -l "$f" | sed "s/.*->//"; done; true';

  it('hold all of it, with owners, modes, times and links, and make an equal volume', async () => {
    const [source, restored, cloned] = [unique('slipway-source'), unique('slipway-restored'), unique('slipway-cloned')];
    volumes.push(source, restored, cloned);
    const app = fakeApp({ engine });
    await runWithAnswers(createVolume, app, { name: source, labels: { a: 'b' } });
    assert.deepEqual((await engine.volumes.inspect(source))['Labels'], { a: 'b' });
    await failsWith(runWithAnswers(createVolume, app, { name: source }), 'conflict');
    const fill = 'cd /data && mkdir -p d/e && echo one > d/e/f && dd if=/dev/urandom of=big bs=1000 count=300 2>/dev/null && chown 12:34 big d && chmod 750 d && chmod 4711 big && ln -s ../big d/l && touch -d "2020-02-03 04:05:06" d/e/f d/e d . && chown 5:6 . && chmod 770 .';
    await beside(source, fill);
    const before = await beside(source, list);
    assert.match(before, /12 34/);
    const file = path.join(folder, 'backup.tar.gz');
    const { bytes } = (await runWithAnswers(backUpVolume, app, { volume: source, file })) as { readonly bytes: number };
    assert.ok(bytes > 300_000);
    assert.deepEqual(await runWithAnswers(restoreVolume, app, { file, volume: restored }), { volume: restored, created: true });
    assert.equal(await beside(restored, list), before);
    await runWithAnswers(cloneVolume, app, { volume: source, name: cloned });
    assert.equal(await beside(cloned, list), before);
  });

  it('are restored to a volume that is there: at once where it is empty, else only where that is wanted', async () => {
    const [source, target] = [unique('slipway-source'), unique('slipway-target')];
    volumes.push(source, target);
    const app = fakeApp({ engine });
    for (const name of [source, target]) await runWithAnswers(createVolume, app, { name, labels: { is: name } });
    await beside(source, 'echo one > /data/f; chown 3:4 /data/f; chmod 751 /data; chown 7:8 /data; touch -d "2020-02-03 04:05:06" /data');
    const file = path.join(folder, 'again.tar');
    await runWithAnswers(backUpVolume, app, { volume: source, file });
    assert.deepEqual(await runWithAnswers(restoreVolume, app, { file, volume: target }), { volume: target, created: false });
    assert.equal(await beside(target, list), await beside(source, list));
    await beside(target, 'echo two > /data/f; echo kept > /data/g');
    await failsWith(runWithAnswers(restoreVolume, app, { file, volume: target }), 'conflict');
    const asked = fakeApp({ engine, answers: [leave] });
    await failsWith(runInUsersName(restoreVolume, asked, { file, volume: target }), 'cancelled');
    assert.match(asked.record.questions[0]?.title ?? '', /Something is in the volume/);
    assert.equal(await beside(target, 'cat /data/f /data/g'), 'two\nkept\n');
    await runWithAnswers(restoreVolume, app, { file, volume: target, replace: true });
    assert.equal(await beside(target, 'cat /data/f /data/g'), 'one\nkept\n');
    // Nothing of a damaged archive gets there, and a volume that was empty is so again, with its labels.
    const broken = path.join(folder, 'broken-end.tar');
    await writeFile(broken, (await readFile(file)).subarray(0, 1_300));
    await failsWith(runWithAnswers(restoreVolume, app, { file: broken, volume: target, replace: true }), 'invalidInput');
    assert.equal(await beside(target, 'cat /data/f /data/g'), 'one\nkept\n');
    const empty = unique('slipway-empty');
    volumes.push(empty);
    await runWithAnswers(createVolume, app, { name: empty, labels: { a: 'b' } });
    await engine.volumes.inspect(empty);
    await failsWith(runWithAnswers(restoreVolume, app, { file: broken, volume: empty }), 'invalidInput');
    assert.deepEqual((await engine.volumes.inspect(empty))['Labels'], { a: 'b' });
    assert.equal(await beside(empty, 'ls -A /data'), '');
  });

  it('are not needed to copy what is in a folder of this machine into a volume, and back', async () => {
    const volume = unique('slipway-folder');
    volumes.push(volume);
    const app = fakeApp({ engine });
    await runWithAnswers(createVolume, app, { name: volume });
    await beside(volume, 'chown 5:6 /data; echo old > /data/-rf');
    const source = path.join(folder, 'source');
    await mkdir(path.join(source, 'd'), { recursive: true });
    for (const name of ['-rf', 'd/line\nbreak', '日本']) await writeFile(path.join(source, name), name);
    await chmod(path.join(source, '-rf'), 0o750);
    await utimes(path.join(source, '-rf'), 1_000, 1_000);
    const asked = fakeApp({ engine, answers: [accept] });
    await runInUsersName(fillVolumeFromFolder, asked, { volume, folder: source });
    assert.match(asked.record.questions[0]?.detail ?? '', /^-rf\./);
    assert.equal(await beside(volume, 'stat -c "%a %u %g %Y" /data/-rf; cat /data/-rf /data/d/* /data/日本'), '750 5 6 1000\n-rfd/line\nbreak日本');
    const target = path.join(folder, 'target');
    await mkdir(target);
    await runWithAnswers(downloadFilesCommand, app, { volume, folder: target });
    assert.equal(await readFile(path.join(target, volume, 'd/line\nbreak'), 'utf8'), 'd/line\nbreak');
    assert.equal((await stat(path.join(target, volume, '-rf'))).mtimeMs, 1_000_000);
    await failsWith(runWithAnswers(fillVolumeFromFolder, app, { volume, folder: path.join(folder, 'none') }), 'fileFailed');
  });

  it('leave nothing behind when they fail or are cancelled', async () => {
    const app = fakeApp({ engine });
    const name = unique('slipway-none');
    const file = path.join(folder, 'broken.tar');
    await writeFile(file, Buffer.alloc(2_000, 'x'));
    await assert.rejects(runWithAnswers(restoreVolume, app, { file, volume: name }));
    await failsWith(runWithAnswers(cloneVolume, app, { volume: unique('gone'), name }), 'notFound');
    const source = unique('slipway-source');
    volumes.push(source);
    await runWithAnswers(createVolume, app, { name: source });
    await failsWith(runWithAnswers(cloneVolume, fakeApp({ engine, cancelWork: true }), { volume: source, name }), 'cancelled');
    await failsWith(runWithAnswers(backUpVolume, fakeApp({ engine, cancelWork: true }), { volume: source, file: path.join(folder, 'c.tar') }), 'cancelled');
    // The same when that comes while bytes are on their way.
    await beside(source, 'dd if=/dev/urandom of=/data/big bs=1000000 count=8 2>/dev/null');
    const whole = path.join(folder, 'whole.tar');
    await runWithAnswers(backUpVolume, app, { volume: source, file: whole });
    const midway = { ...app, progress: { run: <Result>(_title: string, work: (report: () => void, signal: AbortSignal) => Promise<Result>): Promise<Result> => {
      const cancel = new AbortController();
      return work(() => cancel.abort(), cancel.signal);
    } } };
    await failsWith(runWithAnswers(cloneVolume, midway, { volume: source, name }), 'cancelled');
    await failsWith(runWithAnswers(restoreVolume, midway, { file: whole, volume: name }), 'cancelled');
    await failsWith(runWithAnswers(backUpVolume, midway, { volume: source, file: path.join(folder, 'c.tar') }), 'cancelled');
    await failsWith(engine.volumes.inspect(name), 'notFound');
    assert.deepEqual((await engine.containers.list({ all: true })).filter(isHelper), []);
    assert.deepEqual((await readdir(folder)).filter((one) => one.endsWith('.part') || one === 'c.tar'), []);
  });
});
