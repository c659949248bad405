import assert from 'node:assert/strict';
import fc from 'fast-check';
import { movedRange } from '../../../src/core/moved-range';

describe('a range whose text is changed elsewhere', () => {
  const text = 'FROM a\nRUN b && c\nCOPY d e\n';
  const range = { start: text.indexOf('c\n'), end: text.indexOf('c\n') + 1 };
  const after = (change: (before: string) => string): string => {
    const now = change(text);
    const moved = movedRange(text, now, range);
    return moved ? `${now.slice(0, moved.start)}«${now.slice(moved.start, moved.end)}»` : 'gone';
  };

  it('moves with lines above it, and stays with those below', () => {
    assert.equal(after((before) => `# new\n${before}`), '# new\nFROM a\nRUN b && «c»');
    assert.equal(after((before) => before.replace('FROM a\n', '')), 'RUN b && «c»');
    assert.equal(after((before) => before.replace('FROM a', 'FROM abc')), 'FROM abc\nRUN b && «c»');
    assert.equal(after((before) => before.replace('COPY', 'ADD')), 'FROM a\nRUN b && «c»');
    assert.equal(after((before) => before.replace('&& c\n', '&& c\n\n')), 'FROM a\nRUN b && «c»');
    assert.equal(after((before) => `${before}RUN more\n`), 'FROM a\nRUN b && «c»');
  });

  it('goes with a change of its line', () => {
    for (const change of [
      (before: string) => before.replace('RUN b', 'RUN bb'),
      (before: string) => before.replace('c\n', 'c x\n'),
      (before: string) => before.replace('c\n', 'c '),
      (before: string) => before.replace('\nRUN', ' RUN'),
      (before: string) => before.replace('RUN', ' RUN'),
      (before: string) => before.replace('RUN b && c\n', ''),
      () => '',
    ])
      assert.equal(after(change), 'gone');
  });

  it('is the same text wherever it is', () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 4 });
    fc.assert(
      fc.property(fc.array(line), fc.array(line), fc.array(line), fc.array(line), (above, below, newAbove, newBelow) => {
        const mark = 'RUN failed';
        const lines = (before: readonly string[], behind: readonly string[]): string => [...before, mark, ...behind].join('\n');
        const before = lines(above, below);
        const start = before.indexOf(mark);
        for (const now of [lines(newAbove, below), lines(above, newBelow)]) {
          const moved = movedRange(before, now, { start, end: start + mark.length });
          if (moved) assert.equal(now.slice(moved.start, moved.end), mark);
        }
      }),
    );
  });
});
