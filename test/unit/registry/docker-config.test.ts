import assert from 'node:assert/strict';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SlipwayError } from '../../../src/core/errors';
import { parseDockerConfig, readDockerConfig, writeDockerConfig } from '../../../src/registry/docker-config';

describe('the configuration file of docker', () => {
  let folder: string;
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'config-')); });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is written whole, for its owner alone, as docker does', async () => {
    const file = join(folder, 'a/b/config.json');
    await writeDockerConfig(file, { auths: { x: {} } });
    assert.equal(readFileSync(file, 'utf8'), '{\n\t"auths": {\n\t\t"x": {}\n\t}\n}');
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.equal(statSync(join(folder, 'a/b')).mode & 0o777, 0o700);
    assert.deepEqual(readdirSync(join(folder, 'a/b')), ['config.json']);
  });
  it('stays a link that leads to itself', async () => {
    const file = join(folder, 'config.json');
    symlinkSync('config.json', file);
    await assert.rejects(writeDockerConfig(file, {}), (error) => {
      assert.deepEqual(SlipwayError.details(error, 'fileFailed'), { file, code: 'ELOOP', detail: 'ELOOP' });
      return true;
    });
    assert.equal(lstatSync(file).isSymbolicLink(), true);
    assert.deepEqual(readdirSync(folder), ['config.json']);
  });
  it('leaves nothing behind when it cannot be written', async () => {
    const file = join(folder, 'config.json');
    mkdirSync(file);
    await assert.rejects(writeDockerConfig(file, {}), (error) => SlipwayError.details(error, 'fileFailed')?.file === file);
    assert.deepEqual(readdirSync(folder), ['config.json']);
  });
  it('is read, whatever stands in it', async () => {
    const none = { auths: {}, credHelpers: {}, credsStore: '' };
    for (const [text, expected] of [
      ['', none], ['{}', none], ['\ufeff{}', none], ['{"auths":null,"credHelpers":[],"credsStore":5}', none], ['{"auths":{"a":null,"b":{"auth":"x"}}}', { ...none, auths: { b: { auth: 'x' } } }],
      ['{"credHelpers":{"a":"h","b":1},"credsStore":"s"}', { ...none, credHelpers: { a: 'h' }, credsStore: 's' }],
    ] as const) {
      const { whole, ...read } = parseDockerConfig(text, 'f');
      assert.deepEqual(read, expected, text);
      assert.deepEqual(whole, JSON.parse(text.replace('\ufeff', '') || '{}'));
    }
    for (const [text, detail] of [['{', 'not JSON'], ['[]', 'not a JSON object'], ['null', 'not a JSON object'], ['"geheim"', 'not a JSON object']] as const) {
      assert.throws(() => parseDockerConfig(text, 'f'), (error) => {
        assert.deepEqual(SlipwayError.details(error, 'fileFailed'), { file: 'f', code: 'EJSON', detail });
        return true;
      });
    }
    const file = join(folder, 'config.json');
    assert.deepEqual((await readDockerConfig(file)).auths, {});
    writeFileSync(file, '{"credsStore":"s"}');
    assert.equal((await readDockerConfig(file)).credsStore, 's');
    await assert.rejects(readDockerConfig(folder), (error) => SlipwayError.details(error, 'fileFailed')?.code === 'EISDIR');
  });
});
