import { failure } from '../../core/errors';
import { isPipeAddress } from '../../core/engine-place';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import { sshArguments, sshUrl } from '../connection/ssh-stream';
import { dockerHostAddress, withoutLogIn } from './docker-host';

/** Ports on which engines listen: https://docs.docker.com/reference/cli/dockerd/#bind-docker-to-another-hostport-or-a-unix-socket. */
const plainPort = 2375;
const securedPort = 2376;

/**
 * The address under which a docker context keeps an engine, from what somebody typed: `far` is `tcp://far:2375`, or `tcp://far:2376`
 * with TLS. Throws `invalidInput` for what docker could not use in a context.
 */
export function contextAddress(typed: string, secured: boolean): string {
  const text = typed.trim();
  const scheme = (/^([a-z][a-z\d+.-]{0,20}):\/\//i.exec(text)?.[1] ?? 'tcp').toLowerCase();
  switch (scheme) {
    case 'ssh':
      sshArguments(sshUrl(text));
      return text;
    case 'unix':
      if (!/^unix:\/\/\/[^\s]/i.test(text)) throw refused(text, t('The path of a socket is absolute: unix:///var/run/docker.sock.'));
      return text;
    case 'npipe':
      if (!isPipeAddress(text)) throw refused(text, t('A named pipe is written as npipe:////./pipe/docker_engine.'));
      return text;
    case 'tcp':
      return tcpAddress(text, secured);
    default:
      throw refused(text, t('An address of a docker context begins with unix://, npipe://, tcp:// or ssh://.'));
  }
}

function tcpAddress(text: string, secured: boolean): string {
  const address = dockerHostAddress(text, 'linux');
  if (/^(?:tcp:\/\/)?$/i.test(text) || address === undefined || !URL.canParse(address))
    throw refused(text, t('This is not an address of an engine.'));
  // Docker's own reading takes the port without TLS where none is given, whatever is asked for.
  return secured && !text.includes(`:${plainPort}`) ? address.replace(`:${plainPort}`, `:${securedPort}`) : address;
}

function refused(value: string, reason: string): Error {
  return failure('invalidInput', { field: 'address', value: oneLine(withoutLogIn(value)), reason });
}
