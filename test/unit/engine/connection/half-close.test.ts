import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createServer as createTlsServer } from 'node:tls';
import { type Bridge, openBridge } from '../../../../src/engine/connection/bridge';
import type { EngineCandidate } from '../../../../src/engine/connection/connection';
import { type HostEnvironment, hostEnvironment } from '../../../../src/engine/contexts/host-environment';
import { HijackedTerminal } from '../../../../src/engine/containers/terminal';
import { dialHijacked } from '../../../../src/engine/streams/hijack';
import { testCertificate } from '../../../support/certificate';

const late = 'what the process says at its end '.repeat(10_000);

/** Turns a connection over as engines do, and says much once its input has ended: as `cat | sort` in a container. */
function serve(socket: Socket): void {
  let heard = '';
  let upgraded = false;
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    heard += chunk.toString();
    const head = heard.indexOf('\r\n\r\n');
    if (upgraded || head === -1) return;
    upgraded = true;
    heard = heard.slice(head + 4);
    socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n');
  });
  socket.on('end', () => socket.end(`${heard}${late}`));
}

describe('engine/connection: the end of input through a bridge', function () {
  // Processes are started here.
  this.timeout(20_000);
  let folder: string;
  let server: Server | undefined;
  let bridge: Bridge | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-half-'));
  });
  afterEach(async () => {
    bridge?.dispose();
    server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function listening(made: Server): Promise<number> {
    server = made;
    made.listen(0, '127.0.0.1');
    await once(made, 'listening');
    return (made.address() as { readonly port: number }).port;
  }

  /** An engine behind each kind of address. */
  const kinds: Readonly<Record<string, (host: HostEnvironment) => Promise<readonly [EngineCandidate, HostEnvironment]>>> = {
    tcp: async (host) => {
      const port = await listening(createServer({ allowHalfOpen: true }, serve));
      return [{ id: 'x', name: 'x', source: 'test', address: `tcp://127.0.0.1:${String(port)}` }, host];
    },
    tls: async (host) => {
      const port = await listening(createTlsServer({ ...serverKeys(), allowHalfOpen: true }, serve));
      return [{ id: 'x', name: 'x', source: 'test', address: `tcp://127.0.0.1:${String(port)}`, tls: { verify: false } }, host];
    },
    ssh: async (host) => {
      const port = await listening(createServer({ allowHalfOpen: true }, serve));
      const program = join(folder, 'ssh');
      await writeFile(program, `#!/usr/bin/env node\nconst far = require('node:net').connect({ port: ${String(port)}, host: '127.0.0.1', allowHalfOpen: true });\nprocess.stdin.pipe(far).pipe(process.stdout);\n`);
      await chmod(program, 0o755);
      return [{ id: 'x', name: 'x', source: 'test', address: 'ssh://far' }, host];
    },
  };

  function serverKeys(): { readonly cert: string; readonly key: string } {
    return { cert: testCertificate.certificate, key: testCertificate.key };
  }

  for (const [kind, engine] of Object.entries(kinds)) {
    // Linux has no folder in which Windows would look for ssh.exe.
    for (const platform of kind === 'ssh' ? (['linux', 'darwin'] as const) : (['linux', 'darwin', 'win32'] as const)) {
      it(`cuts nothing off what comes later, and needs no pipe (${kind}, ${platform})`, async () => {
        const host: HostEnvironment = { ...hostEnvironment(), platform, variables: { PATH: folder } };
        const [candidate, on] = await engine(host);
        bridge = await openBridge(candidate, on);
        // A pipe of Windows has no half to close; here there is none at all.
        await rm(bridge.socketPath);
        const stream = await dialHijacked({ socketPath: bridge.socketPath, connect: bridge.connect, path: '/containers/x/attach', upgrade: { Upgrade: 'tcp' } });
        assert.ok('socket' in stream);
        const terminal = new HijackedTerminal(stream, { tty: true }, { resize: () => Promise.resolve(), exitCode: () => Promise.resolve(0) });
        const said: Buffer[] = [];
        const ended = new Promise<number | undefined>((resolve) => terminal.onEnd(resolve));
        terminal.onData((data) => said.push(Buffer.from(data)));
        terminal.write('b\na\n');
        terminal.endInput();
        assert.equal(await ended, 0);
        assert.equal(Buffer.concat(said).toString(), `b\na\n${late}`);
        terminal.dispose();
      });
    }
  }

  it('is an end at once where the bridge is gone, and with it what was open', async () => {
    const [candidate, host] = (await kinds['tcp']?.(hostEnvironment())) ?? assert.fail();
    bridge = await openBridge(candidate, host);
    const open = bridge.connect?.() ?? assert.fail();
    open.write('GET / HTTP/1.1\r\n\r\n');
    await once(open, 'readable');
    bridge.dispose();
    assert.match(await text(open), /^HTTP\/1\.1 101/);
    assert.equal(await text(bridge.connect?.() ?? assert.fail()), '');
    const refused = dialHijacked({ socketPath: bridge.socketPath, connect: bridge.connect, path: '/containers/x/attach', upgrade: { Upgrade: 'tcp' } });
    await assert.rejects(refused, (error: NodeJS.ErrnoException) => /^(?:EPIPE|ECONNRESET)$/.test(error.code ?? ''));
  });

  it('leaves the engine nothing that was given up', async () => {
    const [candidate, host] = (await kinds['tcp']?.(hostEnvironment())) ?? assert.fail();
    bridge = await openBridge(candidate, host);
    const accepted = once(server ?? assert.fail(), 'connection') as Promise<[Socket]>;
    const given = bridge.connect?.() ?? assert.fail();
    const [far] = await accepted;
    const gone = once(far, 'close');
    given.destroy();
    await gone;
  });
});
