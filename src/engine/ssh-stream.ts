import { spawn } from 'node:child_process';
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
    throw failure('invalidInput', { field: 'address', value: `ssh://${url.host}`, reason: t('This is not an address that ssh may be given.') });
  }
  const command = path === '' ? ['docker', 'system', 'dial-stdio'] : ['docker', `--host=unix://${path}`, 'system', 'dial-stdio'];
  return [
    '-T',
    '-o',
    'ConnectTimeout=30',
    '-o',
    'ServerAliveInterval=15',
    ...(user === '' ? [] : ['-l', user]),
    ...(url.port === '' ? [] : ['-p', url.port]),
    '--',
    host,
    ...command,
  ];
}

const longestReason = 2_000;

/**
 * One connection to the remote engine: an `ssh` process, so that the user's own configuration, keys and agent count.
 * `fail` gets what ssh said when it ended badly.
 */
export function openSshStream(parameters: readonly string[], fail: (reason: string) => void, program = 'ssh'): Duplex {
  const child = spawn(program, parameters, {
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
    // In a session of its own ssh has no terminal to ask for a password on, where nobody would see the question.
    detached: process.platform !== 'win32',
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (piece: string) => (said = (said + piece).slice(-longestReason)));
  const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
  child.once('error', (error) => {
    fail(error.message);
    stream.destroy(error);
  });
  child.once('close', (code) => {
    if (code === 0 || code === null) return;
    const reason = said.trim() || t('ssh ended with code {0}', code);
    fail(reason);
    stream.destroy(new Error(reason));
  });
  stream.once('close', () => child.kill());
  return stream;
}
