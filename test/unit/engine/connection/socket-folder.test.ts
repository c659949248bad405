import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { SlipwayError } from '../../../../src/core/errors';
import { makeSocketFolder, removeLeftFolders, removeSocketFolder, socketName } from '../../../../src/engine/connection/socket-folder';

const source = pathToFileURL(resolve(__dirname, '../../../../src/engine/connection/socket-folder.ts')).href;

/** Another process with a folder in which it listens. */
async function other(directory: string, then = ''): Promise<{ readonly child: ChildProcess; readonly folder: string }> {
  const program = `
    const loaded = await import(${JSON.stringify(source)});
    const { makeSocketFolder, socketName } = loaded.default ?? loaded;
    const { createServer } = await import('node:net');
    const folder = await makeSocketFolder([(await import('node:os')).tmpdir()], process.platform);
    createServer().listen(folder + '/' + socketName, () => { console.log(folder); ${then} });
  `;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    env: { ...process.env, TMPDIR: directory },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, folder: line.toString().trim() };
}

describe('engine/connection/socket-folder', function () {
  // Processes are started here.
  this.timeout(30_000);
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'slipway-folders-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  /** What is in the directory, besides that of the loader of TypeScript. */
  const left = async (): Promise<readonly string[]> => (await readdir(directory)).filter((name) => !name.startsWith('tsx-'));

  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'] as const) {
    it(`leaves nothing behind after ${signal}, which still ends the process`, async () => {
      const { child, folder } = await other(directory);
      assert.ok(existsSync(join(folder, socketName)));
      child.kill(signal);
      const [, ended] = (await once(child, 'exit')) as [number | null, string | null];
      assert.equal(ended, signal);
      assert.deepEqual(await left(), []);
    });
  }

  it('leaves nothing behind when the process ends by itself', async () => {
    const { child } = await other(directory, 'process.exit(0);');
    if (child.exitCode === null) await once(child, 'exit');
    assert.deepEqual(await left(), []);
  });

  it('has what a killed process left removed by the next, and nothing else', async () => {
    const [killed, alive] = await Promise.all([other(directory), other(directory)]);
    killed.child.kill('SIGKILL');
    await once(killed.child, 'exit');
    const dead = killed.child.pid ?? 0;
    // Of a process that is gone as well, but not what Slipway makes.
    await mkdir(join(directory, `slipway-${dead}-notOurs`));
    await mkdir(join(directory, `slipway-${dead}-fulllL`));
    await writeFile(join(directory, `slipway-${dead}-fulllL`, 'work.txt'), '');
    await mkdir(join(directory, 'target'));
    await symlink(join(directory, 'target'), join(directory, `slipway-${dead}-linked`));
    await writeFile(join(directory, `slipway-${dead}-fileee`), '');
    // A number of another computer or container: somebody listens.
    const listened = join(directory, `slipway-${dead}-listen`);
    await mkdir(listened);
    const server = createServer().listen(join(listened, socketName));
    await once(server, 'listening');
    try {
      await removeLeftFolders([directory], process.getuid?.());
      const kept = [`slipway-${dead}-notOurs`, `slipway-${dead}-fulllL`, 'target', `slipway-${dead}-linked`, `slipway-${dead}-fileee`, `slipway-${dead}-listen`];
      assert.deepEqual([...(await left())].sort(), [...kept, alive.folder.split('/').at(-1)].sort());
    } finally {
      server.close();
      alive.child.kill('SIGTERM');
      await once(alive.child, 'exit');
    }
  });

  it('takes a shorter place where the temporary folder has no room for a socket, and listens there', async () => {
    const long = join(directory, 'x'.repeat(60), 'y'.repeat(60));
    await mkdir(long, { recursive: true });
    const folder = await makeSocketFolder([long, join(directory, 'missing'), directory], process.platform);
    try {
      assert.equal(dirname(folder), directory);
      const server = createServer().listen(join(folder, socketName));
      await once(server, 'listening');
      server.close();
    } finally {
      removeSocketFolder(folder);
    }
  });

  it('counts bytes, and fewer on macOS than on Linux', async () => {
    const rest = (platform: NodeJS.Platform): number => (platform === 'linux' ? 107 : 103) - Buffer.byteLength(`${directory}//slipway-${process.pid}-XXXXXX/${socketName}`);
    for (const platform of ['linux', 'darwin'] as const) {
      const fits = join(directory, 'x'.repeat(rest(platform)));
      const wide = join(directory, 'é'.repeat(rest(platform)));
      await mkdir(fits, { recursive: true });
      await mkdir(`${fits}x`, { recursive: true });
      await mkdir(wide, { recursive: true });
      const folder = await makeSocketFolder([wide, `${fits}x`, fits], platform);
      assert.equal(dirname(folder), fits, platform);
      removeSocketFolder(folder);
    }
  });

  it('says what is too long where no place is short enough', async () => {
    const long = join(directory, 'x'.repeat(100));
    await assert.rejects(makeSocketFolder([long], process.platform), (error) => {
      const details = SlipwayError.details(error, 'fileFailed');
      return details?.code === 'ENAMETOOLONG' && details.file === long;
    });
  });

  it('removes a folder at once when it is asked to, and only its own', async () => {
    const folder = await makeSocketFolder([directory], process.platform);
    removeSocketFolder(folder);
    assert.equal(existsSync(folder), false);
    removeSocketFolder(directory);
    assert.ok(existsSync(directory));
  });
});
