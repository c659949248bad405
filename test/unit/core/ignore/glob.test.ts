import assert from 'node:assert/strict';
import { globTest } from '../../../../src/core/ignore/glob';

describe('patterns of paths', () => {
  // As Go's filepath.Match has them.
  for (const pattern of ['[', '[]', '[a', '[]a]', '[-]', '[a-]', '[a-]b]', '[-a]', '[x-', '[^]', '[^', '\\', 'a\\', '[\\', '[a\\']) {
    it(`refuses ${pattern}`, () => assert.equal(globTest(pattern), undefined));
  }
  const cases: readonly (readonly [pattern: string, matched: readonly string[], others: readonly string[]])[] = [
    ['a.b', ['a.b'], ['axb', 'a.b/c', 'a']],
    ['[a-c]', ['a', 'b', 'c'], ['d', '-', '', 'ab']],
    ['[^a-c]', ['d', '-'], ['a', 'c', '']],
    ['[a\\-z]', ['a', '-', 'z'], ['b']],
    ['[\\]]', [']'], ['\\', '[']],
    ['[a-cx]y', ['ay', 'xy'], ['dy', 'a']],
    ['a?c', ['abc', 'a.c'], ['ac', 'a/c', 'abbc']],
    ['a*', ['a', 'abc'], ['ba', 'a/b']],
    ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b'], ['a/xb', 'ab']],
    ['**', ['', 'a', 'a/b'], []],
    ['\\*', ['*'], ['a', '\\*']],
  ];
  for (const [pattern, matched, others] of cases) {
    it(`takes what ${pattern} means, and nothing else`, () => {
      const test = globTest(pattern);
      assert.ok(test !== undefined);
      assert.deepEqual([...matched, ...others].filter((path) => test(path)), matched);
    });
  }
});
