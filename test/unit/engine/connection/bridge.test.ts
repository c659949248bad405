import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { tryEngine } from '../../../../src/engine/connection/attempts';
import { openBridge } from '../../../../src/engine/connection/bridge';
import type { EngineCandidate } from '../../../../src/engine/connection/connection';
import { hostEnvironment } from '../../../../src/engine/contexts/host-environment';
import { openSshStream, sshArguments } from '../../../../src/engine/connection/ssh-stream';
import { FakeEngine } from '../../../support/fake-engine';
import { testCertificate } from '../../../support/certificate';

function candidate(address: string, tls?: EngineCandidate['tls']): EngineCandidate {
  return { id: 'x', name: 'x', address, source: 'test', ...(tls && { tls }) };
}

describe('engine/connection/bridge', function () {
  // Processes are started here.
  this.timeout(20_000);
  let fake: FakeEngine;
  const servers: Server[] = [];

  beforeEach(async () => {
    fake = await FakeEngine.start();
  });

  afterEach(async () => {
    for (const server of servers.splice(0)) server.close();
    await fake.dispose();
  });

  /** The fake engine on a TCP port of loopback, with or without TLS. */
  async function port(tls?: TlsOptions): Promise<number> {
    const forward = (socket: NodeJS.ReadWriteStream) => {
      const far = connect(fake.socketPath);
      far.on('error', () => undefined);
      socket.on('error', () => far.destroy());
      socket.pipe(far).pipe(socket);
    };
    const server = tls ? createTlsServer(tls, forward) : createServer(forward);
    server.on('tlsClientError', () => undefined);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as { port: number }).port;
  }

  const signal = new AbortController().signal;

  async function reason(tried: EngineCandidate): Promise<string> {
    const result = await tryEngine(tried, signal, 5000, { host: hostEnvironment() });
    if ('engine' in result) {
      result.engine.dispose();
      assert.fail('connected');
    }
    return result.reason;
  }

  it('brings TCP to a private socket and removes it at the end', async () => {
    const bridge = await openBridge(candidate(`tcp://127.0.0.1:${await port()}`), hostEnvironment());
    assert.equal(bridge.remote, true);
    const directory = dirname(bridge.socketPath);
    assert.equal((await stat(bridge.socketPath)).mode & 0o777, 0o600);
    assert.equal((await stat(directory)).mode & 0o777, 0o700);
    bridge.dispose();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await assert.rejects(stat(directory), { code: 'ENOENT' });
  });

  it('leads to an engine over TCP, which keeps its connections', async () => {
    const result = await tryEngine(candidate(`tcp://127.0.0.1:${await port()}`), signal, undefined, { host: hostEnvironment() });
    assert.ok('engine' in result, JSON.stringify(result));
    for (let turn = 0; turn < 5; turn += 1) assert.deepEqual(await result.engine.images.list(), []);
    assert.ok(new Set(fake.requests.map(({ message }) => message.socket)).size <= 2);
    result.engine.dispose();
  });

  it('puts the path of an address before every path of the API', async () => {
    const asked: string[] = [];
    for (const path of ['/_ping', '/version', '/info', '/v1.41/images/json']) {
      fake.on(`GET /behind${path}`, (response) => {
        asked.push(path);
        response.writeHead(200, { 'Content-Type': 'application/json' }).end(path.endsWith('json') ? '[]' : '{"ApiVersion":"1.41","ID":"x"}');
      });
    }
    fake.on('GET /behind/v1.41/info', (response) => void response.end('{"ID":"x"}'));
    const result = await tryEngine(candidate(`tcp://127.0.0.1:${await port()}/behind/`), signal, undefined, { host: hostEnvironment() });
    assert.ok('engine' in result, JSON.stringify(result));
    assert.deepEqual(await result.engine.images.list(), []);
    assert.ok(asked.includes('/v1.41/images/json'));
    result.engine.dispose();
  });

  it('says why there is no connection', async () => {
    assert.match(await reason(candidate('tcp://127.0.0.1:1')), /ECONNREFUSED/);
    assert.match(await reason(candidate('tcp://')), /not an address/);
    assert.match(await reason(candidate('fd://x')), /not an address/);
    assert.match(await reason(candidate('nonsense')), /not an address/);
    assert.match(await reason(candidate('unix:///nowhere.sock')), /ENOENT/);
  });

  describe('with TLS', () => {
    let directory: string;
    let ca: string;

    before(async () => {
      directory = await mkdtemp(join(tmpdir(), 'slipway-tls-'));
      ca = join(directory, 'ca.pem');
      await writeFile(ca, testCertificate.certificate);
    });
    after(() => rm(directory, { recursive: true }));

    const server = { key: testCertificate.key, cert: testCertificate.certificate };

    it('trusts the authority it was given, and no other', async () => {
      const address = `tcp://127.0.0.1:${await port(server)}`;
      const trusted = await tryEngine(candidate(address, { ca, verify: true }), signal, undefined, { host: hostEnvironment() });
      assert.ok('engine' in trusted, JSON.stringify(trusted));
      trusted.engine.dispose();
      assert.match(await reason(candidate(address, { verify: true })), /certificate is not trusted/);
      const lax = await tryEngine(candidate(address, { verify: false }), signal, undefined, { host: hostEnvironment() });
      assert.ok('engine' in lax);
      lax.engine.dispose();
    });

    it('shows its own certificate where the engine asks for one', async () => {
      const key = join(directory, 'key.pem');
      await writeFile(key, testCertificate.key);
      const address = `tcp://127.0.0.1:${await port({ ...server, ca: testCertificate.certificate, requestCert: true, rejectUnauthorized: true })}`;
      const known = await tryEngine(candidate(address, { ca, certificate: ca, key, verify: true }), signal, undefined, { host: hostEnvironment() });
      assert.ok('engine' in known, JSON.stringify(known));
      known.engine.dispose();
      assert.notEqual(await reason(candidate(address, { ca, verify: true })), '');
    });

    it('names a file that is missing, and one that cannot be read', async () => {
      const address = `tcp://127.0.0.1:${await port(server)}`;
      for (const file of [join(directory, 'none', 'ca.pem'), join(directory, 'authority')]) {
        assert.equal(await reason(candidate(address, { ca: file, verify: true })), `the file ${file} is missing, which TLS needs for this engine`);
      }
      assert.match(await reason(candidate(address, { ca: directory, verify: true })), new RegExp(`^${directory}: .*EISDIR`));
    });

    it('says that the other side does not speak TLS', async () => {
      assert.notEqual(await reason(candidate(`tcp://127.0.0.1:${await port()}`, { verify: true })), '');
    });
  });

  describe('on Windows', () => {
    const windows = { ...hostEnvironment(), platform: 'win32' as const };

    it('goes through a pipe whose name nobody can guess', async () => {
      // What would be a pipe there is a socket in the working folder here.
      const server = createServer((socket) => socket.on('error', () => undefined).write('HTTP/1.1 200 OK\r\n\r\n'));
      servers.push(server);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as { readonly port: number };
      const bridges = await Promise.all([1, 2].map(() => openBridge(candidate(`tcp://127.0.0.1:${String(port)}`), windows)));
      try {
        for (const { socketPath } of bridges) {
          assert.match(socketPath, /^\\\\\.\\pipe\\slipway-[0-9a-f]{32}$/);
          const socket = connect({ path: socketPath });
          const [answer] = (await once(socket, 'data')) as [Buffer];
          assert.match(answer.toString(), /^HTTP\/1\.1 200/);
          socket.destroy();
        }
        assert.notEqual(bridges[0]?.socketPath, bridges[1]?.socketPath);
      } finally {
        for (const bridge of bridges) bridge.dispose();
      }
    });

    it('takes a pipe as it is, however it is written', async () => {
      for (const address of ['npipe:////./pipe/docker_engine', 'npipe://\\\\.\\pipe\\docker_engine']) {
        const { socketPath, remote } = await openBridge(candidate(address), windows);
        assert.deepEqual([socketPath, remote], ['\\\\.\\pipe\\docker_engine', false]);
      }
    });

    it('looks for ssh.exe in absolute folders, and says when there is none', async () => {
      const asked: string[] = [];
      const nowhere = {
        ...windows,
        variables: { Path: '.;C:\\Tools', SystemRoot: 'C:\\Windows' },
        isExecutable: (file: string) => {
          asked.push(file);
          return Promise.resolve(false);
        },
      };
      await assert.rejects(openBridge(candidate('ssh://far'), nowhere), { kind: 'fileFailed' });
      assert.deepEqual(asked.slice(0, 2), ['C:\\Tools\\ssh.exe', 'C:\\Windows\\System32\\OpenSSH\\ssh.exe']);
    });
  });

  describe('ssh', () => {
    it('gets its arguments as the docker command line gives them', () => {
      const common = ['-T', '-o', 'ConnectTimeout=10', '-o', 'ServerAliveInterval=5', '-o', 'ServerAliveCountMax=3'];
      assert.deepEqual(sshArguments(new URL('ssh://far')), [...common, '--', 'far', 'docker', 'system', 'dial-stdio']);
      assert.deepEqual(sshArguments(new URL('ssh://me@far:2222/run/user/1000/docker.sock')), [
        ...common, '-l', 'me', '-p', '2222', '--', 'far', 'docker', '--host=unix:///run/user/1000/docker.sock', 'system', 'dial-stdio',
      ]);
    });

    it('gets nothing that it or the far shell could take for something else', () => {
      for (const address of ['ssh://-oProxyCommand=x', 'ssh://-x@far', 'ssh://far/a;rm', 'ssh://far/$(x)', 'ssh://a%20b@far', 'ssh://me:secret@far', 'ssh://far%20x', 'ssh:///x']) {
        assert.throws(() => sshArguments(new URL(address)), { kind: 'invalidInput' }, address);
      }
    });

    it('is joined through its standard streams, and what it says is the reason', async () => {
      const directory = await mkdtemp(join(tmpdir(), 'slipway-ssh-'));
      const program = join(directory, 'ssh');
      await writeFile(program, `#!/usr/bin/env node
const { connect } = require('node:net');
if (process.argv.includes('broken')) { console.error('ssh: Could not resolve hostname broken'); process.exit(255); }
const far = connect(${JSON.stringify(fake.socketPath)});
process.stdin.pipe(far).pipe(process.stdout);
`);
      await chmod(program, 0o755);
      const path = process.env.PATH;
      process.env.PATH = `${directory}:${path ?? ''}`;
      try {
        const result = await tryEngine(candidate('ssh://far'), signal, undefined, { host: hostEnvironment() });
        assert.ok('engine' in result, JSON.stringify(result));
        assert.deepEqual(await result.engine.images.list(), []);
        result.engine.dispose();
        assert.match(await reason(candidate('ssh://broken')), /^the host name broken is unknown/);
      } finally {
        process.env.PATH = path;
        await rm(directory, { recursive: true });
      }
    });

    it('ends the process with the connection', async () => {
      const stream = openSshStream(['-c', 'echo $$; cat'], () => undefined, '/bin/sh', process.platform);
      const pid = await new Promise<number>((resolve) => stream.once('data', (data: Buffer) => resolve(Number(data.toString()))));
      stream.destroy();
      for (let turn = 0; turn < 100; turn += 1) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        try {
          process.kill(pid, 0);
        } catch {
          return;
        }
      }
      assert.fail('still alive');
    });
  });
});
