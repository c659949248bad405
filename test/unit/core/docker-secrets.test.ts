import assert from 'node:assert/strict';
import { addressWithoutUser, wordsWithoutSecrets } from '../../../src/core/docker-secrets';

describe('docker lines without secrets', () => {
  for (const [address, shown] of [
    ['tcp://me:geheim@host:2375', 'tcp://***@host:2375'], ['ssh://me@host', 'ssh://***@host'], ['SSH://me:a@b@host', 'SSH://***@host'], ['git+ssh://me@host/x', 'git+ssh://***@host/x'], ['me:geheim@host', '***@host'], ['tcp://host:2375', 'tcp://host:2375'],
    ['unix:///a@b', 'unix:///a@b'], ['npipe:////./pipe/a@b', 'npipe:////./pipe/a@b'], ['/run/a@b', '/run/a@b'],
  ] as const) it(`show ${address} as ${shown}`, () => assert.equal(addressWithoutUser(address), shown));

  it('hide what scripts are given', () => {
    for (const option of ['--entrypoint', '--health-cmd']) {
      for (const words of [[option, 'MYSQL_PWD=geheim mysql'], [`${option}=MYSQL_PWD=geheim mysql`], [option, 'a && export TOKEN=geheim; b']]) {
        assert.doesNotMatch(wordsWithoutSecrets(['docker', 'run', ...words, 'alpine']).join(' '), /geheim/, words.join(' '));
      }
      assert.deepEqual(wordsWithoutSecrets(['docker', 'run', option, 'sh -c ls', 'alpine']), ['docker', 'run', option, 'sh -c ls', 'alpine']);
    }
  });
});
