import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseChallenges } from '../../../src/registry/challenge';

describe('challenges of WWW-Authenticate', () => {
  it('reads what registries send', () => {
    assert.deepEqual(parseChallenges('Basic realm="Registry Realm"'), [{ scheme: 'basic', parameters: { realm: 'Registry Realm' } }]);
    assert.deepEqual(parseChallenges('Bearer realm="https://a/token",service="s",scope="repository:a/b:pull,push",error=invalid_token'), [
      { scheme: 'bearer', parameters: { realm: 'https://a/token', service: 's', scope: 'repository:a/b:pull,push', error: 'invalid_token' } },
    ]);
  });
  it('reads several, and odd spellings', () => {
    assert.deepEqual(parseChallenges('Negotiate, BEARER Realm = "a\\"b" , Service=x, Basic realm=y'), [
      { scheme: 'negotiate', parameters: {} },
      { scheme: 'bearer', parameters: { realm: 'a"b', service: 'x' } },
      { scheme: 'basic', parameters: { realm: 'y' } },
    ]);
    assert.deepEqual(parseChallenges('Bearer realm="", scope=""'), [{ scheme: 'bearer', parameters: { realm: '', scope: '' } }]);
    for (const nothing of ['', '  ', ',,', '"', '=']) assert.deepEqual(parseChallenges(nothing), []);
  });
  it('ends for any text', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', '=', '"', ',', ' ', '\\', 'Basic', '\t', 'é') }), (text) => Array.isArray(parseChallenges(text))));
  });
});
