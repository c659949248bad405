import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { Duplex } from 'node:stream';
import { failure } from '../core/errors';
import { t } from '../core/localize';

/**
 * The arguments of `ssh` that lead to the engine of another computer, as the docker command line gives them
 * (https://github.com/docker/cli/blob/master/cli/connhelper/ssh/ssh.go). No shell of this computer sees them; the remote
 * shell sees only a path of plain characters. Throws `invalidInput` for what `ssh` could take for an option.
 */
export function sshArguments(url: URL): readonly string[] {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const user = decodeURIComponent(url.username);
  const path = decodeURIComponent(url.pathname).replace(/^\/$/, '');
  const refused = !/^[\w.:][\w.:-]*$/.test(host) || /^-|[\s@]/.test(user) || !/^[\w./-]*$/.test(path) || url.password !== '';
  if (refused) {
    throw failure('invalidInput', { field: 'address', value: `ssh://${url.host}`, reason: t('This address cannot be passed to ssh.') });
  }
  const command = path === '' ? ['docker', 'system', 'dial-stdio'] : ['docker', `--host=unix://${path}`, 'system', 'dial-stdio'];
  return [
    '-T',
    '-o',
    'ConnectTimeout=30',
    // A way that went dead ends the process within 15 seconds.
    '-o',
    'ServerAliveInterval=5',
    '-o',
    'ServerAliveCountMax=3',
    ...(user === '' ? [] : ['-l', user]),
    ...(url.port === '' ? [] : ['-p', url.port]),
    '--',
    host,
    ...command,
  ];
}

const longestReason = 2_000;
/** How long the end of the process is waited for after its output has ended, in milliseconds. */
const endPatience = 1_000;

/**
 * One connection to the remote engine: an `ssh` process, so that the user's own configuration, keys and agent count.
 * `fail` gets what ssh said when it ended badly, before the stream fails.
 */
export function openSshStream(parameters: readonly string[], fail: (reason: string) => void, program = 'ssh'): Duplex {
  return new SshStream(parameters, fail, program);
}

class SshStream extends Duplex {
  private readonly child: ChildProcessWithoutNullStreams;
  private said = '';

  constructor(
    parameters: readonly string[],
    private readonly fail: (reason: string) => void,
    program: string,
  ) {
    super({ allowHalfOpen: true });
    this.child = spawn(program, parameters, {
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
      // In a session of its own ssh has no terminal to ask for a password on, where nobody would see the question.
      detached: process.platform !== 'win32',
    });
    const { stdin, stdout, stderr } = this.child;
    stderr.setEncoding('utf8').on('data', (piece: string) => (this.said = (this.said + piece).slice(-longestReason)));
    stdin.on('error', () => undefined);
    stdout.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) stdout.pause();
    });
    // The output ends before the exit code is known; without waiting a failure would look like an end.
    stdout.once('end', () => setTimeout(() => this.push(null), endPatience).unref());
    this.child.once('error', (error) => this.finish(error.message));
    this.child.once('close', (code) => this.finish(code === 0 || code === null ? undefined : this.said.trim() || t('ssh ended with code {0}', code)));
  }

  override _read(): void {
    this.child.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.child.stdin.write(chunk, done);
  }

  override _final(done: () => void): void {
    this.child.stdin.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.child.kill();
    done(error);
  }

  private finish(reason: string | undefined): void {
    if (this.destroyed) return;
    if (reason === undefined) {
      this.push(null);
      return;
    }
    this.fail(reason);
    this.destroy(new Error(reason));
  }
}
