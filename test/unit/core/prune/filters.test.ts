import assert from 'node:assert/strict';
import { parseUntil } from '../../../../src/core/prune/filters';

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
  for (const text of ['', 'yesterday', '2026-13-45', '1d', '-5']) {
    it(`refuses "${text}"`, () => assert.throws(() => parseUntil(text, now), /invalidInput/));
  }
});
