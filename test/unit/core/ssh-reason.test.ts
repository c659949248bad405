import assert from 'node:assert/strict';
import { attemptWords } from '../../../src/core/network-reason';
import { sshWords } from '../../../src/core/ssh-reason';

const banner = '@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@\n';
/** What OpenSSH 9.2 and the docker command line of the other computer have said, and what is made of it. */
const said: Readonly<Record<string, readonly [string, RegExp]>> = {
  'a changed host key': [`${banner}@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\n${banner}IT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!\nHost key for [far]:2222 has changed and you have requested strict checking.\nHost key verification failed.`, /^its host key is another one.*“ssh-keygen -R "\[far\]:2222"” and connect once with “ssh -p 2222 me@far”/],
  'an unknown host key': ['Host key verification failed.', /^its host key is not known here; connect once with “ssh -p 2222 me@far”/],
  'a key that is refused': ['Permission denied, please try again.\nPermission denied, please try again.\nme@far: Permission denied (publickey,password,keyboard-interactive).', /“ssh-add”/],
  'a key that others may read': [`${banner}@         WARNING: UNPROTECTED PRIVATE KEY FILE!          @\n${banner}Permissions 0644 for 'open' are too open.\nLoad key "open": bad permissions\nme@far: Permission denied (publickey).`, /chmod 600/],
  'too many keys': ['Received disconnect from far port 22:2: Too many authentication failures', /IdentitiesOnly for far/],
  'a port without a server': ['ssh: connect to host far port 2222: Connection refused', /^no ssh server listens at far/],
  'a name that is unknown': ['ssh: Could not resolve hostname far: Name or service not known', /^the host name far is unknown/],
  'a port that is silent': ['Connection timed out during banner exchange\nConnection to far port 2222 timed out', /^no ssh server answered at far in time/],
  'a computer that is away': ['ssh: connect to host far port 22: No route to host', /^the network has no route to far/],
  'a jump host that is away': ['ssh: connect to host jump port 22: Connection refused\nkex_exchange_identification: Connection closed by remote host\nConnection closed by UNKNOWN port 65535', /^the jump host on the way to far/],
  'a server that hangs up': ['kex_exchange_identification: read: Connection reset by peer', /^the ssh server at far ended/],
  'no docker there': ['bash: line 1: docker: command not found', /^there is no docker command on far/],
  'no docker there, in another shell': ['sh: 1: docker: not found', /^there is no docker command on far/],
  'no docker there, on Windows': ["'docker' is not recognized as an internal or external command,\noperable program or batch file.", /^there is no docker command on far/],
  'no docker there, in zsh': ['zsh:1: command not found: docker', /^there is no docker command on far/],
  'no right to the engine': ['permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock', /group “docker” there/],
  'no engine there': ['Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?', /^the engine on far does not run/],
  'no socket there': ['failed to open the raw stream connection: dial unix /var/run/docker.sock: connect: no such file or directory', /^the engine on far does not run/],
};

describe('what ssh said', () => {
  for (const [what, [text, words]] of Object.entries(said)) {
    it(`is told with what helps: ${what}`, () => {
      const told = attemptWords(text, 'ssh://me@far:2222');
      assert.match(told, words);
      assert.ok(!told.includes('\n'));
      // Words that are told again stay as they are.
      assert.equal(attemptWords(told, 'ssh://me@far:2222'), told);
    });
  }

  it('stays what it is where that is not known, and where ssh has said nothing', () => {
    assert.equal(attemptWords('something odd', 'ssh://far'), 'something odd');
    assert.equal(attemptWords('Host key verification failed.', 'tcp://far'), 'Host key verification failed.');
    assert.equal(sshWords('', 'ssh://far'), undefined);
    assert.match(sshWords('Host key verification failed.', 'ssh://far') ?? '', /“ssh far”/);
  });

  it('is read in time that grows with its length', () => {
    for (const piece of ['dial unix ', 'docker ', 'Connection to ', 'not found ', '\n']) assert.equal(sshWords(piece.repeat(100_000), 'ssh://far'), undefined);
  });
});
