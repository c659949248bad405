import assert from 'node:assert/strict';
import { SlipwayError } from '../../../../src/core/errors';
import { compileFilters, parseUntil, type PruneFilters } from '../../../../src/core/prune/filters';

const now = Date.UTC(2026, 0, 31);

describe('the until filter', () => {
  const cases: readonly (readonly [string, number])[] = [
    ['24h', now - 86_400_000],
    ['1h30m', now - 5_400_000],
    ['2026-01-30T00:00:00Z', now - 86_400_000],
    ['2026-01-30T01:00:00+01:00', now - 86_400_000],
    ['2026-01-30T00Z', now - 86_400_000],
    ['1500000000', 1_500_000_000_000],
    ['1500000000.5', 1_500_000_000_500],
  ];
  for (const [text, moment] of cases) it(`reads ${text}`, () => assert.equal(parseUntil(text, now), moment));
  for (const text of ['', 'yesterday', '2026-13-45', '1d', '-5', 'x5', '5x', '2026-1-30', '2026-01-30T', 'x2026-01-30', '2026-01-30 00:00', '1500000000.', '1500000000.1234567890']) {
    it(`refuses "${text}"`, () => assert.throws(() => parseUntil(text, now), (error) => {
      assert.deepEqual(SlipwayError.details(error, 'invalidInput'), { field: 'until', value: text, reason: 'Enter a duration such as 24h or a date such as 2026-01-31.' });
      return true;
    }));
  }
});

describe('filters of a prune', () => {
  const labels = { a: '1', b: '', 'c=': 'x' };
  const passes: readonly (readonly [filters: PruneFilters, passes: boolean])[] = [
    [{}, true],
    [{ until: ['24h'] }, true],
    [{ until: ['72h'] }, false],
    [{ until: ['2026-01-29T00:00:00Z'] }, true],
    [{ until: ['2026-01-28T23:59:59Z'] }, false],
    [{ label: ['a'] }, true],
    [{ label: ['a=1'] }, true],
    [{ label: ['a=2'] }, false],
    [{ label: ['b'] }, true],
    [{ label: ['b='] }, true],
    [{ label: ['x'] }, false],
    [{ label: ['toString'] }, false],
    [{ label: ['a', 'b'] }, true],
    [{ label: ['a', 'x'] }, false],
    [{ 'label!': ['a'] }, false],
    [{ 'label!': ['a=2'] }, true],
    [{ 'label!': ['a', 'x'] }, true],
    [{ 'label!': ['a', 'b'] }, false],
    [{ 'label!': [] }, true],
    [{ label: ['a'], 'label!': ['x'], until: ['24h'] }, true],
    [{ label: ['a'], 'label!': ['b'], until: ['24h'] }, false],
  ];
  for (const [filters, passed] of passes) {
    it(`${passed ? 'let pass' : 'keep'} ${JSON.stringify(filters)}`, () => assert.equal(compileFilters(filters, now)({ created: now - 2 * 86_400_000, labels }), passed));
  }
  it('are those that the kind has', () => {
    const refused = (filters: PruneFilters, known?: readonly ('until' | 'label')[]): unknown => {
      try {
        compileFilters(filters, now, known);
        return undefined;
      } catch (error) {
        return SlipwayError.details(error, 'invalidInput');
      }
    };
    assert.equal(refused({ label: ['a'] }, ['label']), undefined);
    assert.deepEqual(refused({ until: ['24h'] }, ['label']), { field: 'filter', value: 'until', reason: 'There is no filter with this name.' });
    assert.deepEqual(refused({ dangling: ['true'] } as PruneFilters), { field: 'filter', value: 'dangling', reason: 'There is no filter with this name.' });
    assert.deepEqual(refused({ until: ['1h', '2h'] }), { field: 'until', value: '1h, 2h', reason: 'Only one "until" filter is allowed.' });
  });
});
