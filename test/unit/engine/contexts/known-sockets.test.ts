import assert from 'node:assert/strict';
import { type HostEnvironment, hostEnvironment } from '../../../../src/engine/contexts/host-environment';
import { defaultAddress, knownSockets } from '../../../../src/engine/contexts/known-sockets';

function environment(files: readonly string[], more: Partial<HostEnvironment> = {}): HostEnvironment {
  return {
    ...hostEnvironment(), variables: {}, homeDirectory: '/h', platform: 'darwin', userId: undefined,
    readFile: () => Promise.resolve(undefined), realPath: (path) => Promise.resolve(path),
    exists: (path) => files.includes(path),
    list: (path) => Promise.resolve([...new Set(files.filter((file) => file.startsWith(`${path}/`)).map((file) => file.slice(path.length + 1).split('/')[0] ?? ''))]),
    ...more,
  };
}
const names = async (from: HostEnvironment): Promise<readonly string[]> => (await knownSockets(from)).map(({ name, path }) => `${name} ${path}`);
const always = ['Docker Desktop /h/.docker/run/docker.sock', 'Colima /h/.colima/default/docker.sock', 'OrbStack /h/.orbstack/run/docker.sock', 'Rancher Desktop /h/.rd/docker.sock'];
const [desktop = '', colima = '', ...behind] = always;
/** Docker Desktop of Linux has a place of its own. */
const onLinux = [desktop, 'Docker Desktop /h/.docker/desktop/docker.sock', colima, ...behind];

describe('engine/contexts/known-sockets', () => {
  it('are the same where nothing is', async () => assert.deepEqual(await names(environment([])), always));
  it('know the user on Linux', async () => {
    const rootless = (folder: string): readonly string[] => [`Docker (rootless) ${folder}/docker.sock`, ...onLinux, `Podman ${folder}/podman/podman.sock`];
    assert.deepEqual(await names(environment([], { platform: 'linux', userId: 7 })), [...rootless('/run/user/7'), 'Podman /run/podman/podman.sock']);
    assert.deepEqual(await names(environment([], { platform: 'linux', userId: 7, variables: { XDG_RUNTIME_DIR: '/x' } })), [...rootless('/x'), 'Podman /run/podman/podman.sock']);
    assert.deepEqual(await names(environment([], { platform: 'linux' })), [...onLinux, 'Podman /run/podman/podman.sock']);
  });
  it('are profiles of Colima in each of its homes, where they are there', async () => {
    const files = ['/h/.colima/default/docker.sock', '/h/.colima/work/docker.sock', '/h/.colima/stopped/colima.yaml', '/h/.colima/_lima/docker.sock', '/h/.colima/.x/docker.sock', '/h/.config/colima/one/docker.sock', '/c/default/docker.sock'];
    assert.deepEqual(await names(environment(files)), [desktop, colima, 'Colima work /h/.colima/work/docker.sock', 'Colima one /h/.config/colima/one/docker.sock', ...behind]);
    assert.deepEqual(await names(environment(files, { variables: { COLIMA_HOME: '/c', XDG_CONFIG_HOME: '/nowhere' } })), [desktop, 'Colima /c/default/docker.sock', colima, 'Colima work /h/.colima/work/docker.sock', ...behind]);
  });
  it('are machines of Podman and instances of Lima, where they are there', async () => {
    const machines = '/h/.local/share/containers/podman/machine';
    const files = [`${machines}/podman.sock`, `${machines}/one/podman.sock`, `${machines}/two/x`, '/tmp/podman/one-api.sock', '/tmp/podman/one.log', '/h/.lima/a/sock/docker.sock', '/h/.lima/b/lima.yaml'];
    const machine = ['/podman.sock', '/one/podman.sock'];
    assert.deepEqual(await names(environment(files)), [...always, ...machine.map((path) => `Podman machine ${machines}${path}`), 'Podman machine /tmp/podman/one-api.sock', 'Lima a /h/.lima/a/sock/docker.sock']);
    const moved = environment(['/d/containers/podman/machine/podman.sock', '/t/podman/x-api.sock', '/l/c/sock/docker.sock'], { variables: { XDG_DATA_HOME: '/d', TMPDIR: '/t', LIMA_HOME: '/l' } });
    assert.deepEqual(await names(moved), [...always, 'Podman machine /d/containers/podman/machine/podman.sock', 'Podman machine /t/podman/x-api.sock', 'Lima c /l/c/sock/docker.sock']);
  });
  it('leave out what only Linux has on macOS', async () => {
    const tried: string[] = [];
    const list = (path: string): Promise<readonly string[]> => {
      tried.push(path);
      return Promise.resolve([]);
    };
    const mac = environment([], { userId: 501, list });
    tried.push(...(await knownSockets(mac)).map(({ path }) => path));
    assert.deepEqual(tried.filter((path) => path.startsWith('/run') || path.includes('.docker/desktop')), []);
  });
  it('are found in the list of pipes, whatever the case, and no pipe is opened', async () => {
    const pipes = ['DOCKERDESKTOPLINUXENGINE', 'docker_Engine', 'Podman-Work', 'podman-machine-default', 'podman', 'podman-a&b', 'docker_engine_x', 'mojo.1.2', 'rancher_desktop'];
    const asked: string[] = [];
    const listed: string[] = [];
    const windows = environment([], {
      platform: 'win32',
      exists: (path) => {
        asked.push(path);
        return false;
      },
      list: (path) => {
        listed.push(path);
        return Promise.resolve(path === '\\\\.\\pipe\\' ? pipes : []);
      },
    });
    const found = await knownSockets(windows);
    assert.deepEqual(
      found.map(({ name, path, present }) => `${present ? '+' : '-'} ${name} ${path.slice(9)}`),
      [
        '+ Docker Desktop dockerDesktopLinuxEngine',
        '- Docker Desktop (Windows containers) dockerDesktopWindowsEngine',
        '+ Podman podman-machine-default',
        '+ Docker docker_engine',
        '+ Rancher Desktop rancher_desktop',
        '+ Podman Work Podman-Work',
        '+ Podman podman podman',
      ],
    );
    assert.deepEqual([asked, listed], [[], ['\\\\.\\pipe\\']]);
  });
  it('are pipes on Windows', async () => {
    assert.deepEqual(await names(environment([], { platform: 'win32' })), ['Docker Desktop //./pipe/dockerDesktopLinuxEngine', 'Docker Desktop (Windows containers) //./pipe/dockerDesktopWindowsEngine', 'Podman //./pipe/podman-machine-default']);
    assert.deepEqual([defaultAddress('win32'), defaultAddress('linux'), defaultAddress('darwin')], ['npipe:////./pipe/docker_engine', 'unix:///var/run/docker.sock', 'unix:///var/run/docker.sock']);
  });
});
