import assert from 'node:assert/strict';
import { link, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { QuickDisk } from '../../../../../src/engine/builder/buildkit/quick-disk';

describe('a disk that is read at once while it is quick', () => {
  let folder = '';
  const at = (name: string): Buffer => Buffer.from(path.join(folder, name));
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'slipway-disk-'));
    await writeFile(at('file'), 'content');
    await symlink('file', at('link'));
    await link(at('file'), at('second'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  // Its clock says that each thing takes so long.
  const disk = (milliseconds: number): QuickDisk => {
    let now = 0;
    return new QuickDisk(() => (now += milliseconds));
  };

  for (const [name, milliseconds] of [['quick', 1], ['slow', 100]] as const) {
    it(`looks and reads, ${name}`, async () => {
      const subject = disk(milliseconds);
      for (let turn = 0; turn < 3; turn += 1) {
        const { stats, link: target } = await subject.look(at('link'));
        assert.deepEqual([stats.isSymbolicLink(), target?.toString()], [true, 'file']);
        assert.equal((await subject.look(at('second'))).stats.nlink, 2n);
        const read = await subject.read(at('file'), 7);
        if (Buffer.isBuffer(read)) assert.equal(read.toString(), 'content');
        else {
          assert.equal((await read.read(Buffer.alloc(7), 0, 7, 0)).buffer.toString(), 'content');
          await read.close();
        }
        // The first slow answer decides about the next.
        assert.equal(Buffer.isBuffer(read), milliseconds < 10);
        await assert.rejects(subject.look(at('none')), { code: 'ENOENT' });
        await assert.rejects(subject.read(at('none'), 1), { code: 'ENOENT' });
      }
    });
  }

  it('gives what there is of a file that became shorter, and opens what is not small', async () => {
    const subject = disk(1);
    assert.deepEqual(await subject.read(at('file'), 100), Buffer.from('content'));
    const large = await subject.read(at('file'), 1 << 20);
    assert.ok(!Buffer.isBuffer(large));
    await large.close();
  });
});
