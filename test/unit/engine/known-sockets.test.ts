import assert from 'node:assert/strict';
import type { HostEnvironment } from '../../../src/engine/host-environment';
import { defaultAddress, knownSockets } from '../../../src/engine/known-sockets';

function environment(files: readonly string[], more: Partial<HostEnvironment> = {}): HostEnvironment {
  return {
    variables: {}, homeDirectory: '/h', platform: 'darwin', userId: undefined,
    readFile: () => Promise.resolve(undefined), realPath: (path) => Promise.resolve(path),
    exists: (path) => files.includes(path),
    list: (path) => Promise.resolve([...new Set(files.filter((file) => file.startsWith(`${path}/`)).map((file) => file.slice(path.length + 1).split('/')[0] ?? ''))]),
    ...more,
  };
}
const names = async (from: HostEnvironment): Promise<readonly string[]> => (await knownSockets(from)).map(({ name, path }) => `${name} ${path}`);
const always = ['Docker Desktop /h/.docker/run/docker.sock', 'Docker Desktop /h/.docker/desktop/docker.sock', 'Colima /h/.colima/default/docker.sock', 'OrbStack /h/.orbstack/run/docker.sock', 'Rancher Desktop /h/.rd/docker.sock'];
const [desktop = '', other = '', colima = '', ...behind] = always;

describe('engine/known-sockets', () => {
  it('are the same where nothing is', async () => assert.deepEqual(await names(environment([])), always));
  it('know the user on Linux', async () => {
    const rootless = (folder: string): readonly string[] => [`Docker (rootless) ${folder}/docker.sock`, ...always, `Podman ${folder}/podman/podman.sock`];
    assert.deepEqual(await names(environment([], { platform: 'linux', userId: 7 })), [...rootless('/run/user/7'), 'Podman /run/podman/podman.sock']);
    assert.deepEqual(await names(environment([], { userId: 7, variables: { XDG_RUNTIME_DIR: '/x' } })), rootless('/x'));
    assert.deepEqual(await names(environment([], { platform: 'linux' })), [...always, 'Podman /run/podman/podman.sock']);
  });
  it('are profiles of Colima in each of its homes, where they are there', async () => {
    const files = ['/h/.colima/default/docker.sock', '/h/.colima/work/docker.sock', '/h/.colima/stopped/colima.yaml', '/h/.colima/_lima/docker.sock', '/h/.colima/.x/docker.sock', '/h/.config/colima/one/docker.sock', '/c/default/docker.sock'];
    assert.deepEqual(await names(environment(files)), [desktop, other, colima, 'Colima work /h/.colima/work/docker.sock', 'Colima one /h/.config/colima/one/docker.sock', ...behind]);
    assert.deepEqual(await names(environment(files, { variables: { COLIMA_HOME: '/c', XDG_CONFIG_HOME: '/nowhere' } })), [desktop, other, 'Colima /c/default/docker.sock', colima, 'Colima work /h/.colima/work/docker.sock', ...behind]);
  });
  it('are machines of Podman and instances of Lima, where they are there', async () => {
    const machines = '/h/.local/share/containers/podman/machine';
    const files = [`${machines}/podman.sock`, `${machines}/one/podman.sock`, `${machines}/two/x`, '/tmp/podman/one-api.sock', '/tmp/podman/one.log', '/h/.lima/a/sock/docker.sock', '/h/.lima/b/lima.yaml'];
    const machine = ['/podman.sock', '/one/podman.sock'];
    assert.deepEqual(await names(environment(files)), [...always, ...machine.map((path) => `Podman machine ${machines}${path}`), 'Podman machine /tmp/podman/one-api.sock', 'Lima a /h/.lima/a/sock/docker.sock']);
    const moved = environment(['/d/containers/podman/machine/podman.sock', '/t/podman/x-api.sock', '/l/c/sock/docker.sock'], { variables: { XDG_DATA_HOME: '/d', TMPDIR: '/t', LIMA_HOME: '/l' } });
    assert.deepEqual(await names(moved), [...always, 'Podman machine /d/containers/podman/machine/podman.sock', 'Podman machine /t/podman/x-api.sock', 'Lima c /l/c/sock/docker.sock']);
  });
  it('are pipes on Windows', async () => {
    assert.deepEqual(await names(environment([], { platform: 'win32' })), ['Docker Desktop //./pipe/dockerDesktopLinuxEngine', 'Docker Desktop (Windows containers) //./pipe/dockerDesktopWindowsEngine', 'Podman //./pipe/podman-machine-default']);
    assert.deepEqual([defaultAddress('win32'), defaultAddress('linux'), defaultAddress('darwin')], ['npipe:////./pipe/docker_engine', 'unix:///var/run/docker.sock', 'unix:///var/run/docker.sock']);
  });
});
