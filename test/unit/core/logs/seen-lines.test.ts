import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SeenLines } from '../../../../src/core/logs/seen-lines';
import { compareTimes, millisecondsOf } from '../../../../src/core/logs/log-stamp';

describe('lines that were read', () => {
  const line = fc.record({ seconds: fc.integer({ min: 100, max: 110 }), nanoseconds: fc.constantFrom(0, 1, 999_999, 1_000_000, 500_000_000), stream: fc.constantFrom('stdout' as const, 'stderr' as const) });

  for (const whole of [false, true]) {
    it(`are read on without loss and without doubles, by ${whole ? 'seconds, as of Podman' : 'milliseconds'}`, () => {
      fc.assert(
        fc.property(fc.array(line, { maxLength: 60 }), fc.array(fc.nat(60), { maxLength: 5 }), (lines, cuts) => {
          const log = lines.toSorted(compareTimes);
          const seen = new SeenLines();
          const taken: unknown[] = [];
          // Each reading is broken off somewhere; the last one is not.
          for (const cut of [...cuts, Infinity]) {
            const since = seen.resume();
            const from = since === undefined ? 0 : whole ? Math.floor(since / 1_000) * 1_000 : since;
            const given = log.filter((each) => millisecondsOf(each) >= from);
            for (const each of given.slice(0, cut)) if (seen.take(each, each.stream)) taken.push(each);
          }
          assert.deepEqual(taken, log);
        }),
      );
    });
  }

  it('are those from the first that was read on: the tail of a log does not grow backwards', () => {
    const seen = new SeenLines();
    const time = (nanoseconds: number) => ({ seconds: 100, nanoseconds });
    assert.equal(seen.resume(), undefined);
    assert.equal(seen.take(time(500_000_000), 'stdout'), true);
    assert.equal(seen.resume(), 100_500);
    assert.deepEqual([400_000_000, 500_000_000, 500_000_000, 600_000_000].map((each) => seen.take(time(each), 'stdout')), [false, false, true, true]);
  });

  it('are read on from the last that is remembered, where a log is fast', () => {
    const seen = new SeenLines();
    for (let index = 0; index < 50_000; index++) seen.take({ seconds: 100, nanoseconds: index * 10_000 }, 'stdout');
    assert.equal(seen.resume(), 100_000 + Math.floor(((50_000 - 16_384) * 10_000) / 1e6));
    for (let index = 33_000; index < 50_000; index++) assert.equal(seen.take({ seconds: 100, nanoseconds: index * 10_000 }, 'stdout'), false, String(index));
    assert.equal(seen.take({ seconds: 100, nanoseconds: 500_000_000 }, 'stdout'), true);
  });
});
