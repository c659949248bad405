import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { notePart, type PartHost, removeLeftParts } from '../../../src/files/left-parts';

describe('parts that a process has left', () => {
  let home = '';
  let notes = '';
  let folder = '';
  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'slipway-left-'));
    [notes, folder] = [path.join(home, 'slipway-parts-' + String(process.getuid?.())), path.join(home, 'out')];
    await mkdir(folder);
  });
  afterEach(() => rm(home, { recursive: true }));

  const host = (): PartHost => ({ temporaryDirectory: home, hostName: 'here', userId: process.getuid?.() });

  /** A process that has begun a part and is killed in the middle. */
  async function killed(): Promise<void> {
    const module = pathToFileURL(path.resolve(import.meta.dirname, '../../../src/files/left-parts.ts')).href;
    const program = `import(${JSON.stringify(module)}).then(async (loaded) => {
      const { notePart } = loaded.default ?? loaded;
      const { mkdirSync, writeFileSync } = await import('node:fs');
      const { file } = await notePart(${JSON.stringify(folder)}, 'output', ${JSON.stringify(host())});
      mkdirSync(file); writeFileSync(file + '/half', 'x'); console.log('begun'); setInterval(() => undefined, 1000);
    });`;
    const child = spawn(process.execPath, ['--import', 'tsx', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    assert.equal((await readdir(folder)).length, 1);
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  it('go with the next who writes, wherever that is', async () => {
    await killed();
    await writeFile(path.join(folder, 'mine'), '');
    await removeLeftParts([], host());
    assert.deepEqual([await readdir(folder), await readdir(notes)], [['mine'], []]);
  });

  it('go with the next who writes into the same folder, also without a note', async () => {
    await killed();
    await rm(notes, { recursive: true });
    await removeLeftParts([folder], host());
    assert.deepEqual(await readdir(folder), []);
  });

  it('are not those of a process that lives, of another machine, or of other names, and notes lead nowhere else', async () => {
    const mine = await notePart(folder, 'web.tar', host());
    await writeFile(mine.file, '');
    const { pid: gone } = spawnSync(process.execPath, ['-e', '']);
    const machine = /slipway-([0-9a-f]{8})-/.exec(mine.file)?.[1] ?? '';
    const others = [`.output.slipway-00000000-${String(gone)}-0123456789ab`, `output.slipway-${machine}-${String(gone)}-0123456789ab`, 'kept'];
    for (const name of others) await writeFile(path.join(folder, name), '');
    await symlink(path.join(folder, 'kept'), path.join(folder, `.a.slipway-${machine}-${String(gone)}-0123456789ab`));
    await writeFile(path.join(notes, `${String(gone)}-0123456789ab`), path.join(folder, 'kept'));
    await removeLeftParts([folder], host());
    assert.equal((await readdir(folder)).length, 5);
    assert.deepEqual((await readdir(notes)).length, 1);
    await mine.forget();
    assert.deepEqual(await readdir(notes), []);
  });
});
