import assert from 'node:assert/strict';
import { SlipwayError } from '../../../src/core/errors';
import { limits } from '../../../src/core/limits';
import { countOf, errorCodeOf, errorOf, jsonOf, numbersOf, recordsOf, textOf, textsOf, timeOf } from '../../../src/registry/answers';
import type { TransportAnswer } from '../../../src/registry/transport-request';

const asked = { registry: 'ghcr.io', what: 'repository', name: 'team/app' } as const;
const answerOf = (status: number, body: unknown = '', headers: Readonly<Record<string, string>> = {}): TransportAnswer => ({
  status, headers: new Headers(headers), body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), url: 'https://ghcr.io/v2/_catalog?n=2',
});

describe('answers of a registry', () => {
  const said = { errors: [{ code: 'TOO_BAD', message: 'it is so' }, { code: 'OTHER' }] };
  const statuses: readonly (readonly [status: number, kind: string, details: object, detailsWithBody: object])[] = [
    [401, 'unauthorized', { registry: 'ghcr.io' }, { registry: 'ghcr.io', detail: 'too bad: it is so' }],
    [403, 'forbidden', { registry: 'ghcr.io', name: 'team/app' }, { registry: 'ghcr.io', name: 'team/app', detail: 'too bad: it is so' }],
    [404, 'notFound', { what: 'repository', name: 'team/app' }, { what: 'repository', name: 'team/app', detail: 'too bad: it is so' }],
    [429, 'rateLimited', { registry: 'ghcr.io' }, { registry: 'ghcr.io' }],
    [400, 'registryUnreachable', { registry: 'ghcr.io', detail: 'HTTP 400' }, { registry: 'ghcr.io', detail: 'HTTP 400: too bad: it is so' }],
    [500, 'registryUnreachable', { registry: 'ghcr.io', detail: 'HTTP 500' }, { registry: 'ghcr.io', detail: 'HTTP 500: too bad: it is so' }],
  ];
  for (const [status, kind, details, detailsWithBody] of statuses) {
    it(`${String(status)} is ${kind}, with what the registry said`, () => {
      for (const [body, expected] of [['', details], ['<html>', details], ['null', details], ['{}', details], ['{"errors":[]}', details], ['{"errors":[{}]}', details], [said, detailsWithBody]] as const) {
        const error = errorOf(answerOf(status, body), asked);
        assert.deepEqual([error.kind, error.failure.details], [kind, expected], JSON.stringify(body));
      }
    });
  }

  const texts: readonly (readonly [body: unknown, detail: string | undefined])[] = [
    [{ errors: [{ code: 'A_B_C' }] }, 'a b c'],
    [{ errors: [{ message: 'only this' }] }, 'only this'],
    [{ errors: ['x', null, { code: 'A', message: 'm' }] }, 'a: m'],
    [{ errors: [{ code: 1, message: 2 }] }, undefined],
    [{ message: 'm' }, 'm'],
    [{ details: 'd' }, 'd'],
    [{ detail: 'e' }, 'e'],
    [{ message: 'm', details: 'd', detail: 'e' }, 'm: d'],
    [{ message: '', details: 'd', detail: 'e' }, 'd: e'],
    [{ message: 'two\nlines' }, 'two⏎lines'],
    [{ message: 'x'.repeat(400) }, `${'x'.repeat(299)}…`],
  ];
  for (const [body, detail] of texts) {
    it(`say ${String(detail).slice(0, 20)} in ${JSON.stringify(body).slice(0, 60)}`, () => {
      assert.equal((errorOf(answerOf(401, body), asked).failure.details as { detail?: string }).detail, detail);
    });
  }

  it('tell when to try again', () => {
    const retryAt = (headers: Readonly<Record<string, string>>): number | undefined => SlipwayError.details(errorOf(answerOf(429, '', headers), asked), 'rateLimited')?.retryAt;
    assert.equal(retryAt({ 'X-Retry-After': '1800000000', 'Retry-After': 'Fri, 01 Jan 2027 00:00:00 GMT' }), 1_800_000_000_000);
    for (const hub of ['18000000', '180000000000', '1800000000x', 'x1800000000', '']) {
      assert.equal(retryAt({ 'X-Retry-After': hub, 'Retry-After': 'Fri, 01 Jan 2027 00:00:00 GMT' }), Date.UTC(2027, 0, 1), hub);
    }
    for (const text of ['soon', '12345678', '5x', 'x5', '']) assert.equal(retryAt({ 'Retry-After': text === '12345678' ? '12345678x' : text }), undefined, text);
    const before = Date.now();
    for (const seconds of [0, 7, 9_999_999]) {
      const at = retryAt({ 'Retry-After': String(seconds) }) ?? 0;
      assert.ok(at >= before + seconds * 1000 && at <= Date.now() + seconds * 1000, String(seconds));
    }
    assert.equal(retryAt({}), undefined);
  });

  const codes: readonly (readonly [body: unknown, code: string, numbers: readonly number[]])[] = [
    [{ errors: [{ code: 'pagination_number_invalid', message: 'n must be 1 to 100', detail: { n: 1000 } }] }, 'PAGINATION_NUMBER_INVALID', [1, 100, 1000]],
    [{ errors: [{ code: 'A', message: '1.5 and 2. and 1234567' }, { code: 'B', message: '9' }] }, 'A', [2]],
    [{ errors: [{ message: 'none' }] }, '', []],
    [{ errors: [] }, '', []],
    [{ code: 'A', message: '5' }, '', []],
    ['<html>5', '', []],
    ['null', '', []],
  ];
  for (const [body, code, numbers] of codes) {
    it(`have the code ${code} and the numbers ${numbers.join(' ')} in ${JSON.stringify(body)}`, () => {
      assert.equal(errorCodeOf(answerOf(400, body)), code);
      assert.deepEqual(numbersOf(answerOf(400, body)), numbers);
    });
  }

  it('are JSON objects, or of no use', () => {
    assert.deepEqual(jsonOf(answerOf(200, '{"a": 1}'), asked), { a: 1 });
    for (const body of ['', 'null', '1', '"x"', '[]', '[{}]', '{']) {
      assert.throws(() => jsonOf(answerOf(200, body), asked), (error) =>
        error instanceof SlipwayError && error.kind === 'registryUnreachable' && error.message.includes('The answer is not the JSON of a registry.'), body);
    }
  });

  it('are JSON of a depth and a length that can be read', () => {
    const nested = (levels: number): string => `{"a":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
    const { most } = limits.jsonDepth;
    assert.deepEqual(Object.keys(jsonOf(answerOf(200, nested(most)), asked)), ['a']);
    for (const levels of [most + 1, most + 1000]) {
      assert.throws(() => jsonOf(answerOf(200, nested(levels)), asked), (error) => SlipwayError.details(error, 'limitExceeded')?.limit === 'jsonDepth', String(levels));
      // Of an error that much says nothing, but it is the error all the same.
      assert.equal(errorOf(answerOf(404, nested(levels)), asked).kind, 'notFound');
    }
  });

  it('have values of any type', () => {
    const record = { a: 1 };
    const values = ['x', '', '2026-01-02T03:04:05Z', 0, 1.5, -1, Number.NaN, Number.POSITIVE_INFINITY, null, undefined, true, ['a', 1, null, record], record];
    assert.deepEqual(values.map(textOf), ['x', '', '2026-01-02T03:04:05Z', '', '', '', '', '', '', '', '', '', '']);
    assert.deepEqual(values.map(countOf), [undefined, undefined, undefined, 0, 1.5, ...Array.from({ length: 8 }, () => undefined)]);
    assert.deepEqual(values.map(timeOf), [undefined, undefined, Date.UTC(2026, 0, 2, 3, 4, 5), ...Array.from({ length: 10 }, () => undefined)]);
    assert.deepEqual(values.map(textsOf).filter((list) => list.length > 0), [['a']]);
    assert.deepEqual(values.map(recordsOf).filter((list) => list.length > 0), [[record]]);
  });
});
