import assert from 'node:assert/strict';
import fc from 'fast-check';
import { dockerLine } from '../../src/core/docker-line';
import { hasSecrets } from '../../src/core/docker-secrets';
import { SlipwayError } from '../../src/core/errors';
import { parseRunLine, parseRunWords } from '../../src/core/run-line';

const mark = 'hunter2MARK';

/** Names that say that a value is secret, and names that do not: the value is hidden all the same. */
const name = fc.constantFrom('DB_PASSWORD', 'MYSQL_PWD', 'GH_PAT', 'SIGNING_KEY', 'A', 'plain', 'x.y-z', 'DATABASE_URL', '_');
const value = fc.constantFrom(mark, `${mark} b`, `a ${mark}`, `"${mark}`, `'${mark}' x`, `https://u:${mark}@h/x`, `a=b=${mark}`, `line\n${mark}`, `$(${mark})`, `${mark},b`, `@/${mark}`);
const assignment = fc.tuple(name, value).map(([key, text]) => `${key}=${text}`);
const before = fc.constantFrom([], ['-it'], ['--rm', '--name', 'web'], ['-p', '80:80', '-v', '/a:/b'], ['-d', '--label', 'a=b'], ['--network=host', '-w', '/w'], ['-u', 'me', '--privileged']);

/** Each way in which an option with a value is written. */
function written(long: string, short: string | undefined, switches: string, text: fc.Arbitrary<string>): fc.Arbitrary<readonly string[]> {
  const long2 = text.chain((given) => fc.constantFrom([`--${long}`, given], [`--${long}=${given}`]));
  if (short === undefined) return long2;
  const letters = fc.subarray(Array.from(switches)).map((chosen) => chosen.join(''));
  const short2 = fc.tuple(letters, text).chain(([group, given]) =>
    fc.constantFrom([`-${group}${short}`, given], [`-${group}${short}=${given}`], [`-${group}${short}${given}`]));
  return fc.oneof(long2, short2);
}

function hides(words: fc.Arbitrary<readonly string[]>): void {
  fc.assert(fc.property(words, (line) => {
    const told = dockerLine(line, 'posix');
    assert.ok(!told.includes(mark) && told.includes('***'), `${JSON.stringify(line)}: ${told}`);
    assert.equal(hasSecrets(line), true);
  }), { numRuns: 400 });
}

const change = fc.oneof(
  fc.tuple(fc.constantFrom('ENV', 'env', 'ARG', 'ONBUILD ENV', 'ONBUILD ARG', ' ENV ', 'onbuild env'), fc.array(assignment, { minLength: 1, maxLength: 3 })).map(([keyword, pairs]) => `${keyword} ${pairs.join(' ')}`),
  name.map((key) => `ENV ${key} ${mark} and more`),
  fc.constantFrom(`CMD TOKEN=${mark} serve`, `HEALTHCHECK CMD curl https://u:${mark}@h/`, `CMD ["serve", "--password=${mark}"]`, `ENTRYPOINT export a=${mark}; serve`, `LABEL api.token=${mark}`),
);

