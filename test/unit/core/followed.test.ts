import assert from 'node:assert/strict';
import fc from 'fast-check';
import { followedBy } from '../../../src/core/followed';

describe('A text followed by another', () => {
  it('is found where one pattern with anything between would find it', () => {
    const pieces = fc.array(fc.constantFrom('dial ', 'host: ', 'refused', 'x', ' ', '\n', '\r', '\u2028'), { maxLength: 12 }).map((all) => all.join(''));
    fc.assert(
      fc.property(pieces, (text) => {
        assert.equal(followedBy(text, /dial /, /refused/) !== undefined, /dial .*refused/.test(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('gives the groups of both', () => {
    const found = followedBy('a\ndial tcp lake.example: connection refused (2)', /dial tcp (?<host>\S+?): /, /refused \((?<times>\d)\)/);
    assert.deepEqual({ ...found?.begin.groups, ...found?.then.groups }, { host: 'lake.example', times: '2' });
  });
});
