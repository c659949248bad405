import assert from 'node:assert/strict';
import { dockerHostAddress } from '../../../../src/engine/contexts/docker-host';

/** What docker 28.2 does with a DOCKER_HOST: where it says it connects, or that it refuses. */
const cases: readonly (readonly [string, string | undefined])[] = [
  [':2375', 'tcp://localhost:2375'],
  [':', 'tcp://localhost:2375'],
  ['tcp://', 'tcp://localhost:2375'],
  ['tcp://:2375', 'tcp://localhost:2375'],
  ['tcp://:0', 'tcp://localhost:0'],
  ['127.0.0.1', 'tcp://127.0.0.1:2375'],
  ['127.0.0.1:', 'tcp://127.0.0.1:2375'],
  ['127.0.0.1:23', 'tcp://127.0.0.1:23'],
  ['host', 'tcp://host:2375'],
  ['tcp://localhost', 'tcp://localhost:2375'],
  ['tcp://localhost/', 'tcp://localhost:2375'],
  ['tcp://localhost:23/', 'tcp://localhost:23'],
  ['tcp://localhost:23/path', 'tcp://localhost:23/path'],
  ['tcp://localhost:23/path/', 'tcp://localhost:23/path'],
  ['localhost/path', 'tcp://localhost:2375/path'],
  ['localhost:23/path', 'tcp://localhost:23/path'],
  ['/x/y.sock', 'tcp://localhost:2375/x/y.sock'],
  ['unix:/x.sock', 'tcp://unix:2375/x.sock'],
  ['tcp://tcp://localhost', 'tcp://localhost:2375'],
  ['tcp://user@localhost:23', 'tcp://localhost:23'],
  ['tcp://user:pw@localhost', 'tcp://localhost:2375'],
  ['tcp://localhost?x=1', 'tcp://localhost:2375'],
  ['tcp://localhost#f', 'tcp://localhost:2375'],
  ['[::1]:2375', 'tcp://[::1]:2375'],
  ['tcp://[::1]:23', 'tcp://[::1]:23'],
  ['::1', 'tcp://[::1]:2375'],
  [' tcp://localhost:23 ', 'tcp://localhost:23'],
  ['\t:23\n', 'tcp://localhost:23'],
  ['', 'unix:///var/run/docker.sock'],
  [' ', 'unix:///var/run/docker.sock'],
  ['unix://', 'unix:///var/run/docker.sock'],
  ['unix:///x/y.sock', 'unix:///x/y.sock'],
  ['unix://x.sock', 'unix://x.sock'],
  ['npipe://', 'npipe:////./pipe/docker_engine'],
  ['npipe:////./pipe/x', 'npipe:////./pipe/x'],
  ['ssh://me@far:22/run/docker.sock', 'ssh://me@far:22/run/docker.sock'],
  ['tcp://localhost:99999', undefined],
  ['tcp://localhost:abc', undefined],
  ['localhost:abc', undefined],
  ['tcp:localhost', undefined],
  ['localhost:23:24', undefined],
  ['tcp://local host:23', undefined],
  ['tcp://%6cocalhost:23', undefined],
  ['unix://tcp://x', undefined],
  ['tcp://unix://x', undefined],
  ['tcp://[::1', undefined],
  ['tcp://[nonsense]:23', undefined],
  ['foo://x', undefined],
  ['://', undefined],
  ['fd://', undefined],
  ['ssh://', undefined],
  ['http://', undefined],
  ['TCP://localhost', undefined],
  ['UNIX:///x', undefined],
  // Refused by docker, and clear in what they mean.
  ['[::1]', 'tcp://[::1]:2375'],
  ['tcp://[::1]', 'tcp://[::1]:2375'],
  ['http://localhost:23', 'http://localhost:23'],
  ['https://localhost:23', 'https://localhost:23'],
];

describe('engine/contexts/docker-host', () => {
  for (const [given, address] of cases) {
    it(`${JSON.stringify(given)} is ${address ?? 'refused'}`, () => {
      assert.equal(dockerHostAddress(given, 'linux'), address);
    });
  }

  it('knows the defaults of Windows and of TLS', () => {
    assert.equal(dockerHostAddress(' ', 'win32'), 'npipe:////./pipe/docker_engine');
    assert.equal(dockerHostAddress(' ', 'linux', true), 'tcp://localhost:2376');
    assert.equal(dockerHostAddress('tcp://', 'linux', true), 'tcp://localhost:2375');
  });

  it('gives the same when it reads its own answer', () => {
    for (const [, address] of cases) if (address !== undefined) assert.equal(dockerHostAddress(address, 'linux'), address);
  });
});
