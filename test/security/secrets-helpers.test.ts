import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SlipwayError } from '../../src/core/errors';
import { errorText } from '../../src/core/log-text';
import { hostEnvironment, programHost } from '../../src/engine/contexts/host-environment';
import { DockerCredentials } from '../../src/registry/credentials';
import { RegistriesService } from '../../src/registry/registries-service';
import { saysSecret, secretForms } from '../support/says-secret';

const mark = 'hunter2"MARK';
const answer = JSON.stringify({ ServerURL: 'r.io', Username: 'me', Secret: mark });

/** What a helper prints, to which stream, and how it ends. */
const outputs: readonly (readonly [string, string])[] = [
  ['its answer, and fails', answer], ['its answer over lines, and fails', JSON.stringify(JSON.parse(answer), null, 2)], ['half of its answer', answer.slice(0, -3)], ['its answer behind a warning', `warning: old store\n${answer}`],
  ['its answer within a sentence', `could not decode ${answer} at 3`], ['the secret alone', mark], ['the secret in a sentence', `cannot unlock with ${mark}`], ['the secret in base64', Buffer.from(`me:${mark}`).toString('base64')],
  ['its answer before a known trouble', `${answer}\npass not initialized`], ['its answer, and that nothing is there', `${answer} credentials missing`], ['a lot, with the secret in it', `${'x'.repeat(5000)}${answer}`],
];

describe('secrets that a credential helper prints', function () {
  this.timeout(20_000);
  let folder: string;
  beforeEach(async function () {
    if (process.platform === 'win32') this.skip();
    folder = await mkdtemp(join(tmpdir(), 'slipway-helper-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** A helper that prints a text, to both streams, and ends with a code; it writes down how it was called. */
  async function helper(output: string, code: number): Promise<DockerCredentials> {
    await writeFile(join(folder, 'output'), output);
    await writeFile(join(folder, 'docker-credential-odd'), `#!/bin/sh\ncat > '${folder}/input'\ntr '\\0' '\\n' < /proc/$$/cmdline >> '${folder}/arguments' 2>/dev/null || echo "$@" >> '${folder}/arguments'\ncat '${folder}/output'\ncat '${folder}/output' >&2\nexit ${String(code)}\n`);
    await chmod(join(folder, 'docker-credential-odd'), 0o755);
    await writeFile(join(folder, 'config.json'), JSON.stringify({ credsStore: 'odd' }));
    return new DockerCredentials({ ...programHost(hostEnvironment()), variables: { PATH: `${folder}:${process.env.PATH ?? ''}`, DOCKER_CONFIG: folder }, home: folder });
  }

  for (const [what, output] of outputs) {
    for (const code of [1, 3]) {
      it(`${what}, with code ${String(code)}`, async () => {
        const credentials = await helper(output, code);
        const log: string[] = [];
        const given = { username: 'me', password: mark, serverAddress: 'r.io' };
        for (const run of [() => credentials.find('r.io'), () => credentials.store(given), () => credentials.store({ identityToken: mark, serverAddress: 'r.io' }), () => credentials.erase('r.io')]) {
          const error = await run().then(() => undefined, (failed: unknown) => failed);
          assert.equal(SlipwayError.details(error, 'fileFailed')?.code, 'EHELPER', String(error));
          assert.ok(!saysSecret(error, mark) && !/hunter2/.test(String(error)), String(error));
        }
        const service = new RegistriesService({
          secrets: { get: () => Promise.resolve(undefined), set: () => Promise.resolve(), delete: () => Promise.resolve(), onChange: () => ({ dispose: () => undefined }) }, state: { get: () => undefined, set: () => Promise.resolve() },
          log: { command: (line) => log.push(line), information: (line) => log.push(line), error: (message, cause) => log.push(errorText(message, cause)), show: () => undefined },
          host: hostEnvironment(),
          access: () => Promise.resolve({ storedLogIn: (registry: string) => credentials.find(registry), forget: () => undefined } as never),
        });
        assert.equal(await service.credentials('r.io'), undefined);
        assert.equal(log.length, 1);
        assert.doesNotMatch(log.join('\n'), /hunter2/);
        service.dispose();
        // The list of processes shows nothing either.
        const called = await readFile(join(folder, 'arguments'), 'utf8');
        assert.match(called, /get[^]*store[^]*erase/);
        for (const form of secretForms(mark)) assert.ok(!called.includes(form), called);
        assert.deepEqual(JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')), { credsStore: 'odd' });
      });
    }
  }

  it('an answer that is none, with success', async () => {
    for (const output of [mark, `${answer}}`, answer.slice(1), JSON.stringify({ Secret: mark }), JSON.stringify([mark])]) {
      const error = await (await helper(output, 0)).find('r.io').then(() => undefined, (failed: unknown) => failed);
      assert.ok(error instanceof SlipwayError && !saysSecret(error, mark), String(error));
    }
  });

  it('a configuration file that is not JSON', async () => {
    await helper('', 0);
    for (const text of [`{"auths":{"r.io":{"auth":"${mark}`, mark, `"${mark}"`]) {
      await writeFile(join(folder, 'config.json'), text);
      const credentials = new DockerCredentials({ ...programHost(hostEnvironment()), variables: { PATH: '', DOCKER_CONFIG: folder }, home: folder });
      const error = await credentials.find('r.io').then(() => undefined, (failed: unknown) => failed);
      assert.ok(error instanceof SlipwayError && !saysSecret(error, mark), String(error));
    }
  });
});
