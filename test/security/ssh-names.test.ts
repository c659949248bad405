import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { tryEngine } from '../../src/engine/connection/attempts';
import { resolveCandidates } from '../../src/engine/contexts/contexts';
import { hostEnvironment } from '../../src/engine/contexts/host-environment';
import { sshArguments, sshUrl } from '../../src/engine/connection/ssh-stream';

/** Options of ssh that run a program, and other things that must not become one. */
const attacks: readonly (readonly [address: string, reason: RegExp])[] = [
  ['ssh://-oProxyCommand=touch%20x', /host name/], ['ssh://-oProxyCommand=x/', /host name/], ['ssh://-x', /host name/], ['ssh://%2doProxyCommand=x', /host name/], ['ssh://me@-oProxyCommand=x', /host name/],
  ['ssh://-oProxyCommand=x@far', /user name/], ['ssh://%2DoProxyCommand=x@far', /user name/], ['ssh://-l@far', /user name/], ['ssh://-@far', /user name/],
  ['ssh://a%20-oProxyCommand=x@far', /user name/], ['ssh://a%0a-oProxyCommand=x@far', /user name/], ['ssh://a%09b@far', /user name/], ['ssh://a%00b@far', /user name/], ['ssh://a%1b[2Jb@far', /user name/], ['ssh://a%C2%85b@far', /user name/], ['ssh://a%E2%80%A8b@far', /user name/], ['ssh://a%C2%A0b@far', /user name/],
  ['ssh://$(touch%20x)@far', /user name/], ['ssh://`touch`@far', /user name/], ['ssh://a;b@far', /user name/], ['ssh://a|b@far', /user name/], ['ssh://a&b@far', /user name/], ["ssh://a'b@far", /user name/], ['ssh://a%22b@far', /user name/], ['ssh://a%5C@far', /user name/], ['ssh://a$b@far', /user name/], ['ssh://a%3E%2Fx@far', /user name/], ['ssh://{a,b}@far', /user name/], ['ssh://a@b@far', /user name/],
  ['ssh://me%zz@far', /user name/], ['ssh://far/%zz', /path/],
  ['ssh://far/a;rm', /path/], ['ssh://far/$(x)', /path/], ['ssh://far/a%20b', /path/], ['ssh://far/a%0ab', /path/],
  ['ssh://far/x?y', /after its path/], ['ssh://far/x#y', /after its path/], ['ssh://me:secret@far', /password/], ['ssh://:secret@far', /password/],
  ['ssh://us\ner@far', /blank or a control/], ['ssh://far\n', /blank or a control/], ['ssh://f\tar', /blank or a control/], ['ssh://far /x', /blank or a control/], [' ssh://far', /blank or a control/], ['ssh://fa\u0000r', /blank or a control/], ['ssh://f\u2028ar', /blank or a control/],
  ['ssh://f%20ar', /host name|not an address/], ['ssh://f$(x)', /host name|not an address/], ['ssh:///run/x', /host name/], ['ssh://', /host name|not an address/], ['ssh://far:port', /not an address/], ['ssh://far:99999', /not an address/], ['ssh://[fe80::1%25eth0]', /host name|not an address/],
];

describe('names that are given to ssh', () => {
  for (const [address, reason] of attacks) {
    it(`refuses ${JSON.stringify(address)}`, () => {
      assert.throws(() => sshArguments(sshUrl(address)), (error) => {
        const { kind, failure } = error as { kind: string; failure: { details: { reason: string } } };
        return kind === 'invalidInput' && reason.test(failure.details.reason);
      });
    });
  }

  it('takes those of people and machines', () => {
    for (const [address, user, host] of [
      ['ssh://far', undefined, 'far'], ['ssh://me@far', 'me', 'far'], ['ssh://first.last-2@far.example.com:22', 'first.last-2', 'far.example.com'], ['ssh://DOMAIN%5Cme@far', 'DOMAIN\\me', 'far'], ['ssh://a_b+c@10.0.0.1', 'a_b+c', '10.0.0.1'],
      ['ssh://me@[fe80::1]', 'me', 'fe80::1'], ['ssh://m%C3%A4x@far_1', 'mäx', 'far_1'],
    ] as const) {
      const words = sshArguments(sshUrl(address));
      const at = words.indexOf('-l');
      assert.equal(at < 0 ? undefined : words[at + 1], user);
      assert.equal(words[words.indexOf('--') + 1], host);
    }
  });

  it('gives ssh no word that it could take for an option, whatever the address', () => {
    const character = fc.oneof(fc.constantFrom(...Array.from('-oPxyCmd=%20@:/ \\"\'`$;&|(){}<>[]#?,.~')), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }));
    const part = fc.array(character, { maxLength: 12 }).map((characters) => characters.join(''));
    fc.assert(fc.property(part, part, part, (user, host, path) => {
      for (const address of [`ssh://${host}`, `ssh://${user}@${host}/${path}`, `ssh://${encodeURIComponent(user.replace(/[\ud800-\udfff]/g, ''))}@far/${path}`]) {
        let words: readonly string[];
        try {
          words = sshArguments(sshUrl(address));
        } catch (error) {
          assert.equal((error as { kind?: string }).kind, 'invalidInput', String(error));
          continue;
        }
        const at = words.indexOf('--');
        // Behind `-T` and the three `-o` are at most a user and a port.
        const named = words.slice(7, at);
        assert.match(named.filter((_, index) => index % 2 === 0).join(' '), /^(?:-l)? ?(?:-p)?$/);
        for (const word of [...named.filter((_, index) => index % 2 === 1), words[at + 1] ?? '']) assert.doesNotMatch(word, /^-|[\s\p{Cc}'"`$;&<>|(){}]/u);
        assert.equal(words.slice(at + 2).join(' ').replace(/--host=unix:\/\/[\w./-]+ /, ''), 'docker system dial-stdio');
      }
    }), { numRuns: 2_000 });
  });

  it('starts no ssh for what is refused, and says why', async function () {
    if (process.platform === 'win32') this.skip();
    this.timeout(20_000);
    const directory = await mkdtemp(join(tmpdir(), 'slipway-ssh-names-'));
    const witness = join(directory, 'started');
    await writeFile(join(directory, 'ssh'), `#!/bin/sh\necho "$@" >> '${witness}'\nexit 255\n`);
    await chmod(join(directory, 'ssh'), 0o755);
    const { PATH } = process.env;
    process.env.PATH = `${directory}:${PATH ?? ''}`;
    try {
      for (const [address, reason] of attacks) {
        // As DOCKER_HOST and as the setting, which lose the blanks around them.
        for (const from of [{ setting: '', variables: { DOCKER_HOST: address } }, { setting: address, variables: {} }]) {
          const { candidates } = await resolveCandidates({ ...hostEnvironment(), homeDirectory: directory, variables: from.variables }, from.setting);
          for (const candidate of candidates) {
            if (candidate.address === 'ssh://far') continue;
            const result = await tryEngine(candidate, new AbortController().signal, 3_000, { host: hostEnvironment() });
            assert.ok('reason' in result && (reason.test(result.reason) || /not an address/.test(result.reason)), `${address}: ${JSON.stringify(result)}`);
          }
        }
      }
      assert.equal(await readFile(witness, 'utf8').catch(() => 'none'), 'none');
    } finally {
      process.env.PATH = PATH;
      await rm(directory, { recursive: true });
    }
  });
});
