import assert from 'node:assert/strict';
import { unquote } from '../../../src/dockerfile/words';

describe('a word without its quotes', () => {
  const cases: readonly (readonly [text: string, value: string, escape?: string])[] = [
    ['a', 'a'], ['"a b"', 'a b'], ["'a b'", 'a b'], [`a"b"'c'`, 'abc'], [`"it's"`, "it's"], [`'say "x"'`, 'say "x"'], ['""', ''],
    ['a\\b', 'ab'], ['a\\\\b', 'a\\b'], ['\\"a', '"a'], ["\\'a", "'a"], ['a\\', 'a\\'],
    ['"a\\b"', 'a\\b'], ['"a\\\\b"', 'a\\b'], ['"\\$a"', '$a'], ['"\\"a\\""', '"a"'], ['"a\\\'b"', "a\\'b"],
    ["'a\\b'", 'a\\b'], ["'a\\\\b'", 'a\\\\b'], ["'a\\'", 'a\\'],
    ['a`b', 'ab', '`'], ['"a`b"', 'a`b', '`'], ['"``"', '`', '`'], ['"`$"', '$', '`'], ['C:\\a', 'C:\\a', '`'], ['"C:\\a"', 'C:\\a', '`'],
  ];
  for (const [text, value, escape = '\\'] of cases) it(`is ${value} for ${text} with ${escape}`, () => assert.equal(unquote(text, escape), value));
});
