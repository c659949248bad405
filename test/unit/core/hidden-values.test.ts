import assert from 'node:assert/strict';
import { hiddenParts, withoutValues } from '../../../src/core/hidden-values';

describe('values that are hidden', () => {
  const cases: readonly (readonly [text: string, masked: string, parts: readonly string[]])[] = [
    ['a secret b', 'a *** b', ['secret']], ['secret', '***', ['secret']], ['a b', 'a b', []], ['x=1 y=2', 'x=*** y=***', ['1', '2']], ['one, two', '***, two', ['one']],
    // Where the two do not belong together, the rest is hidden.
    ['a secret b', 'a *** c *** d', ['secret b']], ['a b', 'a *** long tail', ['b']],
  ];
  for (const [text, masked, parts] of cases) it(`are ${JSON.stringify(parts)} of ${text} shown as ${masked}`, () => assert.deepEqual(hiddenParts(text, masked), parts));
  it('are taken out in each form', () => {
    const value = 'ge heim/+?';
    const base64 = Buffer.from(value).toString('base64');
    for (const form of [value, encodeURIComponent(value), base64, Buffer.from(value).toString('base64url'), encodeURIComponent(value).replaceAll('%20', '+')]) {
      assert.equal(withoutValues(`a ${form} b`, [value]), 'a *** b', form);
    }
    assert.equal(withoutValues('a b', [value, '']), 'a b');
  });
});
