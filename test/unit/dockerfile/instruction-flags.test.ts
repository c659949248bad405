import assert from 'node:assert/strict';
import { flagsOf, unknownFlagNumber } from '../../../src/dockerfile/instruction-flags';

describe('flags of instructions', () => {
  it('are known for those that have some', () => {
    for (const name of ['FROM', 'RUN', 'COPY', 'ADD', 'HEALTHCHECK']) {
      assert.ok((flagsOf(name) ?? []).length > 0, name);
      assert.equal(typeof unknownFlagNumber(name), 'number', name);
    }
    assert.equal(new Set(['FROM', 'COPY', 'ADD', 'HEALTHCHECK'].map(unknownFlagNumber)).size, 4);
  });
  for (const name of ['ENV', 'LABEL', 'USER', 'NOTHING', '', 'constructor', 'from']) {
    it(`are none of ${JSON.stringify(name)}`, () => assert.deepEqual([flagsOf(name), unknownFlagNumber(name)], [undefined, undefined]));
  }
});
