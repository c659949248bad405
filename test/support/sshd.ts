import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ensurePackages, findCommand, missingPackages } from '../../scripts/environment/packages';
import { dockerCommandLine } from '../../scripts/environment/tools';
import { type HostEnvironment, hostEnvironment } from '../../src/engine/contexts/host-environment';

const run = promisify(execFile);

/** Why no ssh server can be had here; undefined where one can. */
export async function sshdMissing(): Promise<string | undefined> {
  if (process.platform === 'win32') return 'an ssh server of Linux';
  // A machine with services of its own would start one for everybody.
  const installs = process.getuid?.() === 0 && !(await readFile('/proc/1/comm', 'utf8').catch(() => '')).startsWith('systemd');
  if (installs) await ensurePackages(['ssh'], () => undefined).catch(() => undefined);
  const missing = await missingPackages(['ssh']);
  return missing.length === 0 ? undefined : missing.join(', ');
}

/** A real OpenSSH server of the user who runs the test, and an `ssh` whose configuration is the test's alone. */
export class Sshd {
  port = 0;
  private child: ChildProcess | undefined;
  private said = '';

  private constructor(
    readonly folder: string,
    private readonly options: readonly string[],
  ) {}

  /** `dockerHost` is where `docker system dial-stdio` leads on the other side; `options` are lines of sshd_config that come first. */
  static async start(dockerHost: string, options: readonly string[] = []): Promise<Sshd> {
    const sshd = new Sshd(await mkdtemp(path.join(tmpdir(), 'slipway-sshd-')), options);
    await sshd.prepare(dockerHost);
    await sshd.listen();
    return sshd;
  }

  /** User and place as an address names them. */
  get address(): string {
    return `ssh://${userInfo().username}@127.0.0.1:${this.port}`;
  }

  /** The environment in which `ssh` has this configuration: `lines` of ssh_config, and variables such as that of an agent. */
  async client(lines: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<HostEnvironment> {
    const folder = await mkdtemp(path.join(this.folder, 'client-'));
    const configuration = path.join(folder, 'config');
    await writeFile(configuration, `${lines.join('\n')}\n`);
    const exports = Object.entries({ SSH_AUTH_SOCK: '', SSH_ASKPASS_REQUIRE: 'never', ...variables }).map(([name, value]) => `export ${name}='${value}'\n`);
    await writeFile(path.join(folder, 'ssh'), `#!/bin/sh\n${exports.join('')}exec ${(await findCommand('ssh')) ?? 'ssh'} -F '${configuration}' "$@"\n`);
    await chmod(path.join(folder, 'ssh'), 0o755);
    return { ...hostEnvironment(), variables: { PATH: folder, DOCKER_CONFIG: folder } };
  }

  /** Lines of a client that knows the server and has the key. */
  knowing(key = this.file('user'), known = this.file('known')): readonly string[] {
    return [`UserKnownHostsFile ${known}`, 'GlobalKnownHostsFile /dev/null', 'StrictHostKeyChecking yes', `IdentityFile ${key}`, 'IdentitiesOnly yes', 'UpdateHostKeys no'];
  }

  file(name: string): string {
    return path.join(this.folder, name);
  }

  /** Writes what a client knows of servers: each with the public key of one of the files. */
  async know(name: string, port: number, key = 'host'): Promise<string> {
    const [type = '', text = ''] = (await readFile(this.file(`${key}.pub`), 'utf8')).split(' ');
    await writeFile(this.file(name), `[127.0.0.1]:${port} ${type} ${text}\n`, { flag: 'a' });
    return this.file(name);
  }

  async dispose(): Promise<void> {
    const { child } = this;
    if (child && child.exitCode === null) {
      const ended = new Promise((resolve) => child.once('close', resolve));
      child.kill();
      await ended;
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  async key(name: string, passphrase = ''): Promise<string> {
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-C', 'slipway-test', '-f', this.file(name)]);
    return this.file(name);
  }

  private async prepare(dockerHost: string): Promise<void> {
    for (const name of ['host', 'user', 'stranger']) await this.key(name);
    await writeFile(this.file('authorized'), await readFile(this.file('user.pub')));
    const version = process.env['SLIPWAY_TEST_ENGINE'];
    const words = await dockerCommandLine(version === 'docker-28' ? 'docker-28' : version === 'attached' ? 'attached' : 'docker-20');
    await mkdir(this.file('bin'));
    await writeFile(this.file('bin/docker'), `#!/bin/sh\nexport DOCKER_HOST='${dockerHost}'\nexec ${words.join(' ')} "$@"\n`);
    await chmod(this.file('bin/docker'), 0o755);
    this.port = await freePort();
    await this.know('known', this.port);
    const lines = [
      ...this.options,
      `ListenAddress 127.0.0.1:${this.port}`,
      `HostKey ${this.file('host')}`,
      `AuthorizedKeysFile ${this.file('authorized')}`,
      'PidFile none',
      'StrictModes no',
      'UsePAM no',
      'PermitRootLogin yes',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'AllowTcpForwarding yes',
      // Not what the user's own shell does at its beginning.
      `SetEnv PATH=${this.file('bin')}:/usr/bin:/bin HOME=${this.folder}`,
    ];
    await writeFile(this.file('sshd_config'), `${lines.join('\n')}\n`);
    // Where root's sshd wants to be shut in; Debian makes it when its service starts.
    if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true });
  }

  private async listen(): Promise<void> {
    const child = spawn((await findCommand('sshd')) ?? 'sshd', ['-D', '-e', '-f', this.file('sshd_config')], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.child = child;
    await new Promise<void>((resolve, reject) => {
      child.stderr.setEncoding('utf8').on('data', (piece: string) => {
        this.said += piece;
        if (this.said.includes('Server listening')) resolve();
      });
      child.once('close', () => reject(new Error(`sshd ended: ${this.said}`)));
    });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { readonly port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
