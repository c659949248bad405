import assert from 'node:assert/strict';
import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SlipwayError } from '../../../src/core/errors';
import { hostEnvironment, programHost } from '../../../src/engine/contexts/host-environment';
import { DockerCredentials } from '../../../src/registry/credentials';

const hub = 'https://index.docker.io/v1/';
const here = programHost(hostEnvironment());
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('credentials that docker login left', function () {
  this.timeout(20_000);
  let folder: string;
  let environment: NodeJS.ProcessEnv;
  const file = (): string => join(folder, 'docker', 'config.json');
  const credentials = (more: NodeJS.ProcessEnv = {}): DockerCredentials =>
    new DockerCredentials({ ...here, variables: { ...environment, ...more }, home: folder }, 5000);
  const write = (config: unknown): void => writeFileSync(file(), typeof config === 'string' ? config : JSON.stringify(config));
  const read = (): unknown => JSON.parse(readFileSync(file(), 'utf8'));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'credentials-'));
    mkdirSync(join(folder, 'docker'));
    mkdirSync(join(folder, 'bin'));
    environment = { PATH: `${join(folder, 'bin')}:/usr/bin:/bin`, DOCKER_CONFIG: join(folder, 'docker'), KEPT: join(folder, 'kept') };
    mkdirSync(join(folder, 'kept'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** A helper that keeps secrets as files and its calls in `calls`, like the programs of docker-credential-helpers. */
  function installHelper(name: string, script = helperScript): void {
    const program = join(folder, 'bin', `docker-credential-${name}`);
    writeFileSync(program, script);
    chmodSync(program, 0o755);
  }
  const calls = (): string[] => readFileSync(join(folder, 'kept', 'calls'), 'utf8').trim().split('\n');

  it('finds nothing in nothing', async () => {
    assert.equal(await credentials().find('docker.io'), undefined);
    write({});
    assert.equal(await credentials().find('docker.io'), undefined);
    write('');
    assert.equal(await credentials().find('ghcr.io'), undefined);
  });

  it('reads ~/.docker when DOCKER_CONFIG is not set', async () => {
    mkdirSync(join(folder, '.docker'));
    writeFileSync(join(folder, '.docker', 'config.json'), JSON.stringify({ auths: { 'ghcr.io': { auth: base64('u:p') } } }));
    const found = await credentials({ DOCKER_CONFIG: '' }).find('ghcr.io');
    assert.deepEqual(found, { username: 'u', password: 'p', serverAddress: 'ghcr.io' });
  });

  for (const config of [{ credsStore: 'missing' }, { credHelpers: { 'a.io': 'missing' } }, { credsStore: 'missing', credHelpers: { 'b.io': 'other' } }]) {
    it(`takes the file where the program of the helper is missing, as docker does: ${JSON.stringify(config)}`, async () => {
      write({ ...config, auths: { 'a.io': { auth: base64('u:p') } } });
      assert.deepEqual(await credentials().find('a.io'), { username: 'u', password: 'p', serverAddress: 'a.io' });
      await credentials().erase('a.io');
      assert.deepEqual(read(), { ...config, auths: {} });
    });
  }

  for (const [platform, program] of [['win32', 'docker-credential-wincred.exe'], ['darwin', 'docker-credential-osxkeychain']] as const) {
    it(`asks the store of the platform where nothing is configured (${platform})`, async () => {
      write({});
      const looked: string[] = [];
      const isExecutable = (path: string): Promise<boolean> => {
        looked.push(path);
        return Promise.resolve(false);
      };
      assert.equal(await new DockerCredentials({ ...here, variables: environment, home: folder, platform, isExecutable }).find('a.io'), undefined);
      assert.ok(looked.some((path) => path.endsWith(program)), looked.join(' '));
      write({ credsStore: 'desktop' });
      await assert.rejects(new DockerCredentials({ ...here, variables: environment, home: folder, platform, isExecutable }).find('a.io'), (error) => SlipwayError.details(error, 'fileFailed')?.file === 'docker-credential-desktop');
    });
  }

  it('finds the helper where a product put it, though PATH does not tell', async () => {
    const bin = join(folder, '.rd', 'bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, 'docker-credential-there'), `#!/bin/sh\ncase ":$PATH:" in *:${bin}:*) echo '{"Username":"u","Secret":"s"}';; esac\n`);
    chmodSync(join(bin, 'docker-credential-there'), 0o755);
    write({ credsStore: 'there' });
    for (const platform of ['linux', 'darwin'] as const) {
      assert.deepEqual(await new DockerCredentials({ ...here, variables: environment, home: folder, platform }).find('a.io'), { username: 'u', password: 's', serverAddress: 'a.io' });
    }
  });

  it('reads the file, whatever way the host is written', async () => {
    write({
      auths: {
        [hub]: { auth: base64('hubber:pa:ss\0') },
        'https://ghcr.io/v2/': { auth: base64('cat:meow') },
        'localhost:5000': { username: 'plain', password: 'text' },
        'token.example': { auth: base64('me:'), identitytoken: 'refresh' },
        'empty.example': {},
        'broken.example': 'no object',
      },
    });
    const found = credentials();
    for (const name of ['docker.io', 'index.docker.io', 'registry-1.docker.io', hub]) {
      assert.deepEqual(await found.find(name), { username: 'hubber', password: 'pa:ss', serverAddress: hub });
    }
    assert.deepEqual(await found.find('ghcr.io'), { username: 'cat', password: 'meow', serverAddress: 'ghcr.io' });
    assert.deepEqual(await found.find('localhost:5000'), { username: 'plain', password: 'text', serverAddress: 'localhost:5000' });
    assert.deepEqual(await found.find('token.example'), { username: 'me', identityToken: 'refresh', serverAddress: 'token.example' });
    for (const name of ['localhost', 'localhost:5001', 'empty.example', 'broken.example', 'ghcr.io.evil']) {
      assert.equal(await found.find(name), undefined, name);
    }
  });

  it('takes the user of auth, which may be empty, before the one beside it', async () => {
    const beside = { username: 'beside', password: 'b' };
    write({ auths: {
      'both.io': { auth: base64('u:p'), ...beside }, 'nobody.io': { auth: base64(':p'), ...beside }, 'no-password.io': { auth: base64('u:'), ...beside },
      'no-colon.io': { auth: base64('u'), ...beside }, 'empty.io': { auth: '', ...beside },
    } });
    const found = async (name: string): Promise<unknown> => credentials().find(name).then((one) => one && [one.username, one.password]);
    assert.deepEqual(await found('both.io'), ['u', 'p']);
    assert.equal(await found('nobody.io'), undefined);
    assert.deepEqual(await found('no-password.io'), ['u', '']);
    assert.deepEqual(await found('no-colon.io'), ['beside', 'b']);
    assert.deepEqual(await found('empty.io'), ['beside', 'b']);
  });

  it('takes DOCKER_AUTH_CONFIG first', async () => {
    write({ auths: { 'ghcr.io': { auth: base64('file:f') }, 'other.io': { auth: base64('file:f') } } });
    const found = credentials({ DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { 'ghcr.io': { auth: base64('env:e') } } }) });
    assert.equal((await found.find('ghcr.io'))?.username, 'env');
    assert.equal((await found.find('other.io'))?.username, 'file');
  });

  it('asks the helper of the registry, then the common one, then the file', async () => {
    installHelper('own');
    installHelper('common');
    keep('ghcr.io', 'own-user', 'o');
    write({ credsStore: 'common', credHelpers: { 'ghcr.io': 'own' }, auths: { 'ghcr.io': {}, 'file.io': { auth: base64('file:f') } } });
    assert.deepEqual(await credentials().find('ghcr.io'), { username: 'own-user', password: 'o', serverAddress: 'ghcr.io' });
    keep('third.io', '<token>', 'refresh');
    assert.deepEqual(await credentials().find('third.io'), { identityToken: 'refresh', serverAddress: 'third.io' });
    assert.equal((await credentials().find('file.io'))?.username, 'file');
    assert.equal(await credentials().find('docker.io'), undefined);
    assert.deepEqual(calls(), ['own get ghcr.io', 'common get third.io', 'common get file.io', `common get ${hub}`]);
  });

  it('stores in the file as docker does', async () => {
    const text = '{\n\t"auths": {\n\t\t"old.io": {\n\t\t\t"auth": "eDp5"\n\t\t}\n\t},\n\t"psFormat": "table",\n\t"proxies": {\n\t\t"default": {}\n\t}\n}';
    write(text);
    chmodSync(file(), 0o644);
    await credentials().store({ username: 'u', password: 'p', serverAddress: 'new.io' });
    assert.equal(
      readFileSync(file(), 'utf8'),
      text.replace('"eDp5"\n\t\t}', `"eDp5"\n\t\t},\n\t\t"new.io": {\n\t\t\t"auth": "${base64('u:p')}"\n\t\t}`),
    );
    assert.equal(statSync(file()).mode & 0o777, 0o600);
    assert.deepEqual(readdirSync(join(folder, 'docker')), ['config.json']);
    await credentials().store({ username: 'h', identityToken: 't', serverAddress: 'docker.io' });
    assert.deepEqual((read() as { auths: Record<string, unknown> }).auths[hub], { auth: base64('h:'), identitytoken: 't' });
    assert.deepEqual(await credentials().find('docker.io'), { username: 'h', identityToken: 't', serverAddress: hub });
    await credentials().erase('docker.io');
    await credentials().erase('new.io');
    assert.equal(readFileSync(file(), 'utf8'), text);
  });

  it('makes the folder, and follows a link', async () => {
    rmSync(join(folder, 'docker'), { recursive: true });
    await credentials().store({ username: 'u', password: 'p', serverAddress: 'a.io' });
    assert.deepEqual(read(), { auths: { 'a.io': { auth: base64('u:p') } } });
    const real = join(folder, 'real.json');
    writeFileSync(real, '{"x":1}');
    rmSync(file());
    symlinkSync(real, file());
    await credentials().store({ username: 'u', password: 'p', serverAddress: 'b.io' });
    assert.equal(lstatSync(file()).isSymbolicLink(), true);
    assert.deepEqual(JSON.parse(readFileSync(real, 'utf8')), { x: 1, auths: { 'b.io': { auth: base64('u:p') } } });
  });

  it('loses no login when many are stored at once', async () => {
    const store = credentials();
    await Promise.all(Array.from({ length: 12 }, (_, index) => store.store({ username: 'u', password: 'p', serverAddress: `r${String(index)}.io` })));
    assert.equal(Object.keys((read() as { auths: object }).auths).length, 12);
  });

  it('stores in and erases from a helper', async () => {
    installHelper('common');
    write({ credsStore: 'common', auths: { 'keep.io': {} } });
    await credentials().store({ username: 'u', password: 'geheim', serverAddress: 'a.io' });
    await credentials().store({ username: 'u', identityToken: 'refresh', serverAddress: 'docker.io' });
    assert.deepEqual(read(), { credsStore: 'common', auths: { 'keep.io': {}, 'a.io': {}, [hub]: {} } });
    assert.deepEqual(await credentials().find('a.io'), { username: 'u', password: 'geheim', serverAddress: 'a.io' });
    assert.deepEqual(await credentials().find('docker.io'), { identityToken: 'refresh', serverAddress: hub });
    await credentials().erase('a.io');
    assert.deepEqual(read(), { credsStore: 'common', auths: { 'keep.io': {}, [hub]: {} } });
    assert.equal(await credentials().find('a.io'), undefined);
    assert.deepEqual(calls().slice(-4), ['common erase a.io', 'common erase http://a.io', 'common erase https://a.io', 'common get a.io']);
  });

  it('takes the platform\'s store for an empty file when its program is there', async function () {
    if (process.platform !== 'linux') this.skip();
    installHelper('secretservice');
    await credentials().store({ username: 'u', password: 'p', serverAddress: 'a.io' });
    assert.deepEqual(read(), { auths: { 'a.io': {} }, credsStore: 'secretservice' });
  });

  describe('tells of failures without a secret', () => {
    const failed = async (run: Promise<unknown>, code: string): Promise<void> => {
      await assert.rejects(run, (error) => {
        assert.equal(SlipwayError.details(error, 'fileFailed')?.code, code, String(error));
        assert.doesNotMatch(`${String(error)} ${JSON.stringify(error)} ${(error as Error).stack ?? ''} ${String((error as Error).cause)}`, /geheim/);
        return true;
      });
    };
    it('a file that is no JSON is left alone', async () => {
      write('{"auths": {"a": "geheim"');
      await failed(credentials().find('a'), 'EJSON');
      await failed(credentials().store({ username: 'u', password: 'geheim', serverAddress: 'a.io' }), 'EJSON');
      assert.equal(readFileSync(file(), 'utf8'), '{"auths": {"a": "geheim"');
      await failed(credentials({ DOCKER_AUTH_CONFIG: 'geheim' }).find('a'), 'EJSON');
    });
    it('a helper that is not there', async () => {
      write({ credsStore: 'missing' });
      await failed(credentials().find('a.io'), 'ENOENT');
      await failed(credentials().erase('a.io'), 'ENOENT');
      await failed(credentials().store({ username: 'u', password: 'geheim', serverAddress: 'a.io' }), 'ENOENT');
      assert.deepEqual(read(), { credsStore: 'missing' });
    });
    it('a helper that says its secret', async () => {
      installHelper('chatty', '#!/bin/sh\necho "cannot keep $(cat)"\nexit 1\n');
      write({ credsStore: 'chatty' });
      await failed(credentials().store({ username: 'u', password: 'ge"heim-geheim', serverAddress: 'a.io' }), 'EHELPER');
      await failed(credentials().find('a.io'), 'EHELPER');
    });
    it('a helper that answers nonsense, too much, or nothing for too long', async () => {
      write({ credsStore: 'odd' });
      installHelper('odd', '#!/bin/sh\necho geheim\n');
      await failed(credentials().find('a.io'), 'EHELPER');
      installHelper('odd', '#!/bin/sh\nyes geheim\n');
      await assert.rejects(credentials().find('a.io'), (error) => SlipwayError.details(error, 'limitExceeded')?.limit === 'credentialHelper' && !String(error).includes('geheim'));
      installHelper('odd', '#!/bin/sh\nexec sleep 60\n');
      const slow = new DockerCredentials({ ...here, variables: environment, home: folder }, 100);
      await failed(slow.find('a.io'), 'ETIMEDOUT');
    });
    it('a helper whose name is a command', async () => {
      write({ credsStore: '../bin/x; touch pwned' });
      await failed(credentials().find('a.io'), 'EINVAL');
      assert.equal(existsSync('pwned'), false);
    });
  });

  function keep(server: string, username: string, secret: string): void {
    writeFileSync(join(folder, 'kept', encodeURIComponent(server)), JSON.stringify({ ServerURL: server, Username: username, Secret: secret }));
  }
});

const helperScript = `#!${process.execPath}
const fs = require('node:fs');
const path = require('node:path');
const input = fs.readFileSync(0, 'utf8').trim();
const [, program, action] = process.argv;
const kept = process.env.KEPT;
const server = action === 'store' ? JSON.parse(input).ServerURL : input;
fs.appendFileSync(path.join(kept, 'calls'), [path.basename(program).replace('docker-credential-', ''), action, server].join(' ') + '\\n');
const file = path.join(kept, encodeURIComponent(server));
if (action === 'store') fs.writeFileSync(file, input);
else if (!fs.existsSync(file)) {
  console.log('credentials not found in native keychain');
  process.exit(1);
} else if (action === 'get') console.log(fs.readFileSync(file, 'utf8'));
else fs.unlinkSync(file);
`;
