import assert from 'node:assert/strict';
import { chmod, chown, lstat, mkdir, mkdtemp, rename, rm, symlink } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { tryEngine } from '../../src/engine/connection/attempts';
import { listCandidates, resolveCandidates } from '../../src/engine/contexts/contexts';
import { LiveEngineConnection } from '../../src/engine/connection/engine-connection';
import { type HostEnvironment, hostEnvironment } from '../../src/engine/contexts/host-environment';
import { knownSockets } from '../../src/engine/contexts/known-sockets';
import { type FileFacts, fileFacts, socketOwner } from '../../src/engine/contexts/socket-owner';
import { FakeEngine } from '../support/fake-engine';

const [user, attacker, other] = [4711, 6666, 7777];
const kinds = { folder: 0o040_000, file: 0o100_000, socket: 0o140_000, link: 0o120_000 } as const;

interface Entry {
  readonly kind?: keyof typeof kinds;
  readonly owner?: number;
  readonly group?: number;
  readonly mode?: number;
  readonly to?: string;
}

/** A disk with `/`, `/tmp` (sticky), `/home/me` and what is given. */
function disk(entries: Readonly<Record<string, Entry>>): (path: string) => Promise<FileFacts | undefined> {
  const all: Readonly<Record<string, Entry>> = { '/': { owner: 0 }, '/tmp': { owner: 0, mode: 0o1777 }, '/home': { owner: 0 }, '/home/me': {}, '/run': { owner: 0 }, ...entries };
  return (path) => {
    const entry = all[path];
    if (!entry) return Promise.resolve(undefined);
    const { kind = entry.to === undefined ? (path.endsWith('.sock') ? 'socket' : 'folder') : 'link', owner = user, group = owner, mode = 0o755, to } = entry;
    return Promise.resolve({ userId: owner, groupId: group, mode: kinds[kind] | mode, ...(to !== undefined && { link: to }) });
  };
}

const path = '/tmp/podman/one-api.sock';
/** What may be on the disk, and whether the socket is the user's. */
const scenes: readonly (readonly [string, Readonly<Record<string, Entry>>, 'ours' | 'foreign' | 'missing', string?])[] = [
  ['of the user in a folder of the user', { '/tmp/podman': {}, [path]: {} }, 'ours'],
  ['of root in a folder of root', { '/tmp/podman': { owner: 0 }, [path]: { owner: 0 } }, 'ours'],
  ['of the user in a folder of root', { '/tmp/podman': { owner: 0 }, [path]: {} }, 'ours'],
  ['of another in a folder of another', { '/tmp/podman': { owner: attacker }, [path]: { owner: attacker } }, 'foreign'],
  ['of another in a folder of the user', { '/tmp/podman': {}, [path]: { owner: attacker } }, 'foreign'],
  ['of the user in a folder of another, who moved it there', { '/tmp/podman': { owner: attacker }, [path]: {} }, 'foreign'],
  ['of root in a folder of another', { '/tmp/podman': { owner: attacker, mode: 0o700 }, [path]: { owner: 0 } }, 'foreign'],
  ['in a folder that everybody can write to', { '/tmp/podman': { mode: 0o777 }, [path]: {} }, 'foreign'],
  ['in a folder that a group can write to', { '/tmp/podman': { mode: 0o775, group: 50 }, [path]: {} }, 'foreign'],
  ['in a folder that the user\'s own group can write to', { '/tmp/podman': { mode: 0o775 }, [path]: {} }, 'ours'],
  ['in a folder that everybody can write to, with the sticky bit', { '/tmp/podman': { owner: 0, mode: 0o1777 }, [path]: {} }, 'ours'],
  ['of another in a folder with the sticky bit', { '/tmp/podman': { owner: 0, mode: 0o1777 }, [path]: { owner: attacker } }, 'foreign'],
  ['in a folder with the sticky bit that belongs to another', { '/tmp/podman': { owner: attacker, mode: 0o1777 }, [path]: {} }, 'foreign'],
  ['behind a link of another', { '/tmp/podman': { owner: attacker, to: '/home/me/podman' }, '/home/me/podman': {}, '/home/me/podman/one-api.sock': {} }, 'foreign'],
  ['that is a link of another to a socket of the user', { '/tmp/podman': {}, [path]: { owner: attacker, to: '/home/me/a.sock' }, '/home/me/a.sock': {} }, 'foreign'],
  ['that is a link of the user to a socket of another', { '/tmp/podman': {}, [path]: { to: '/tmp/evil.sock' }, '/tmp/evil.sock': { owner: attacker } }, 'foreign'],
  ['that is a link of the user into a folder of another', { '/tmp/podman': {}, [path]: { to: '../evil/a.sock' }, '/tmp/evil': { owner: attacker }, '/tmp/evil/a.sock': {} }, 'foreign'],
  ['that is a link to a socket of the user', { '/tmp/podman': {}, [path]: { to: '../../home/me/./a.sock' }, '/home/me/a.sock': {} }, 'ours'],
  ['behind links of the user', { '/tmp/podman': { to: '/home/me/p' }, '/home/me/p': { to: 'q' }, '/home/me/q': {}, '/home/me/q/one-api.sock': {} }, 'ours'],
  ['behind links that go round', { '/tmp/podman': { to: '/tmp/podman' } }, 'foreign'],
  ['that is a link to nothing', { '/tmp/podman': {}, [path]: { to: '/home/me/none.sock' } }, 'missing'],
  ['that is not there', { '/tmp/podman': {} }, 'missing'],
  ['whose folder is not there', {}, 'missing'],
  ['far below a folder of another', { '/tmp/a': { owner: attacker }, '/tmp/a/b': {}, '/tmp/a/b/podman': {}, '/tmp/a/b/podman/x.sock': {} }, 'foreign', '/tmp/a/b/podman/x.sock'],
  ['in the runtime folder of the user', { '/run/user': { owner: 0 }, [`/run/user/${String(user)}`]: { mode: 0o700 }, [`/run/user/${String(user)}/docker.sock`]: {} }, 'ours', `/run/user/${String(user)}/docker.sock`],
  ['in the runtime folder of another', { '/run/user': { owner: 0 }, '/run/user/6666': { owner: attacker }, '/run/user/6666/docker.sock': { owner: attacker } }, 'foreign', '/run/user/6666/docker.sock'],
  ['where the root of the disk is another\'s', { '/': { owner: other }, '/tmp/podman': {}, [path]: {} }, 'foreign'],
];

