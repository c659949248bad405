import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServer, type Server } from 'node:tls';
import { promisify } from 'node:util';

const run = promisify(execFile);
const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** Certificates of an authority of the test's own, made by openssl. */
export class Authority {
  private constructor(readonly folder: string) {}

  static async make(): Promise<Authority> {
    const folder = await mkdtemp(path.join(tmpdir(), 'slipway-tls-engine-'));
    for (const name of ['ca', 'foreign']) await run('openssl', ['req', '-x509', ...curve, '-keyout', path.join(folder, `${name}.key`), '-out', path.join(folder, `${name}.pem`), '-subj', `/CN=${name}`, '-days', '3']);
    return new Authority(folder);
  }

  file(name: string): string {
    return path.join(this.folder, name);
  }

  /** A key and a certificate `<name>.key` and `<name>.pem`; with a negative number of days it has expired. */
  async sign(name: string, { by = 'ca', names = 'IP:127.0.0.1', days = 2 } = {}): Promise<void> {
    await run('openssl', ['req', ...curve, '-keyout', this.file(`${name}.key`), '-out', this.file(`${name}.csr`), '-subj', `/CN=${name}`]);
    await writeFile(this.file(`${name}.ext`), `subjectAltName=${names}`);
    await run('openssl', ['x509', '-req', '-in', this.file(`${name}.csr`), '-CA', this.file(`${by}.pem`), '-CAkey', this.file(`${by}.key`), '-CAcreateserial', '-days', String(days), '-extfile', this.file(`${name}.ext`), '-out', this.file(`${name}.pem`)]);
  }

  dispose(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

/** An engine that takes clients with a certificate of the authority alone, as `dockerd --tlsverify` does: TLS in front of its socket. */
export class TlsEngine {
  port = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  static async start(authority: Authority, name: string, socketPath: string): Promise<TlsEngine> {
    const [cert, key, ca] = await Promise.all([`${name}.pem`, `${name}.key`, 'ca.pem'].map((file) => readFile(authority.file(file))));
    const server = createServer({ cert, key, ca, requestCert: true, rejectUnauthorized: true, allowHalfOpen: true });
    const engine = new TlsEngine(server);
    server.on('tlsClientError', () => undefined);
    server.on('secureConnection', (near) => {
      const far = connect({ path: socketPath, allowHalfOpen: true });
      for (const [from, to] of [[near, far], [far, near]] as const) {
        engine.sockets.add(from);
        from.on('error', () => to.destroy());
        from.once('close', () => {
          engine.sockets.delete(from);
          to.destroy();
        });
        from.pipe(to);
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    engine.port = (server.address() as { readonly port: number }).port;
    return engine;
  }

  get address(): string {
    return `tcp://127.0.0.1:${this.port}`;
  }

  dispose(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }
}
