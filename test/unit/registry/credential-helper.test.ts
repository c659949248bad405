import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SlipwayError } from '../../../src/core/errors';
import { limits } from '../../../src/core/limits';
import { hostEnvironment, programHost } from '../../../src/engine/contexts/host-environment';
import { CredentialHelper } from '../../../src/registry/credential-helper';

describe('a credential helper', () => {
  let folder: string;
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'helper-')); });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** A helper that prints a text and ends with a code, whatever it is asked. */
  function helper(output: string, code = 0): CredentialHelper {
    writeFileSync(join(folder, 'output'), output);
    const program = join(folder, 'docker-credential-one');
    writeFileSync(program, `#!/bin/sh\ncat > '${folder}/input'\ncat '${folder}/output'\nexit ${String(code)}\n`);
    chmodSync(program, 0o755);
    return new CredentialHelper('one', { ...programHost(hostEnvironment()), variables: { PATH: `${folder}:/usr/bin:/bin` } });
  }
  async function refusal(run: Promise<unknown>): Promise<object | undefined> {
    return run.then(() => undefined, (error: unknown) => SlipwayError.details(error, 'fileFailed'));
  }
  const ended = (code: number): string => `it ended with code ${String(code)}; run it in a terminal to see why`;
  const failed = (detail: string): object => ({ file: 'docker-credential-one', code: 'EHELPER', detail });
  const missing = 'Credentials not found in native keychain\n';

  const answers: readonly (readonly [output: string, code: number, outcome: object | undefined])[] = [
    ['{"Username":"u","Secret":"s"}', 0, { username: 'u', secret: 's' }],
    ['{"Username":"<token>","Secret":"s","ServerURL":"x"}', 0, { username: '<token>', secret: 's' }],
    ['{"Username":"","Secret":"s"}', 0, { username: '', secret: 's' }],
    ['{"Username":"u","Secret":""}', 0, { username: 'u', secret: '' }],
    ['{"Username":"","Secret":""}', 0, undefined],
    [missing, 1, undefined],
  ];
  for (const [output, code, outcome] of answers) {
    it(`gets ${outcome === undefined ? 'nothing' : JSON.stringify(outcome)} of ${output.trim()}`, async () => assert.deepEqual(await helper(output, code).get('r'), outcome));
  }
  const refusals: readonly (readonly [output: string, code: number, detail: string])[] = [
    ['', 0, 'not JSON'], ['null', 0, 'not JSON'], ['{}', 0, 'not JSON'], ['{"Username":"u"}', 0, 'not JSON'], ['{"Secret":"s"}', 0, 'not JSON'], ['{"Username":1,"Secret":"s"}', 0, 'not JSON'],
    ['{"Username":"u","Secret":1}', 0, 'not JSON'], ['{', 0, 'not JSON'], [missing, 0, 'not JSON'], [' locked \n', 1, 'the store is locked'], ['', 2, ended(2)], ['x'.repeat(300), 1, ended(1)],
    ['{"Username":"u","Secret":"s"}', 1, ended(1)], ['error\n{"Secret":', 3, ended(3)],
  ];
  for (const [output, code, detail] of refusals) {
    it(`fails to get of ${output.slice(0, 40).trim()} with ${String(code)}`, async () => assert.deepEqual(await refusal(helper(output, code).get('r')), failed(detail)));
  }

  it('stores, and tells of a failure without the secret', async () => {
    const secret = 'ge"heim';
    assert.equal(await refusal(helper('').store('r', { username: 'u', secret })), undefined);
    assert.deepEqual(await refusal(helper(`no ${secret}, no ${JSON.stringify(secret)}`, 1).store('r', { username: 'u', secret })), failed(ended(1)));
    assert.deepEqual(await refusal(helper(missing, 1).store('r', { username: 'u', secret: '' })), failed(missing.trim()));
  });
  it('may print as much as the limit, and no byte more', async () => {
    const answer = (length: number): string => JSON.stringify({ Username: 'u', Secret: 's' }).padEnd(length);
    const { most } = limits.credentialHelper;
    assert.deepEqual(await helper(answer(most)).get('r'), { username: 'u', secret: 's' });
    await assert.rejects(helper(answer(most + 1)).get('r'), (error) => SlipwayError.details(error, 'limitExceeded')?.limit === 'credentialHelper');
  });
  it('that cannot be started says so', async () => {
    const one = helper('{"Username":"u","Secret":"s"}');
    writeFileSync(join(folder, 'docker-credential-one'), '#!/no/such/interpreter\n');
    assert.equal(await one.exists(), true);
    for (const run of [one.get('r'), one.store('r', { username: 'u', secret: 's' }), one.erase('r')]) {
      assert.deepEqual(await refusal(run), { file: 'docker-credential-one', code: 'ENOENT', detail: '' });
    }
  });
  it('erases, and has nothing to erase', async () => {
    assert.equal(await refusal(helper('done').erase('r')), undefined);
    assert.equal(await refusal(helper(missing, 1).erase('r')), undefined);
    assert.deepEqual(await refusal(helper('locked', 1).erase('r')), failed('the store is locked'));
  });
  it('is on PATH or not', async () => {
    assert.equal(await helper('').exists(), true);
    assert.equal(await new CredentialHelper('two', { ...programHost(hostEnvironment()), variables: { PATH: `:${folder}` } }).exists(), false);
    assert.equal(await new CredentialHelper('one', { ...programHost(hostEnvironment()), variables: {} }).exists(), false);
    assert.deepEqual(await refusal(new CredentialHelper('two', { ...programHost(hostEnvironment()), variables: { PATH: folder } }).get('r')), { file: 'docker-credential-two', code: 'ENOENT', detail: 'it is neither on PATH nor where Docker Desktop and other products put it' });
  });
  it('has a name and nothing else', () => {
    for (const name of ['', '../one', 'one two', 'one/', 'one;', 'one\n']) {
      assert.throws(() => new CredentialHelper(name, { ...programHost(hostEnvironment()), variables: {} }), (error) => SlipwayError.details(error, 'fileFailed')?.code === 'EINVAL', name);
    }
  });
});