describe('a socket that another user has planted', function () {
  this.timeout(20_000);

  describe('on a disk', () => {
    for (const [what, entries, owner, place = path] of scenes) {
      it(`${what}: ${owner}`, async () => assert.equal(await socketOwner(place, user, disk(entries)), owner));
    }
    it('that cannot be looked at is not the user\'s', async () => {
      assert.equal(await socketOwner(path, user, () => Promise.reject(new Error('EACCES'))), 'foreign');
    });
    it('is told from all known places', async () => {
      const places = ['/run/x/docker.sock', '/home/me/.docker/run/docker.sock', '/home/me/.colima/default/docker.sock', '/home/me/.orbstack/run/docker.sock', '/run/x/podman/podman.sock', '/tmp/podman/one-api.sock', '/home/me/.lima/a/sock/docker.sock'];
      const entries: Record<string, Entry> = {};
      for (const place of places) {
        for (let folder = dirname(place); folder !== '/'; folder = dirname(folder)) entries[folder] ??= { mode: folder === '/tmp' ? 0o1777 : 0o755, owner: ['/tmp', '/run', '/home'].includes(folder) ? 0 : user };
        entries[place] = {};
      }
      const from = (more: Record<string, Entry>): HostEnvironment => ({
        ...hostEnvironment(), variables: { XDG_RUNTIME_DIR: '/run/x' }, homeDirectory: '/home/me', platform: 'linux', userId: user, readFile: () => Promise.resolve(undefined), realPath: (file) => Promise.resolve(file),
        exists: (file) => file in entries, fileFacts: disk({ ...entries, ...more }),
        list: (folder) => Promise.resolve([...new Set(Object.keys(entries).filter((file) => file.startsWith(`${folder}/`)).map((file) => file.slice(folder.length + 1).split('/')[0] ?? ''))]),
      });
      const found = async (more: Record<string, Entry> = {}): Promise<readonly string[]> => (await knownSockets(from(more))).map((socket) => socket.path).filter((place) => places.includes(place));
      assert.deepEqual([...await found()].sort(), [...places].sort());
      for (const place of places) {
        assert.ok(!(await found({ [place]: { owner: attacker } })).includes(place), place);
        assert.ok(!(await found({ [dirname(place)]: { owner: attacker } })).includes(place), place);
        assert.ok(!(await found({ [dirname(place)]: { mode: 0o777 } })).includes(place), place);
        const environment = from({ [place]: { owner: attacker } });
        const listed = [...(await listCandidates(environment)), ...(await resolveCandidates(environment)).candidates].map(({ address }) => address);
        assert.ok(!listed.includes(`unix://${place}`), place);
      }
    });
  });

  describe('for real', () => {
    let home: string;
    let fake: FakeEngine;
    let servers: Server[];
    beforeEach(async function () {
      if (process.platform === 'win32') this.skip();
      home = await mkdtemp(join(tmpdir(), 'slipway-planted-'));
      fake = await FakeEngine.start();
      servers = [];
    });
    afterEach(async () => {
      for (const server of servers) server.close();
      await fake.dispose();
      await rm(home, { recursive: true });
    });

    /** The tests' own user stands for another one where nobody but root may give files away. */
    const asked = (): { readonly userId: number; readonly fileFacts?: (path: string) => Promise<FileFacts | undefined> } =>
      process.getuid?.() === 0 ? { userId: user } : { userId: process.getuid?.() ?? user };
    const environment = (): HostEnvironment => ({ ...hostEnvironment(), homeDirectory: home, variables: { TMPDIR: home, XDG_RUNTIME_DIR: join(home, 'run') }, ...asked() });

    async function plant(socket: string): Promise<void> {
      await mkdir(dirname(socket), { recursive: true });
      const server = createServer((near) => near.end('HTTP/1.1 200 OK\r\n\r\n'));
      servers.push(server);
      await new Promise<void>((resolve) => server.listen(socket, resolve));
    }

    it('is not asked anything, and is no engine', async () => {
      const socket = join(home, 'podman/one-api.sock');
      await plant(socket);
      const mine = asked().userId;
      const seen: string[] = [];
      // As root the file can be given away; else the facts say so.
      const planted: HostEnvironment = process.getuid?.() === 0 ? environment() : { ...environment(), fileFacts: async (place) => {
        const facts = await fileFacts(place);
        return facts && place === socket ? { ...facts, userId: attacker } : facts;
      } };
      if (process.getuid?.() === 0) await chown(socket, attacker, attacker);
      servers[0]?.on('connection', () => seen.push('asked'));
      assert.equal((await lstat(socket)).isSocket(), true);
      assert.deepEqual((await knownSockets(planted)).filter(({ path: place }) => place === socket), []);
      const { candidates } = await resolveCandidates(planted, `socket:${socket}`);
      for (const candidate of candidates) {
        const result = await tryEngine(candidate, new AbortController().signal, undefined, { host: hostEnvironment() });
        assert.ok('reason' in result && /another user/.test(result.reason), JSON.stringify(result));
      }
      const connection = new LiveEngineConnection({ chosen: () => '', environment: planted });
      const statuses = await connection.probe();
      assert.ok(!statuses.some(({ candidate }) => candidate.address.includes(home)), JSON.stringify(statuses));
      connection.dispose();
      assert.deepEqual(seen, []);
      assert.ok(mine >= 0);
    });

    it('is refused also when it comes after the list was made', async () => {
      const socket = join(home, 'podman/one-api.sock');
      await mkdir(dirname(socket), { recursive: true });
      await rename(fake.socketPath, socket);
      const [candidate] = (await resolveCandidates(environment(), `socket:${socket}`)).candidates;
      assert.ok(candidate);
      const before = await tryEngine(candidate, new AbortController().signal, undefined, { host: hostEnvironment() });
      assert.ok('engine' in before, JSON.stringify(before));
      before.engine.dispose();
      await chmod(dirname(socket), 0o777);
      const requests = fake.requests.length;
      const after = await tryEngine(candidate, new AbortController().signal, undefined, { host: hostEnvironment() });
      assert.ok('reason' in after && /another user/.test(after.reason));
      assert.equal(fake.requests.length, requests);
      await rename(socket, fake.socketPath);
    });

    it('is used where the user names it: by DOCKER_HOST, the setting, a link that is his own', async () => {
      const socket = join(home, 'open/a.sock');
      await mkdir(dirname(socket), { recursive: true });
      await chmod(dirname(socket), 0o777);
      await rename(fake.socketPath, socket);
      await symlink(socket, join(home, 'link.sock'));
      for (const place of [socket, join(home, 'link.sock')]) {
        for (const resolved of [await resolveCandidates(environment(), `unix://${place}`), await resolveCandidates({ ...environment(), variables: { DOCKER_HOST: `unix://${place}` } })]) {
          const [candidate] = resolved.candidates;
          assert.ok(candidate);
          const result = await tryEngine(candidate, new AbortController().signal, undefined, { host: hostEnvironment() });
          assert.ok('engine' in result, JSON.stringify(result));
          result.engine.dispose();
        }
      }
      await rename(socket, fake.socketPath);
    });
  });
});
