import assert from 'node:assert/strict';
import { formatAge } from '../../../src/core/age';

const now = Date.UTC(2026, 0, 31, 12);
const minute = 60_000;
const day = 24 * 60 * minute;

describe('age', () => {
  const cases: readonly (readonly [number, string])[] = [
    [-5 * minute, 'just now'],
    [59_999, 'just now'],
    [minute, '1 minute ago'],
    [2 * minute, '2 minutes ago'],
    [59 * minute, '59 minutes ago'],
    [60 * minute, '1 hour ago'],
    [119 * minute, '1 hour ago'],
    [120 * minute, '2 hours ago'],
    [2 * day - 1, '47 hours ago'],
    [2 * day, '2 days ago'],
    [14 * day, '2 weeks ago'],
    [61 * day, '2 months ago'],
    [729 * day, '23 months ago'],
    [731 * day, '2 years ago'],
  ];
  for (const [age, text] of cases) it(`${String(age)} ms is ${text}`, () => assert.equal(formatAge(now - age, now), text));

  it('does not make up an age for images without a date', () => {
    for (const created of [0, Date.parse('0001-01-01T00:00:00Z'), Number.NaN]) {
      assert.equal(formatAge(created, now), 'date unknown');
    }
  });
});
