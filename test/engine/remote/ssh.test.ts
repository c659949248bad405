import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';
import { tryEngine } from '../../../src/engine/connection/attempts';
import type { HostEnvironment } from '../../../src/engine/contexts/host-environment';
import type { ConnectedEngine } from '../../../src/engine/dockerode-engine';
import { Sshd, sshdMissing } from '../../support/sshd';
import { Tunnel } from '../../support/tunnel';
import { eventually } from '../support';
import { remoteVerbs } from './remote-verbs';

describe('engine: over a real ssh server', function () {
  this.timeout(120_000);
  let sshd: Sshd;
  const ends: (() => unknown)[] = [];
  const dockerHost = process.env['SLIPWAY_TEST_DOCKER_HOST'] ?? '';
  before(async function () {
    const missing = await sshdMissing();
    if (missing !== undefined) {
      (this.test as Mocha.Runnable).title += `: needs ${missing}`;
      this.skip();
    }
    sshd = await Sshd.start(dockerHost);
    ends.push(() => sshd.dispose());
  });
  after(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  const reach = async (address: string, host: HostEnvironment, limit?: number) => {
    const result = await tryEngine({ id: 'x', name: 'x', address, source: 'test' }, new AbortController().signal, limit, { host });
    if ('engine' in result) ends.push(() => result.engine.dispose());
    return result;
  };
  const reached = async (address: string, host: HostEnvironment): Promise<ConnectedEngine> => {
    const result = await reach(address, host);
    assert.ok('engine' in result, JSON.stringify(result));
    return result.engine;
  };

  remoteVerbs(async () => reached(sshd.address, await sshd.client(sshd.knowing())));

  // What follows is between two ssh, whichever engine is behind them.
  if (!['docker-20', 'attached'].includes(process.env['SLIPWAY_TEST_ENGINE'] ?? '')) return;

  it('takes a key of the agent, an alias of ssh_config, and a jump host', async () => {
    const socket = sshd.file('agent.sock');
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
    ends.push(() => agent.kill());
    await eventually(() => promisify(execFile)('ssh-add', ['-q', sshd.file('user')], { env: { ...process.env, SSH_AUTH_SOCK: socket } }).then(() => true, () => undefined), 'the agent');
    const known = sshd.knowing().filter((line) => !/^Identit/.test(line));
    await reached(sshd.address, await sshd.client(known, { SSH_AUTH_SOCK: socket }));

    const alias = ['Host far', 'HostName 127.0.0.1', `Port ${sshd.port}`, `User ${userInfo().username}`, 'Host *', ...sshd.knowing()];
    await reached('ssh://far', await sshd.client(alias));

    // The address is one that only the jump host reaches by it.
    const jump = ['Host jump', 'HostName 127.0.0.1', `Port ${sshd.port}`, `User ${userInfo().username}`, 'Host behind', 'HostName 127.0.0.1', `Port ${sshd.port}`, 'ProxyJump jump', 'Host *', ...sshd.knowing()];
    await reached('ssh://behind', await sshd.client(jump));
    const gone = jump.map((line, index) => (index === 2 ? 'Port 1' : line));
    const result = await reach('ssh://behind', await sshd.client(gone));
    assert.match('reason' in result ? result.reason : '', /^the jump host on the way to behind cannot be reached/);
  });

  it('has one connection of ssh for everything', async () => {
    const tunnel = await Tunnel.open({ host: '127.0.0.1', port: sshd.port });
    ends.push(() => tunnel.dispose());
    await sshd.know('known', tunnel.port);
    const address = sshd.address.replace(String(sshd.port), String(tunnel.port));
    const engine = await reached(address, await sshd.client(sshd.knowing()));
    const stop = new AbortController();
    const following = new Promise<void>((resolve) => void engine.system.streamEvents({ signal: stop.signal, onOpen: resolve, onEvent: () => undefined }).catch(() => undefined));
    await following;
    await Promise.all([engine.images.list(), engine.containers.list({ all: true }), engine.volumes.list(), engine.networks.list(), engine.system.info()]);
    assert.equal(tunnel.taken, 1);
    stop.abort();
    engine.dispose();
    await eventually(() => (tunnel.open === 0 ? true : undefined), 'the end of the connection');
  });

  it('goes on by itself where the server lets few through one connection', async () => {
    const narrow = await Sshd.start(dockerHost, ['MaxSessions 2']);
    ends.push(() => narrow.dispose());
    const engine = await reached(narrow.address, await narrow.client(narrow.knowing()));
    const stop = new AbortController();
    const streams = await Promise.all([1, 2, 3, 4].map(() => engine.system.info()));
    assert.equal(streams.length, 4);
    const saved = await Promise.all([1, 2, 3, 4].map(async () => (await engine.images.save(['slipway-test/base:1'], stop.signal)).stream));
    for (const stream of saved) stream.destroy();
    assert.ok((await engine.images.list()).length > 0);
  });

  const troubles: readonly (readonly [string, (at: { readonly server: Sshd }) => Promise<readonly [string, HostEnvironment]>, RegExp])[] = [
    ['a host key that nobody has confirmed', async () => [sshd.address, await sshd.client(sshd.knowing(undefined, '/dev/null'))], /^its host key is not known here; connect once with “ssh -p \d+ \S+@127\.0\.0\.1”/],
    ['a host key that is another one', async () => [sshd.address, await sshd.client(sshd.knowing(undefined, await sshd.know('changed', sshd.port, 'stranger')))], /^its host key is another one than before; .*ssh-keygen -R/],
    ['a key that it does not take', async () => [sshd.address, await sshd.client(sshd.knowing(sshd.file('stranger')))], /^ssh has no key that it takes, and Slipway cannot ask for a password or passphrase/],
    ['a key with a passphrase', async () => {
      const key = await sshd.key('locked', 'open sesame');
      await writeFile(sshd.file('authorized'), await readFile(`${key}.pub`), { flag: 'a' });
      return [sshd.address, await sshd.client(sshd.knowing(key))];
    }, /ssh-add/],
    ['a password that is wanted', async () => {
      const server = await Sshd.start(dockerHost, ['PubkeyAuthentication no', 'PasswordAuthentication yes']);
      ends.push(() => server.dispose());
      return [server.address, await server.client(server.knowing())];
    }, /cannot ask for a password or passphrase/],
    ['a port where nothing listens', async () => ['ssh://127.0.0.1:1', await sshd.client(sshd.knowing())], /^no ssh server listens at 127\.0\.0\.1/],
    ['a name that nobody knows', async () => ['ssh://slipway.invalid', await sshd.client(sshd.knowing())], /^the host name slipway\.invalid is unknown/],
    ['a computer without docker', async () => {
      const server = await Sshd.start(dockerHost);
      ends.push(() => server.dispose());
      await rm(server.file('bin/docker'));
      await writeFile(server.file('bin/docker-is-elsewhere'), '');
      return [server.address, await server.client(server.knowing())];
    }, /there is no docker command on 127\.0\.0\.1|the engine on 127\.0\.0\.1 does not run/],
    ['a computer whose engine does not run', async () => {
      const server = await Sshd.start('unix:///slipway/nothing.sock');
      ends.push(() => server.dispose());
      return [server.address, await server.client(server.knowing())];
    }, /the engine on 127\.0\.0\.1 does not run/],
  ];
  for (const [what, make, words] of troubles) {
    it(`says what to do about ${what}`, async () => {
      const [address, host] = await make({ server: sshd });
      const result = await reach(address, host);
      assert.match('reason' in result ? result.reason : 'reached', words);
    });
  }
});
