import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mergeLines } from '../../../../src/commands/logs/merge-lines';
import { compareTimes, type LogTime } from '../../../../src/core/logs/log-stamp';

type Line = LogTime & { readonly log: number; readonly index: number };

describe('logs that become one', () => {
  const times = fc.array(fc.record({ seconds: fc.integer({ min: 0, max: 9 }), nanoseconds: fc.integer({ min: 0, max: 2 }) }), { maxLength: 40 });

  it('have all lines in the order of their times, those of each log as they came', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(times, { maxLength: 6 }), fc.integer({ min: 1, max: 7 }), async (logs, size) => {
        const made = logs.map((log, number) => log.toSorted(compareTimes).map((time, index): Line => ({ ...time, log: number, index })));
        const taken: Line[] = [];
        await mergeLines<Line>(
          made.map(async function* (lines) {
            for (let at = 0; at < lines.length; at += size) {
              await Promise.resolve();
              yield lines.slice(at, at + size);
              yield [];
            }
          }),
          (line, log) => {
            assert.equal(line.log, log);
            taken.push(line);
            return line.index % 3 === 0 ? Promise.resolve() : undefined;
          },
        );
        assert.equal(taken.length, made.flat().length);
        for (const [at, line] of taken.entries()) if (at > 0) assert.ok(compareTimes(taken[at - 1] ?? line, line) <= 0);
        for (const lines of made) assert.deepEqual(taken.filter(({ log }) => log === lines[0]?.log), lines);
      }),
    );
  });

  it('that are broken off end the others, and the failure is told', async () => {
    let ended = 0;
    const endless = async function* (): AsyncGenerator<readonly Line[]> {
      try {
        for (let index = 0; ; index++) {
          await Promise.resolve();
          yield [{ seconds: index, nanoseconds: 0, log: 0, index }];
        }
      } finally {
        ended++;
      }
    };
    const broken = async function* (): AsyncGenerator<readonly Line[]> {
      await Promise.resolve();
      yield [{ seconds: 5, nanoseconds: 0, log: 1, index: 0 }];
      throw new Error('broken');
    };
    await assert.rejects(mergeLines<Line>([endless(), broken()], () => undefined), /broken/);
    assert.equal(ended, 1);
  });
});
