import assert from 'node:assert/strict';
import { causeWithoutCredentials, sentCredentials, withoutCredentials } from '../../../src/registry/sent-credentials';
import type { TransportAnswer, TransportRequest } from '../../../src/registry/transport-request';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const request = (more: Partial<TransportRequest>): TransportRequest => ({ url: 'https://r.example/', registry: 'r.example', ...more });

describe('what a request says of who asks', () => {
  const basic = base64('me:ge:heim');
  const cases: readonly (readonly [title: string, sent: Pick<TransportRequest, 'headers' | 'body'>, secrets: readonly string[]])[] = [
    ['nothing', {}, []],
    ['other headers', { headers: { Accept: 'application/json' } }, []],
    ['a user and a password', { headers: { Authorization: `Basic ${basic}` } }, [basic, 'me:ge:heim', 'ge:heim']],
    ['the same in another case', { headers: { AUTHORIZATION: `basic ${basic}` } }, [basic, 'me:ge:heim', 'ge:heim']],
    ['a token', { headers: { authorization: 'Bearer abc' } }, ['abc']],
    ['a token alone', { headers: { authorization: 'abc' } }, ['abc']],
    ['an identity token', { body: 'grant_type=refresh_token&refresh_token=a+b' }, ['a b']],
    ['a password in a form', { body: 'username=me&password=x%26y' }, ['x&y']],
    ['a password in JSON', { body: '{"username":"me","password":"x"}' }, ['x']],
    ['JSON with something else for a password', { body: '{"password":5}' }, []],
    ['JSON with an empty password', { body: '{"password":""}' }, []],
    ['JSON without', { body: '{"username":"me"}' }, []],
    ['JSON of nothing', { body: 'null' }, []],
    ['both', { headers: { Authorization: 'Bearer t' }, body: '{"password":"x"}' }, ['t', 'x']],
  ];
  for (const [title, sent, secrets] of cases) it(`is ${title}`, () => assert.deepEqual(sentCredentials(sent), secrets));

  it('is taken out of answers that say no, and only of those', () => {
    const sent = request({ headers: { Authorization: `Basic ${basic}` } });
    const answer = (status: number, said: string): TransportAnswer => ({ status, headers: new Headers({ 'X-A': 'b' }), body: Buffer.from(said), url: 'https://r.example/' });
    for (const status of [400, 401, 500]) {
      const clean = withoutCredentials(answer(status, 'no, ge:heim is wrong'), sent);
      assert.doesNotMatch(clean.body.toString(), /heim/);
      assert.match(clean.body.toString(), /^no, .* is wrong$/);
      assert.deepEqual([clean.status, clean.headers.get('x-a'), clean.url], [status, 'b', 'https://r.example/']);
    }
    const harmless = answer(403, 'no');
    assert.equal(withoutCredentials(harmless, sent), harmless);
    const good = answer(200, 'ge:heim');
    assert.equal(withoutCredentials(good, sent), good);
  });

  it('is in no cause of an error', () => {
    const sent = request({ headers: { Authorization: 'Bearer abcdef' } });
    const deep = (message: string, depth: number): Error => (depth === 0 ? new Error(message) : new Error('outer', { cause: deep(message, depth - 1) }));
    for (const depth of [0, 1, 4]) assert.equal(causeWithoutCredentials(deep('header "Bearer abcdef" is wrong', depth), sent), undefined, String(depth));
    const harmless = deep('refused', 2);
    assert.equal(causeWithoutCredentials(harmless, sent), harmless);
    assert.equal(causeWithoutCredentials('abcdef', request({})), 'abcdef');
  });
});