describe('secrets in docker lines', () => {
  it('values of the environment of run and create', () => {
    const option = written('env', 'e', 'dit', assignment);
    hides(fc.tuple(fc.constantFrom(['run'], ['create'], ['container', 'run'], ['-H', 'tcp://h', 'run'], ['--context=x', 'run']), before, option).map(([verb, options, secret]) => [...verb, ...options, ...secret, 'alpine', 'sh']));
  });

  it('values of the environment of exec', () => {
    hides(fc.tuple(written('env', 'e', 'dit', assignment), fc.constantFrom(['exec'], ['container', 'exec'])).map(([secret, verb]) => [...verb, '-u', 'me', ...secret, 'web', 'sh']));
  });

  it('build arguments, before and behind the context', () => {
    hides(fc.tuple(written('build-arg', undefined, '', assignment), fc.boolean()).map(([secret, first]) => (first ? ['build', ...secret, '.'] : ['build', '-t', 'a', '.', ...secret])));
  });

  it('instructions for a commit or an import', () => {
    hides(fc.tuple(written('change', 'c', 'p', change), fc.constantFrom('commit', 'import'), fc.boolean()).map(([secret, verb, first]) => (first ? [verb, ...secret, 'web'] : [verb, 'web', ...secret])));
  });

  it('passwords of a log-in', () => {
    hides(fc.tuple(written('password', 'p', '', fc.constant(mark)), fc.boolean()).map(([secret, first]) => (first ? ['login', ...secret, '-u', 'me', 'r.io'] : ['login', '-u', 'me', 'r.io', ...secret])));
  });

  it('whatever an option calls secret, and users of URLs wherever they stand', () => {
    const line = fc.constantFrom(
      ['build', '--secret', `id=a,value=${mark}`, '.'], ['run', '--log-opt', `splunk-token=${mark}`, 'a'], ['run', '--log-opt=splunk-token=a,' + mark, 'a'],
      ['run', '--health-cmd', `curl https://u:${mark}@h`, 'a'], ['run', `--health-cmd=TOKEN=${mark} check`, 'a'], ['run', '--mount', `type=volume,"volume-opt=o=username=u,password=${mark}"`, 'a'],
      ['build', '--cache-to', `type=s3,access_key_id=a,secret_access_key=${mark},region=x`, '.'], ['import', `https://u:${mark}@h/x.tar`, 'a'], ['run', '-l', `a=https://${mark}@h`, 'a'],
      ['build', `https://${mark}:x-oauth-basic@github.com/a/b.git`], ['-H', `tcp://u:${mark}@h:2375`, 'ps'], [`-H=u:${mark}@h:2375`, 'ps'], ['--host', `tcp://u:pa/${mark}@h`, 'ps'], ['run', '--annotation', `api-key=${mark}`, 'a'],
      ['context', 'create', 'x', '--docker', `host=tcp://u:${mark}@h`], ['run', '--entrypoint', `https://u:p@${mark}@h`, 'a'], ['run', '--add-host', `a:https://u:${mark}#x@h`, 'a'],
    );
    hides(line);
  });

  it('commands in containers that are given secrets', () => {
    const command = fc.constantFrom(
      ['env', `A=${mark}`, 'serve'], ['sh', '-c', `export a=${mark}; serve`], ['sh', '-c', `A="b ${mark}" serve --x`], ['serve', '--api-token', mark], ['serve', `--password=${mark}`],
      ['mysql', '-u', 'root', `-p${mark}`], ['redis-cli', '-a', mark], ['curl', '-u', `me:${mark}`, 'h'], ['sh', '-c', `curl -H "Authorization: Bearer ${mark}" h`], ['docker', 'run', '-e', `A=${mark}`, 'x'],
      ['docker', 'run', `-ite=A=${mark}`, 'x'], ['psql', `postgres://u:${mark}@h/db`], ['redis-server', '--requirepass', mark],
    );
    hides(fc.tuple(fc.constantFrom(['run', '--rm', 'alpine'], ['exec', '-it', 'web']), command).map(([verb, words]) => [...verb, ...words]));
  });

  it('programs with options for passwords that have no name, as words and in scripts', () => {
    const commands: readonly (readonly string[])[] = [
      ['mysql', '-uroot', `-p${mark}`], ['mysql', `-vp${mark}`], ['mysqladmin', '-p', mark, 'ping'], ['/usr/bin/mariadb-dump', `-p${mark}`, 'db'], ['redis-cli', '--no-auth-warning', '-a', mark], ['redis-cli', `-a${mark}`],
      ['curl', '-su', `u:${mark}`, 'h'], ['curl', `-uu:${mark}`], ['curl', '--user', `u:${mark}`], ['curl', `--proxy-user=u:${mark}`], ['curl', '-b', `sid=${mark}`], ['curl', `--cookie=sid=${mark}`], ['curl', '-H', `X-Api-Key: ${mark}`], ['curl', '-H', `PRIVATE-TOKEN:${mark}`],
      ['curl', '-H', `Authorization: token ${mark}`], ['curl', '-H', `Cookie: a=b; sid=${mark}`], ['curl', `https://h/?sig=${mark}&x=1`], ['curl', '-d', `user=x&password=${mark}`], ['wget', `--http-password=${mark}`, 'h'], ['mongo', '-u', 'x', '-p', mark], ['mongodump', `-p${mark}`], ['cqlsh', '-u', 'x', '-p', mark],
      ['sqlcmd', '-U', 'sa', '-P', mark], ['/opt/mssql-tools/bin/sqlcmd', '-Usa', `-P${mark}`], ['ldapsearch', '-x', '-w', mark], ['ldapsearch', `-xw${mark}`], ['smbclient', '-U', `u%${mark}`], ['sqlplus', `u/${mark}@db`], ['htpasswd', '-bc', 'f', 'u', mark], ['rabbitmqctl', 'add_user', 'x', mark],
      ['vault', 'login', mark], ['openssl', 'rsa', '-passin', `pass:${mark}`], ['keytool', '-storepass', mark], ['sshpass', `-p${mark}`, 'ssh', 'h'], ['npm', 'config', 'set', '_auth', mark], ['aws', 'configure', 'set', 'aws_secret_access_key', mark], ['psql', '-d', `host=h password=${mark}`], ['serve', '--token', mark],
    ];
    const quoted = (word: string): string => (/[\s;&?]/.test(word) ? `"${word}"` : word);
    for (const command of commands) {
      const script = command.map(quoted).join(' ');
      for (const line of [
        ['exec', 'web', ...command], ['run', '--rm', 'a', ...command], ['run', 'a', 'sh', '-c', script], ['run', 'a', 'sh', '-c', `cd /x && ${script}`], ['run', '--health-cmd', script, 'a'], [`run`, `--health-cmd=${script}`, 'a'],
        ['commit', '-c', `CMD ${JSON.stringify(command)}`, 'web'], ['commit', '-c', `CMD ${script}`, 'web'], ['commit', `-cHEALTHCHECK CMD ${script}`, 'web'], ['import', '--change', `ENTRYPOINT ${JSON.stringify(command)}`, 'x'],
      ]) {
        const told = dockerLine(line, 'posix');
        assert.ok(!told.includes(mark) && told.includes('***'), told);
      }
    }
  });

  it('other forms', () => {
    for (const line of [
      ['run', '--log-opt', `awslogs-creds=${mark}`, 'a'], ['volume', 'create', '-o', `device=//u:${mark}@h/share`, 'v'], ['volume', 'create', '--opt', `o=addr=1.1.1.1,username=x,password=${mark}`, 'v'], ['volume', 'create', `-oo=password=${mark}`, 'v'],
      ['commit', '-c', `LABEL token ${mark}`, 'a'], ['commit', '-c', `LABEL api.key "${mark} b"`, 'a'], ['plugin', 'set', 'x', `DEBUG=${mark}`], ['plugin', 'install', '--grant-all-permissions', 'x', `A=${mark}`], ['swarm', 'join', '--token', mark, 'h:1'],
      ['service', 'create', `-te`, `A=${mark}`, 'a'], ['compose', 'run', '-e', `A=${mark}`, 'x'], ['run', '-l', `x=Bearer ${mark}1234567`, 'a'], ['build', '--label', `session_id.sid=${mark}`, '.'],
      ['run', 'a', 'env', `a=${mark}`, 'ls'], ['run', 'a', 'env', '-i', `db=${mark}`, 'ls'], ['run', 'a', 'sh', '-c', `export a=1 b=${mark}`], ['run', 'a', 'sh', '-c', `env a=1 b=${mark} ls`], ['run', 'a', 'sh', '-c', `FOO+=${mark} ls`],
      ['run', 'a', 'pwsh', '-c', `$env:FOO = '${mark}'`], ['run', 'a', 'wget', `--header=PRIVATE-TOKEN: ${mark}`, 'h'], ['run', '--health-cmd', `wget --header=X-Api-Key:${mark} h`, 'a'],
      ['commit', '-c', `LABEL a=b\nENV A=${mark}`, 'a'], ['commit', '-c', `CMD x\nENV mykey ${mark}`, 'a'], ['commit', '-c', `HEALTHCHECK --interval=5s CMD ["redis-cli","-a","${mark}","ping"]`, 'a'],
      ['commit', '-c', `ONBUILD HEALTHCHECK CMD ["curl","-u","a:${mark}"]`, 'a'], ['commit', '-c', `CMD ["redis-cli","-a","${mark}",]`, 'a'], ['commit', '-c', `ENTRYPOINT ["env","a=${mark}"]`, 'a'],
      ['commit', '-c', `LABEL "api.token"="${mark}"`, 'a'], ['commit', '-c', `LABEL a="b" "api.token"="${mark}"`, 'a'],
    ]) {
      const told = dockerLine(line, 'posix');
      assert.ok(!told.includes(mark) && told.includes('***'), told);
    }
  });

  it('leaves what is none', () => {
    const plain = [
      ['run', '-it', '--rm', '-p', '80:80', '-v', '/a:/b', '-e', 'NAME', 'alpine', 'dd', 'if=/dev/zero', 'of=x'], ['commit', '--author', 'Ada <ada@example.com>', '--change', 'CMD ["sh"]', 'web', 'a:1'],
      ['login', '--username', 'me', '--password-stdin', 'r.io'], ['pull', 'r.io:5000/a@sha256:abc'], ['build', '-t', 'a', '--target', 'two', '.'], ['run', '--env-file', 'secrets.env', 'a'], ['exec', 'web', 'curl', '-fsSL', '-o', 'x', 'https://h/x?a=b'], ['run', 'a', 'mysql', '-h', 'db', '-P3306'], ['run', '--health-cmd', 'pg_isready -U me', 'a'], ['commit', '-c', 'CMD ["serve", "-v"]', 'web'], ['exec', '-it', 'web', 'sh', '-c', 'command -v bash || exec sh'],
    ];
    for (const words of plain) {
      assert.equal(hasSecrets(words), false, words.join(' '));
      assert.doesNotMatch(dockerLine(words, 'posix'), /\*\*\*/);
    }
  });
});

