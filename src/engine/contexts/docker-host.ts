import { isIP } from 'node:net';
import { addressWithoutUser } from '../../core/docker-secrets';
import { hidden } from '../../core/secrets';
import { defaultAddress } from './known-sockets';
import { withoutTrailing } from '../../core/trailing';

const defaultPort = 2375;
const securedDefault = 'tcp://localhost:2376';

/**
 * The address that `DOCKER_HOST` means, as the docker command line reads it (`ParseHost` of
 * https://github.com/docker/cli/blob/master/opts/hosts.go): without a scheme it is TCP, and a host or port that is missing
 * is localhost or 2375, also with TLS. Undefined for what docker refuses; two things that docker refuses are taken all the
 * same: an IPv6 address in brackets without a port, and `http(s)://`, as other clients of the engine take it.
 */
export function dockerHostAddress(value: string, platform: NodeJS.Platform, secured = false): string | undefined {
  const host = value.trim();
  if (host === '') return secured ? securedDefault : defaultAddress(platform);
  const cut = host.indexOf('://');
  const scheme = cut < 0 ? 'tcp' : host.slice(0, cut);
  const rest = cut < 0 ? host : host.slice(cut + 3);
  switch (scheme) {
    case 'tcp':
      return tcpAddress(rest);
    case 'unix':
    case 'npipe':
      if (rest.includes('://')) return undefined;
      if (rest !== '') return host;
      return scheme === 'unix' ? 'unix:///var/run/docker.sock' : 'npipe:////./pipe/docker_engine';
    case 'ssh':
    case 'http':
    case 'https':
      return rest === '' ? undefined : host;
    default:
      return undefined;
  }
}

/** User, query and fragment mean nothing to docker; a path stands before those of the API. */
function tcpAddress(given: string): string | undefined {
  const rest = given.replace(/^tcp:\/\//, '');
  if (rest.includes('://')) return undefined;
  const [, authority = '', path = ''] = /^([^/?#]*)([^?#]*)/.exec(rest) ?? [];
  const place = authority.slice(authority.lastIndexOf('@') + 1);
  if (isIP(place) === 6) return tcp(`[${place}]`, '', path);
  const [, host = '', port = ''] = /^(\[[\da-f:.]+\]|[^\s:%<>[\]"\\^`{|}]*)(?::(\d*))?$/i.exec(place) ?? [undefined, undefined, 'none'];
  if (port === 'none' || Number(port) > 65_535) return undefined;
  if (host.startsWith('[') && isIP(host.slice(1, -1)) !== 6) return undefined;
  return tcp(host, port, path);
}

function tcp(host: string, port: string, path: string): string {
  return `tcp://${host === '' ? 'localhost' : host}:${port === '' ? defaultPort : port}${withoutTrailing(path, '/')}`;
}

/**
 * An address that can be shown and logged: a user means nothing but to ssh, which takes no password. One that was given to
 * ssh leaves a mark, so that the attempt still says what is wrong.
 */
export function withoutLogIn(address: string): string {
  const [, scheme = '', rest = ''] = /^([a-z][a-z\d+.-]{0,20}:\/\/)([^]*)$/i.exec(address) ?? [];
  if (scheme.toLowerCase() === 'ssh://') {
    const at = rest.lastIndexOf('@');
    const colon = rest.slice(0, Math.max(at, 0)).indexOf(':');
    return colon < 0 ? address : `${scheme}${rest.slice(0, colon)}:${hidden}${rest.slice(at)}`;
  }
  // What can be an address has no user any more; anything else is shown as far as it holds no password.
  return /^(?:tcp|https?):\/\/[^/?#]*@[^@]*$/i.test(address) ? scheme + rest.slice(rest.lastIndexOf('@') + 1) : addressWithoutUser(address);
}
