import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compareNatural, sortTags } from '../../../src/core/natural-order';

describe('natural order of tags', () => {
  it('counts numbers by value and pre-releases before their release', () => {
    const ordered = ['alpine', 'edge', '1.2-rc1', '1.2', '1.2-alpine', '1.2.0', '1.2.9', '1.2.10', '1.10', '2.0.0-beta.2', '2.0.0-beta.11', '2.0.0-rc.1', 'v2.0.0'];
    assert.deepEqual(sortTags([...ordered].reverse()), ordered);
  });

  it('puts latest, then high versions with their variants, then words', () => {
    const ordered = ['latest', '3.13.1', '3.13', '3.13-alpine', '3.13-slim', '3.13-rc2', '3.13-rc1', '3.9', '3', 'alpine', 'slim'];
    assert.deepEqual(sortTags([...ordered].reverse(), 'newestFirst'), ordered);
  });

  it('compares numbers of any length', () => {
    assert.ok(compareNatural('20240101000000000000000001', '20240101000000000000000002') < 0);
    assert.ok(compareNatural('a007', 'a8') < 0);
  });

  it('does not touch its input', () => {
    const tags = ['b', 'a'];
    assert.deepEqual(sortTags(tags), ['a', 'b']);
    assert.deepEqual(tags, ['b', 'a']);
  });

  const tag = fc.oneof(
    fc.stringMatching(/^[a-z0-9_][a-z0-9_.-]{0,8}$/),
    fc.array(fc.constantFrom('1', '02', '10', '.', '-', 'rc', 'v', 'alpine', 'latest'), { minLength: 1, maxLength: 5 }).map((parts) => parts.join('')),
  );
  for (const order of ['oldestFirst', 'newestFirst'] as const) {
    it(`is a total order (${order})`, () => {
      fc.assert(
        fc.property(fc.array(tag, { minLength: 2, maxLength: 8 }), (tags) => {
          const sorted = sortTags(tags, order);
          assert.deepEqual(sortTags([...tags].reverse(), order), sorted);
          for (let i = 0; i < sorted.length; i++) {
            for (let j = i + 1; j < sorted.length; j++) {
              const pair = [sorted[j] ?? '', sorted[i] ?? ''];
              assert.deepEqual(sortTags(pair, order), [sorted[i], sorted[j]]);
            }
          }
        }),
      );
    });
  }
});
