import assert from 'node:assert/strict';
import { failure, isCancelled, SlipwayError } from '../../../src/core/errors';
import { commandText, errorText, informationText } from '../../../src/core/log-text';

describe('errors with a kind', () => {
  it('are cancellations only when they say so', () => {
    assert.equal(isCancelled(failure('cancelled', { operation: 'pull' })), true);
    for (const error of [failure('connectionLost', { operation: 'pull' }), new Error('cancelled'), { kind: 'cancelled' }, { name: 'AbortError' }, null, undefined, 'cancelled']) {
      assert.equal(isCancelled(error), false);
    }
  });

  it('give the details of their kind, and none of another', () => {
    const error = failure('notFound', { what: 'image', name: 'a' });
    assert.deepEqual(SlipwayError.details(error, 'notFound'), { what: 'image', name: 'a' });
    for (const other of [failure('cancelled', { operation: '' }), new Error('notFound'), { failure: { kind: 'notFound', details: {} } }, undefined]) assert.equal(SlipwayError.details(other, 'notFound'), undefined);
  });

  it('keep what caused them, where something did', () => {
    const cause = new Error('why');
    assert.equal(failure('cancelled', { operation: '' }, cause).cause, cause);
    assert.equal('cause' in failure('cancelled', { operation: '' }), false);
  });

  const said = 'PASSWORD=geheim at https://me:geheim@r.io/x';
  const clean = 'PASSWORD=*** at https://***@r.io/x';
  const named = 'PASSWORD=geheim at https://***@r.io/x';
  const sentences: readonly SlipwayError[] = [
    failure('engineFailed', { operation: said, status: 500, detail: said }),
    failure('invalidInput', { field: 'f', value: said, reason: said }),
    failure('buildFailed', { step: said, detail: said }),
    failure('severalFailed', { operation: said, of: 1, failures: [{ name: 'a', failure: undefined, reason: said }], done: said }),
    failure('cancelled', { operation: said }),
    failure('connectionLost', { operation: said }),
  ];
  for (const error of sentences) {
    it(`have no secrets in their sentences: ${error.kind}`, () => {
      const text = JSON.stringify(error.failure.details);
      assert.ok(text.includes(clean) && error.message.includes(clean), text);
      assert.ok(!text.includes('geheim') && !error.message.includes('geheim'), text);
    });
  }
  it('have names as they are, but for users of URLs', () => {
    assert.deepEqual(SlipwayError.details(failure('notFound', { what: 'image', name: said }), 'notFound')?.name, named);
    assert.deepEqual(SlipwayError.details(failure('conflict', { name: 'a', usedBy: [said, 'b'], detail: said }), 'conflict'), { name: 'a', usedBy: [named, 'b'], detail: clean });
  });
});

describe('lines of the log', () => {
  const error = failure('engineFailed', { operation: 'o', status: 500, detail: 'PASSWORD=geheim' });
  const stack = Object.assign(new Error('a'), { stack: 'Error: a TOKEN=geheim\n  at b\n  at c' });
  const noStack = Object.assign(new Error('only\nthis'), { stack: undefined });
  const cases: readonly (readonly [line: string, expected: string])[] = [
    [commandText('docker ps\n-a'), '$ docker ps⏎-a'],
    [informationText('got\nTOKEN=geheim'), 'got⏎TOKEN=***'],
    [errorText('It failed.'), 'It failed.'],
    [errorText('It\nfailed: TOKEN=geheim', undefined), 'It⏎failed: TOKEN=***'],
    [errorText('It failed.', error), 'It failed. engineFailed: {"operation":"o","status":500,"detail":"PASSWORD=***"}'],
    [errorText('It failed.', stack), 'It failed. Error: a TOKEN=***\n      at b\n      at c'],
    [errorText('It failed.', noStack), 'It failed. only\n    this'],
    [errorText('It failed.', { code: 5 }), 'It failed. {"code":5}'],
    [errorText('It failed.', null), 'It failed. null'],
    [errorText('It failed.', 'text'), 'It failed. "text"'],
  ];
  for (const [line, expected] of cases) it(JSON.stringify(expected), () => assert.equal(line, expected));
});
