import assert from 'node:assert/strict';
import { oneOf, wishFields } from '../../../src/core/wish-fields';

describe('what a page has sent', () => {
  it('has the own fields of an object, and else none', () => {
    assert.deepEqual([...wishFields({ a: 1, b: undefined })], [['a', 1], ['b', undefined]]);
    for (const value of [undefined, null, 1, 'text', true, [1], () => 1, Object.create({ a: 1 })]) assert.equal(wishFields(value).size, 0);
  });
  it('is one of a set or nothing', () => {
    const values = ['a', 'b', 'c'] as const;
    assert.deepEqual(['a', 'c', 'd', '', 0, undefined, null, ['a'], 'A'].map((value) => oneOf(values, value)), ['a', 'c', ...Array.from({ length: 7 }, () => undefined)]);
  });
});
