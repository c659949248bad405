import { t } from './localize';
import { oneLine } from './untrusted';

/** Where ssh was to lead. */
interface SshTarget {
  readonly host: string;
  /** What one types into a terminal to get there. */
  readonly line: string;
  /** The name of its key in `known_hosts`. */
  readonly known: string;
}

/** What ssh may have said, by its own words, and what helps there; the first that fits counts. */
const meanings: readonly { readonly said: RegExp; readonly words: (target: SshTarget) => string }[] = [
  // ssh of this computer (sshconnect.c, sshconnect2.c and ssh.c of https://github.com/openssh/openssh-portable).
  {
    said: /Connection closed by UNKNOWN port|stdio forwarding failed|open failed: (?:connect failed|administratively)/,
    words: ({ host }) => t('the jump host on the way to {0} cannot be reached, or does not let the connection through', host),
  },
  {
    said: /REMOTE HOST IDENTIFICATION HAS CHANGED/,
    words: ({ line, known }) =>
      t(
        'its host key is another one than before; if the computer was set up anew, forget the old key with “ssh-keygen -R {0}” and connect once with “{1}” in a terminal, else somebody may have put another computer in its place',
        known,
        line,
      ),
  },
  {
    said: /Host key verification failed|No \S{1,40} host key is known for/,
    words: ({ line }) => t('its host key is not known here; connect once with “{0}” in a terminal and confirm the key', line),
  },
  {
    said: /Permissions 0\d{3} for |UNPROTECTED PRIVATE KEY FILE/,
    words: () => t('ssh does not use a key that others may read; take away their access with “chmod 600” on its file'),
  },
  {
    said: /Too many authentication failures/,
    words: ({ host }) =>
      t('ssh offered too many keys; name the right one with IdentityFile and IdentitiesOnly for {0} in ~/.ssh/config', host),
  },
  {
    said: /Permission denied \(|read_passphrase: can't open|incorrect passphrase|no such identity/i,
    words: ({ line }) =>
      t(
        'ssh has no key that it takes, and Slipway cannot ask for a password or passphrase; put the key into the agent with “ssh-add”, so that “{0}” asks nothing',
        line,
      ),
  },
  {
    said: /Could not resolve hostname/,
    words: ({ host }) => t('the host name {0} is unknown; check the address, or the alias in ~/.ssh/config', host),
  },
  { said: /Connection refused/, words: ({ host }) => t('no ssh server listens at {0}; check the port', host) },
  {
    said: /(?:Connection|Operation) timed out|Connection to \S{1,200} timed out|banner exchange/,
    words: ({ host }) => t('no ssh server answered at {0} in time', host),
  },
  { said: /No route to host|Network is unreachable/, words: ({ host }) => t('the network has no route to {0}', host) },
  {
    said: /kex_exchange_identification|Connection (?:closed|reset) by|no matching (?:host key|key exchange|cipher)/,
    words: ({ host }) => t('the ssh server at {0} ended the connection; its log says why', host),
  },
  // The shell and the docker of the other computer.
  {
    said: /docker: (?:command )?(?:not found|No such file)|command not found: docker|docker['\u201d]? is not recognized|unknown command: docker/i,
    words: ({ host }) => t('there is no docker command on {0}, or not on the PATH of an ssh session', host),
  },
  {
    said: /permission denied while trying to connect to the docker|dial unix [^\n]{1,200} permission denied/i,
    words: ({ host }) => t('the user on {0} may not use its engine; add the user to the group “docker” there', host),
  },
  {
    said: /Cannot connect to the Docker daemon|failed to connect to the docker API|Is the docker daemon running|dial unix [^\n]{1,200} (?:no such file|connection refused)/i,
    words: ({ host }) => t('the engine on {0} does not run', host),
  },
];

/** What `ssh` has written to its standard error on the way to an address, as a translated phrase that says what helps; else undefined. */
export function sshWords(said: string, address: string): string | undefined {
  const meaning = meanings.find((each) => each.said.test(said));
  return meaning && URL.canParse(address) ? meaning.words(targetOf(new URL(address))) : undefined;
}

function targetOf({ hostname, port, username }: URL): SshTarget {
  const host = oneLine(hostname, 100);
  const place = username === '' ? host : `${oneLine(username, 100)}@${host}`;
  return port === ''
    ? { host, line: `ssh ${place}`, known: host }
    : { host, line: `ssh -p ${port} ${place}`, known: `"[${host}]:${port}"` };
}
