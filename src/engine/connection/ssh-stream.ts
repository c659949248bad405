import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { Duplex } from 'node:stream';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import { withoutLogIn } from '../contexts/docker-host';

// eslint-disable-next-line no-control-regex -- these are the characters to be found
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/**
 * The arguments of `ssh` that lead to the engine of another computer, as the docker command line gives them
 * (https://github.com/docker/cli/blob/master/cli/connhelper/ssh/ssh.go). No shell of this computer sees them, but the user's
 * own `ProxyCommand` may: names are those that OpenSSH takes (`valid_hostname` and `valid_ruser` of
 * https://github.com/openssh/openssh-portable/blob/master/ssh.c), less what a shell would read, and a path has plain
 * characters. Throws `invalidInput` that says which part cannot be passed.
 */
export function sshArguments(url: URL): readonly string[] {
  const { user, host, port, path } = sshParts(url);
  const command = path === '' ? ['docker', 'system', 'dial-stdio'] : ['docker', `--host=unix://${path}`, 'system', 'dial-stdio'];
  return [
    '-T',
    '-o',
    // Until the server has said who it is; a key that has to be touched comes later. The docker command line waits 30 seconds.
    'ConnectTimeout=10',
    // A way that went dead ends the process within 15 seconds.
    '-o',
    'ServerAliveInterval=5',
    '-o',
    'ServerAliveCountMax=3',
    ...(user === '' ? [] : ['-l', user]),
    ...(port === '' ? [] : ['-p', port]),
    '--',
    host,
    ...command,
  ];
}

/** Reads the address of an engine that is reached by ssh. Throws `invalidInput`. */
export function sshUrl(address: string): URL {
  // The parser of URLs leaves out line breaks and tabs, so that another address would be checked than is seen.
  if (/\s/.test(address) || controls.test(address))
    throw refused(address, t('The address for ssh contains a blank or a control character.'));
  if (!URL.canParse(address)) throw refused(address, t('This is not an address of an engine.'));
  return new URL(address);
}

function refused(address: string, reason: string): Error {
  return failure('invalidInput', { field: 'address', value: oneLine(withoutLogIn(address)), reason });
}

function sshParts(url: URL): { readonly user: string; readonly host: string; readonly port: string; readonly path: string } {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const [user, path] = [url.username, url.pathname].map(decoded);
  if (url.password !== '') throw refused(url.href, t('ssh takes no password in an address: leave it out and use a key.'));
  if (!/^[\w.:][\w.:-]*$/.test(host))
    throw refused(
      url.href,
      t('The host name cannot be passed to ssh: it may have letters, digits, dots and hyphens, and no hyphen at its beginning.'),
    );
  if (user === undefined || !isUser(user)) {
    throw refused(
      url.href,
      t(
        'The user name cannot be passed to ssh: it begins with a hyphen, or contains a blank, a control character or one that has a meaning to a shell.',
      ),
    );
  }
  if (path === undefined || !/^[\w./-]*$/.test(path))
    throw refused(url.href, t('The path in the address for ssh may only have letters, digits, dots, hyphens and slashes.'));
  if (url.search !== '' || url.hash !== '') throw refused(url.href, t('The address for ssh has something after its path.'));
  return { user, host, port: url.port, path: path === '/' ? '' : path };
}

/** Undefined for what is no encoding of a text. */
function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

function isUser(name: string): boolean {
  return !/^-|[\s@'"`$;&<>|(){}]|\\$/.test(name) && !controls.test(name);
}

const longestReason = 2_000;
/** How long the end of the process is waited for after its output has ended, in milliseconds. */
const endPatience = 1_000;

/**
 * One connection to the remote engine: an `ssh` process, so that the user's own configuration, keys and agent count.
 * `fail` gets what ssh said when it ended badly, before the stream fails. With `ready` the process is begun when that has resolved; with a
 * text it is not, and that is what ssh said.
 */
export function openSshStream(
  parameters: readonly string[],
  fail: (reason: string) => void,
  program: string,
  platform: NodeJS.Platform,
  ready?: Promise<string | undefined>,
): Duplex {
  return new SshStream(parameters, fail, program, platform, ready);
}

class SshStream extends Duplex {
  private child: ChildProcessWithoutNullStreams | undefined;
  private said = '';
  /** Called once the process is there. */
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly parameters: readonly string[],
    private readonly fail: (reason: string) => void,
    private readonly program: string,
    private readonly platform: NodeJS.Platform,
    ready: Promise<string | undefined> | undefined,
  ) {
    super({ allowHalfOpen: true });
    if (ready === undefined) this.begin();
    else void ready.then((reason) => (reason === undefined ? this.begin() : this.finish(reason)));
  }

  private begin(): void {
    if (this.destroyed) return;
    const child = spawn(this.program, this.parameters, {
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
      // In a session of its own ssh has no terminal to ask for a password on, where nobody would see the question.
      detached: this.platform !== 'win32',
    });
    this.child = child;
    const { stdin, stdout, stderr } = child;
    stderr.setEncoding('utf8').on('data', (piece: string) => (this.said = (this.said + piece).slice(-longestReason)));
    stdin.on('error', () => undefined);
    stdout.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) stdout.pause();
    });
    // The output ends before the exit code is known; without waiting a failure would look like an end.
    stdout.once('end', () => setTimeout(() => this.push(null), endPatience).unref());
    child.once('error', (error) => this.finish(error.message));
    child.once('close', (code) =>
      this.finish(code === 0 || code === null ? undefined : this.said.trim() || t('ssh ended with code {0}', code)),
    );
    for (const work of this.waiting.splice(0)) work();
  }

  override _read(): void {
    this.child?.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.child) this.child.stdin.write(chunk, done);
    else this.waiting.push(() => this.child?.stdin.write(chunk, done));
  }

  override _final(done: () => void): void {
    if (this.child) this.child.stdin.end(done);
    else this.waiting.push(() => this.child?.stdin.end(done));
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.child?.kill();
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
