import assert from 'node:assert/strict';
import fc from 'fast-check';
import { takesAll, type WildcardStep } from '../../../src/core/wildcard';

const steps = (pattern: string): readonly WildcardStep[] =>
  Array.from(pattern, (wanted) => ({ many: wanted === '*', passes: (character) => (wanted === '*' ? character !== '/' : wanted === '?' || character === wanted) }));

describe('Wildcards', () => {
  const cases: readonly (readonly [pattern: string, text: string, taken: boolean])[] = [
    ['', '', true], ['', 'a', false], ['*', '', true], ['*', 'abc', true], ['*', 'a/c', false], ['a*c', 'abbc', true], ['a*c', 'ac', true], ['a*c', 'acb', false], ['a*b*c', 'aXbYbZc', true],
    ['*.example.com', 'a.example.com', true], ['*.example.com', 'example.com', false], ['a/*', 'a/b', true], ['a/*', 'a/b/c', false], ['*/b', 'a/b', true], ['**', 'ab', true], ['?', '', false], ['a?', 'ab', true], ['ab', 'a', false],
  ];
  for (const [pattern, text, taken] of cases) it(`${JSON.stringify(pattern)} ${taken ? 'takes' : 'does not take'} ${JSON.stringify(text)}`, () => assert.equal(takesAll(steps(pattern), text), taken));

  it('take what a regular expression takes', () => {
    const of = (characters: string): fc.Arbitrary<string> => fc.array(fc.constantFrom(...Array.from(characters)), { maxLength: 8 }).map((all) => all.join(''));
    fc.assert(
      fc.property(of('ab/*?'), of('ab/'), (pattern, text) => {
        const expression = new RegExp(`^${pattern.replace(/\*/g, '[^/]*').replace(/\?/g, '.')}$`);
        assert.equal(takesAll(steps(pattern), text), expression.test(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('look at each character at most once for each step', () => {
    let asked = 0;
    const counted = steps('*a'.repeat(20) + '*b').map((step) => ({ ...step, passes: (character: string) => (asked++, step.passes(character)) }));
    assert.equal(takesAll(counted, 'a'.repeat(2_000)), false);
    assert.ok(asked <= 42 * 2_000, `${asked}`);
  });
});
