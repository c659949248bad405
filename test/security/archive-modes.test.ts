import assert from 'node:assert/strict';
import { chmod, chown, link, lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { replaceFile } from '../../src/cli/write-file';
import { exportContainers } from '../../src/commands/containers/export';
import { saveImages } from '../../src/commands/images/save';
import type { ContainerSummary } from '../../src/engine/containers/containers';
import { writeWhole } from '../../src/files/atomic-file';
import { fakeApp, runWithAnswers } from '../support/fake-app';
import { imageArchive } from '../support/fake-archive';
import { image } from '../support/fake-images';

const umasks = [0, 0o002, 0o022, 0o027, 0o077, 0o177, 0o777];
const modes = [0o600, 0o640, 0o644, 0o664, 0o666, 0o400, 0o444, 0o755, 0o777, 0o604, 0o000, 0o2640];

describe('archives that others must not read', function () {
  let folder: string;
  let target: string;
  let umask: number;
  before(function () {
    if (process.platform === 'win32') this.skip();
  });
  beforeEach(async () => {
    umask = process.umask(0o022);
    process.umask(umask);
    folder = await mkdtemp(path.join(tmpdir(), 'slipway-modes-'));
    target = path.join(folder, 'image.tar');
  });
  afterEach(async () => {
    process.umask(umask);
    await rm(folder, { recursive: true });
  });

  const modeOf = async (file: string): Promise<number> => (await stat(file)).mode & 0o7777;
  /** Writes, and gives every mode that the part had on the way. */
  async function write(file = target): Promise<ReadonlySet<number>> {
    const seen = new Set<number>();
    async function* watched(): AsyncGenerator<Uint8Array> {
      for (let piece = 0; piece < 3; piece++) {
        for (const name of (await readdir(folder)).filter((entry) => entry.endsWith('.part'))) seen.add(await modeOf(path.join(folder, name)));
        yield Buffer.from('secret');
      }
    }
    await writeWhole(file, (sink) => pipeline(watched(), sink), () => undefined);
    return seen;
  }

  for (const mask of umasks) {
    it(`a new one has mode 0600, and its part no more, with umask ${mask.toString(8)}`, async () => {
      process.umask(mask);
      const seen = await write();
      assert.deepEqual([...seen].filter((mode) => (mode & 0o077) !== 0), []);
      assert.equal(seen.size, 1);
      assert.equal(await modeOf(target), 0o600);
    });
  }

  for (const mode of modes) {
    it(`one that was there keeps mode ${mode.toString(8)}, and its part is private`, async () => {
      for (const mask of [0o022, 0o077]) {
        await rm(target, { force: true });
        await writeFile(target, 'before');
        await chmod(target, mode);
        process.umask(mask);
        const seen = await write();
        assert.deepEqual([...seen].filter((seenMode) => (seenMode & 0o077) !== 0), []);
        assert.equal(await modeOf(target), mode);
      }
    });
  }

  it('behind a link the file keeps its mode, and the link stays one', async () => {
    await writeFile(path.join(folder, 'real'), 'before', { mode: 0o640 });
    await chmod(path.join(folder, 'real'), 0o640);
    await symlink('real', target);
    await write();
    assert.equal((await lstat(target)).isSymbolicLink(), true);
    assert.equal(await modeOf(path.join(folder, 'real')), 0o640);
  });

  it('a link of another file\'s contents gives nothing of them away', async () => {
    await writeFile(target, 'before', { mode: 0o644 });
    await link(target, path.join(folder, 'other'));
    await write();
    assert.equal(await readFile(path.join(folder, 'other'), 'utf8'), 'before');
  });

  it('a failure leaves file and mode as they were', async () => {
    await writeFile(target, 'before');
    await chmod(target, 0o640);
    await assert.rejects(writeWhole(target, () => Promise.reject(new Error('broken'))), /broken/);
    assert.equal(await modeOf(target), 0o640);
    assert.deepEqual(await readdir(folder), ['image.tar']);
  });

  it('root leaves a file to its owner and its group', async function () {
    if (process.getuid?.() !== 0) this.skip();
    await writeFile(target, 'before');
    await chown(target, 4711, 4712);
    await chmod(target, 0o640);
    await write();
    const { uid, gid, mode } = await stat(target);
    assert.deepEqual([uid, gid, mode & 0o7777], [4711, 4712, 0o640]);
  });

  it('save and export write so', async () => {
    process.umask(0);
    const archive = imageArchive(['app:1']);
    const container = { id: 'c'.repeat(64), name: 'web', image: 'a', imageId: 'a', state: 'running', labels: {} } as unknown as ContainerSummary;
    const app = fakeApp({
      engine: {
        images: {
          list: () => Promise.resolve([image('a', 'app:1')]),
          estimateArchive: () => Promise.resolve({ images: 1, bytes: 0 }),
          save: () => Promise.resolve({ stream: Readable.from([archive]) }),
        },
        containers: {
          list: () => Promise.resolve([container]),
          export: () => Promise.resolve(Readable.from([archive])),
        },
      },
    });
    for (const name of ['new.tar', 'new.tar.gz', 'kept.tar']) {
      const [saved, exported] = [path.join(folder, `saved-${name}`), path.join(folder, `exported-${name}`)];
      if (name === 'kept.tar') for (const file of [saved, exported]) await writeFile(file, '', { mode: 0o664 });
      await runWithAnswers(saveImages, app, { images: ['app:1'], file: saved });
      await runWithAnswers(exportContainers, app, { containers: ['web'], file: exported });
      for (const file of [saved, exported]) assert.equal(await modeOf(file), name === 'kept.tar' ? 0o664 : 0o600, file);
    }
  });

  it('the linter\'s fixes keep a file private', async () => {
    process.umask(0);
    await writeFile(target, 'FROM a\n');
    for (const mode of [0o600, 0o640, 0o644]) {
      await chmod(target, mode);
      replaceFile(target, 'FROM b\n');
      assert.equal(await modeOf(target), mode);
    }
  });
});
