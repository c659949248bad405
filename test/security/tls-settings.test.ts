import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { tryEngine } from '../../src/engine/connection/attempts';
import { resolveCandidates } from '../../src/engine/contexts/contexts';
import { type HostEnvironment, hostEnvironment } from '../../src/engine/contexts/host-environment';
import { testCertificate } from '../support/certificate';
import { FakeEngine } from '../support/fake-engine';

describe('a connection that is to be secured', function () {
  this.timeout(20_000);
  let folder: string;
  let fake: FakeEngine;
  const servers: Server[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-tls-'));
    await writeFile(join(folder, 'ca.pem'), testCertificate.certificate);
    fake = await FakeEngine.start();
  });
  after(async () => {
    for (const server of servers) server.close();
    await fake.dispose();
    await rm(folder, { recursive: true });
  });

  async function port(secured: boolean): Promise<number> {
    const forward = (socket: NodeJS.ReadWriteStream): void => {
      const far = connect(fake.socketPath);
      far.on('error', () => undefined);
      socket.on('error', () => far.destroy());
      socket.pipe(far).pipe(socket);
    };
    const server = secured ? createTlsServer({ cert: testCertificate.certificate, key: testCertificate.key }, forward) : createServer(forward);
    server.on('tlsClientError', () => undefined);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as { readonly port: number }).port;
  }

  const from = (variables: Record<string, string>): HostEnvironment => ({ ...hostEnvironment(), homeDirectory: folder, variables });
  /** By the setting and by `DOCKER_HOST`, which must do the same. */
  async function outcome(address: string, variables: Record<string, string>): Promise<readonly string[]> {
    const outcomes: string[] = [];
    for (const resolved of [await resolveCandidates(from(variables), address), await resolveCandidates(from({ ...variables, DOCKER_HOST: address }))]) {
      const [candidate] = resolved.candidates;
      assert.ok(candidate);
      const result = await tryEngine(candidate, new AbortController().signal, 5_000, { host: hostEnvironment() });
      if ('engine' in result) result.engine.dispose();
      outcomes.push('engine' in result ? 'connected' : result.reason);
    }
    return outcomes;
  }

  it('checks the certificate where DOCKER_TLS_VERIFY is set', async () => {
    const address = `tcp://127.0.0.1:${String(await port(true))}`;
    assert.deepEqual(await outcome(address, { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: folder }), ['connected', 'connected']);
    for (const reason of await outcome(address, { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: tmpdir() })) assert.match(reason, /certificate is not trusted/);
    assert.deepEqual(await outcome(address, { DOCKER_TLS: '1' }), ['connected', 'connected']);
    for (const reason of await outcome(address, {})) assert.notEqual(reason, 'connected');
  });

  it('is never plain there', async () => {
    const address = `tcp://127.0.0.1:${String(await port(false))}`;
    for (const variables of [{ DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: folder }, { DOCKER_TLS_VERIFY: '0' }, { DOCKER_TLS: 'x' }]) {
      const before = fake.requests.length;
      for (const reason of await outcome(address, variables)) assert.notEqual(reason, 'connected');
      assert.equal(fake.requests.length, before);
    }
    assert.deepEqual(await outcome(address, { DOCKER_CERT_PATH: folder, DOCKER_TLS_VERIFY: '' }), ['connected', 'connected']);
  });

  it('does not concern sockets and ssh', async () => {
    for (const address of ['unix:///x.sock', 'ssh://far']) {
      assert.equal((await resolveCandidates(from({ DOCKER_TLS_VERIFY: '1' }), address)).candidates[0]?.tls, undefined);
    }
  });
});
