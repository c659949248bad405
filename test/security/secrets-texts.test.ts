import assert from 'node:assert/strict';
import fc from 'fast-check';
import { failure, SlipwayError } from '../../src/core/errors';
import { commandText, errorText, informationText } from '../../src/core/log-text';
import { withoutValues } from '../../src/core/hidden-values';
import { withoutSecrets, withoutUserInfo } from '../../src/core/secrets';
import { escapeMarkdown, iconFree, linkFree, oneLine } from '../../src/core/untrusted';

const mark = 'hunter2MARK';

const scheme = fc.constantFrom('tcp', 'ssh', 'http', 'HTTPS', 'postgres', 'amqp', 'git+ssh', 'redis');
const password = fc.constantFrom(mark, `${mark}@x`, `x@${mark}`, `a:${mark}`, `a/${mark}`, `a#${mark}`, `a?${mark}`, `%40${mark}`, `"${mark}"`, `'${mark}`, `<${mark}>`, `${mark}=`, `a,${mark}`, `[${mark}]`);
const host = fc.constantFrom('h', 'h:2375', 'example.com', '[::1]:80', '10.0.0.1:5000', 'h.');
const tail = fc.constantFrom('', '/', '/v2/a', '?x=1', '#y', '/a@b', ': refused', '" is wrong', ', and more');
const url = fc.tuple(scheme, fc.constantFrom('', 'user', 'us.er-1', 'DOMAIN%5Cuser'), password, host, tail).map(([kind, user, secret, place, rest]) => `${kind}://${user}:${secret}@${place}${rest}`);
const around = fc.constantFrom(['', ''], ['dial ', ' failed'], ['"', '"'], ['DATABASE_URL=', ''], ['see <', '>'], ['http://h:1/x ', ' https://r/y@z'], ['{"a":"', '"}']);

describe('secrets in texts', () => {
  const ways: readonly (readonly [string, (text: string) => string])[] = [
    ['withoutUserInfo', withoutUserInfo], ['rows and dialogs', oneLine], ['tooltips', escapeMarkdown], ['lists', iconFree], ['messages', linkFree],
    ['docker lines in the log', commandText], ['remarks in the log', informationText], ['errors in the log', errorText],
    ['causes in the log', (text) => errorText('x', new Error(text))], ['other causes in the log', (text) => errorText('x', { text })],
    ['details of errors', (text) => JSON.stringify(failure('engineFailed', { operation: 'x', status: 500, detail: text }).failure)],
    ['names in errors', (text) => failure('notFound', { what: 'image', name: text }).message],
    ['lists in errors', (text) => failure('engineUnreachable', { tried: [{ address: text, source: text, reason: text }] }).stack ?? ''],
  ];
  for (const [what, clean] of ways) {
    it(`users of URLs: ${what}`, () => {
      fc.assert(fc.property(url, around, (address, [before = '', after = '']) => {
        const text = `${before}${address}${after}`;
        assert.ok(!clean(text).includes(mark), `${text}: ${clean(text)}`);
      }), { numRuns: 300 });
    });
  }

  it('keeps what has no user', () => {
    for (const text of ['https://h:5000/a@sha256:abc', 'http://h/@me', 'unix:///home/me@x/docker.sock', 'name:tag@sha256:abc', 'a@b.c', 'http://[::1]:80/a@b', 'see https://h, or me@h', 'x://']) {
      assert.equal(withoutUserInfo(text), text);
      assert.equal(withoutSecrets(text), text);
    }
    assert.equal(withoutUserInfo('https%3A%2F%2Fu%3Ap%40h%2Fx'), 'https%3A%2F%2F***%40h%2Fx');
  });

  it('values of names that say so, headers, JSON', () => {
    for (const text of [
      `PASSWORD=${mark}`, `"DB_PASSWORD=a ${mark}"`, `token='a ${mark}' x`, `Env: [PATH=/x MYSQL_PWD=${mark}]`, `--password ${mark}`, `--api-key=${mark}`, `GH_PAT=a\\ ${mark}`, `SIGNING_KEY="x${mark}"y`,
      `Authorization: Basic ${mark}==`, `authorization: bearer ${mark}`, `"Authorization":"Bearer ${mark}"`, `X-Registry-Auth: ${mark}`, `got Bearer ${mark}.abc.1`,
      `{"Username":"u","Secret":"${mark}"}`, `{"auth": "${mark}"}`, `{"identitytoken" : "a\\"${mark}"}`, `{"password":"${mark}`, `{"url":"https:\\/\\/u:${mark}@h\\/x"}`, `http%3A//u:${mark}@h`, `http%3A%2F%2Fu:${mark}@h`, `map[Authorization:[Bearer ${mark}abcdefgh]]`,
      `{\\"password\\":\\"${mark}\\"}`, `Cookie: sid=${mark}`, `set-cookie: a=${mark}`, `Authorization: token ${mark}`, `authorization: Negotiate ${mark}`, `device=//u:${mark}@h/share`,
    ]) {
      assert.ok(!withoutSecrets(text).includes(mark), withoutSecrets(text));
      assert.ok(!informationText(text).includes(mark));
      assert.ok(!errorText('x', new Error(text)).includes(mark));
      assert.ok(!failure('engineFailed', { operation: 'x', status: 0, detail: text }).message.includes(mark));
    }
    for (const text of ['is not of the form name=value.', 'invalid token: unexpected EOF', 'no basic auth credentials', 'Basic authentication is required', 'PWD=/home/me', 'author=Ada', '--password-stdin', 'a secret is missing']) {
      assert.equal(withoutSecrets(text), text);
    }
  });

  it('values that were sent, in each form in which they come back', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', minLength: 5, maxLength: 30 }), (secret) => {
      for (const form of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret.replace(/[\ud800-\udfff]/gu, '\ufffd')), Buffer.from(secret).toString('base64')]) {
        assert.equal(withoutValues(`(${form})`, [secret, 'x']), '(***)');
      }
    }));
    assert.equal(withoutValues('value and value-more', ['value', 'value-more']), '*** and ***');
    // What is so short could be any word.
    assert.equal(withoutValues('true and 1', ['true', '1', '']), 'true and 1');
  });

  it('errors keep what they are', () => {
    const error = failure('conflict', { name: 'a', usedBy: ['b', 'https://u:p@h'], detail: 'PASSWORD=x', running: true });
    assert.deepEqual(SlipwayError.details(error, 'conflict'), { name: 'a', usedBy: ['b', 'https://***@h'], detail: 'PASSWORD=***', running: true });
    const nested = failure('severalFailed', { operation: 'x', of: 1, failures: [{ name: 'a', failure: failure('engineFailed', { operation: 'x', status: 5, detail: 'a' }).failure, reason: 'TOKEN=x' }] });
    assert.deepEqual(SlipwayError.details(nested, 'severalFailed')?.failures, [{ name: 'a', failure: { kind: 'engineFailed', details: { operation: 'x', status: 5, detail: 'a' } }, reason: 'TOKEN=***' }]);
  });
});