describe('secrets in errors about run lines', function () {
  this.timeout(30_000);
  const wrong = fc.constantFrom('--nonsense', '-p x', '"', "'", '| cat', '--memory lots', '-v :', '$(', '`');
  it('a line that cannot be read', () => {
    const option = fc.tuple(fc.constantFrom('-e ', '-e', '--env ', '--env=', '-ite '), fc.constantFrom(`A=${mark}`, `"A=b ${mark}"`, `'A=${mark}'`, `A="b ${mark}"`, `A=b\\ ${mark}`, `A=$(echo ${mark})`, `GH_PAT=${mark}`, `"A=${mark}`, `U=https://u:${mark}@h`, `A=b^&${mark}`, `A=b\` ${mark}`, `A=%b ${mark}%`, `\u2018A=b ${mark}\u2019`, `"A=b""${mark}"`, `A='b''${mark}'`));
    const head = fc.constantFrom('', 'docker run ', 'sudo docker run ', `TOKEN=${mark} docker run `, `docker -H tcp://u:${mark}@h run `, '$ docker run ', 'podman run ');
    const dialects = fc.constantFrom(undefined, 'posix', 'powershell', 'cmd');
    fc.assert(fc.property(head, option, wrong, fc.boolean(), dialects, fc.boolean(), (start, [letter, text], trouble, first, dialect, windows) => {
      const line = first ? `${start}${letter}${text} ${trouble} alpine` : `${start}${trouble} ${letter}${text} alpine`;
      try {
        parseRunLine(line, { backslash: windows ? 'literal' : 'quotes', ...(dialect && { dialect }) });
      } catch (error) {
        assert.ok(error instanceof SlipwayError);
        assert.ok(!`${error.message}${JSON.stringify(error.failure)}${error.stack ?? ''}`.includes(mark), `${line}: ${error.message}`);
      }
    }), { numRuns: 4_000, examples: [['docker -H tcp://u:x@h run ', ['-e ', `A=$(echo ${mark})`], '`', false, undefined, false], ['', ['-e ', `A="b ${mark}"`], '$(', false, undefined, false]] });
  });

  it('a password that a shell reads as a variable is not named', () => {
    for (const line of ['-e MYSQL_ROOT_PASSWORD=pa$VALUE mysql:8', '-e "PW=$VALUE" x', '-e PW=a${VALUE} x', 'x mysql -pa$VALUE', 'x curl -u a:b$VALUE h', '-l token=a$VALUE x', '-v https://u:$VALUE@h x', '--env=A=%VALUE% x', '-e A=$env:VALUE x']) {
      for (const dialect of ['posix', 'powershell', 'cmd'] as const) {
        try {
          parseRunLine(line.replace('VALUE', mark), { dialect });
        } catch (error) {
          assert.ok(error instanceof SlipwayError && !JSON.stringify(error.failure).includes(mark), `${dialect}: ${String(error)}`);
        }
      }
    }
  });

  it('words that are no options', () => {
    for (const options of [[`-e`, `A=${mark}`, '--nonsense'], [`A=${mark}`], [`--password=${mark}`], ['-e', `=${mark}`]]) {
      assert.throws(() => parseRunWords({ options, image: 'alpine', command: [] }), (error) => error instanceof SlipwayError && !error.message.includes(mark) && !JSON.stringify(error.failure).includes(mark), options.join(' '));
    }
  });
});
