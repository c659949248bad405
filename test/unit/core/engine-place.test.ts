import assert from 'node:assert/strict';
import { engineGuide, enginePlace, type EnginePlace, isLocalAddress, isPipeAddress, noEngineAdvice, permissionAdvice } from '../../../src/core/engine-place';
import { attemptWords } from '../../../src/core/network-reason';

const places: readonly { readonly place: EnginePlace; readonly platform: NodeJS.Platform; readonly variables?: Record<string, string>; readonly file?: string; readonly says: RegExp; readonly permission: RegExp; readonly guide: RegExp }[] = [
  { place: 'windows', platform: 'win32', variables: { CODESPACES: 'true' }, says: /Docker Desktop/, permission: /docker-users/, guide: /windows/ },
  { place: 'macos', platform: 'darwin', file: '/.dockerenv', says: /Docker Desktop, Colima/, permission: /Mac/, guide: /mac-install/ },
  { place: 'linux', platform: 'linux', variables: { WSL_DISTRO_NAME: '' }, says: /Start Docker, Podman/, permission: /“docker”/, guide: /engine\/install/ },
  { place: 'wsl', platform: 'linux', variables: { WSL_DISTRO_NAME: 'Ubuntu' }, says: /WSL integration/, permission: /“docker”/, guide: /wsl/ },
  { place: 'container', platform: 'linux', variables: { REMOTE_CONTAINERS: 'true', WSL_DISTRO_NAME: 'x' }, says: /not in this container.*docker-outside-of-docker.*\/var\/run\/docker\.sock/, permission: /user of this container/, guide: /docker-outside-of-docker/ },
  { place: 'container', platform: 'linux', file: '/.dockerenv', says: /not in this container/, permission: /user of this container/, guide: /docker-outside-of-docker/ },
  { place: 'container', platform: 'linux', file: '/run/.containerenv', says: /not in this container/, permission: /user of this container/, guide: /docker-outside-of-docker/ },
  { place: 'codespaces', platform: 'linux', variables: { CODESPACES: 'true', REMOTE_CONTAINERS: 'true' }, file: '/.dockerenv', says: /codespace.*docker-outside-of-docker/, permission: /user of this container/, guide: /docker-outside-of-docker/ },
];

describe('core/engine-place', () => {
  for (const { place, platform, variables = {}, file, says, permission, guide } of places) {
    it(`says what to do there: ${place} (${file ?? Object.keys(variables).join(' ')})`, () => {
      assert.equal(enginePlace({ platform, variables, exists: (path) => path === file }), place);
      assert.match(noEngineAdvice(place), says);
      assert.match(permissionAdvice(place), permission);
      assert.match(engineGuide(place), guide);
      for (const code of ['EACCES', 'EPERM']) assert.match(attemptWords(code, 'unix:///x', place), new RegExp(`permission.*${permission.source}.*\\(${code}\\)$`));
    });
  }

  it('tells pipes from sockets and other computers', () => {
    for (const path of ['\\\\.\\pipe\\docker_engine', '//./pipe/docker_engine', '\\\\.\\PIPE\\x', '\\\\?\\pipe\\x', '//./Pipe/dir/x', 'npipe:////./pipe/x', 'npipe:\\\\.\\pipe\\x', 'npipe://\\\\.\\pipe\\x']) {
      assert.ok(isPipeAddress(path) && isLocalAddress(path), path);
    }
    for (const path of ['/var/run/docker.sock', '/pipe/x', '\\\\server\\pipe\\x', 'C:\\pipe\\x', '//./pipes/x', '', 'tcp://./pipe/x']) assert.equal(isPipeAddress(path), false, path);
    for (const address of ['tcp://x:1', 'ssh://me@far', 'https://x', '']) assert.equal(isLocalAddress(address), false, address);
    assert.ok(isLocalAddress('unix:///x'));
  });

  it('says that the program behind a pipe is not running', () => {
    for (const name of ['docker_engine', 'dockerDesktopLinuxEngine', 'DOCKER_ENGINE']) assert.equal(attemptWords('ENOENT', `npipe:////./pipe/${name}`), 'nothing is there; Docker Desktop is not running (ENOENT)');
    assert.equal(attemptWords('ENOENT', 'npipe:////./pipe/podman-work'), 'nothing is there; the Podman machine is not running (ENOENT)');
    for (const address of ['npipe:////./pipe/other', 'unix:///docker_engine', '']) assert.equal(attemptWords('ENOENT', address), 'nothing is there (ENOENT)');
    assert.match(attemptWords('EPERM', 'npipe:////./pipe/docker_engine'), /docker-users/);
  });
});
