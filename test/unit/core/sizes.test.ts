import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatBytes, parseBytes } from '../../../src/core/sizes';

describe('sizes', () => {
  const shown: readonly (readonly [number, string])[] = [
    [0, '0B'],
    [1, '1B'],
    [999, '999B'],
    [999.6, '1000B'],
    [12.4, '12B'],
    [0.4, '0B'],
    [1000, '1kB'],
    [1234, '1.23kB'],
    [999_499, '999kB'],
    [999_500, '1MB'],
    [4_261_502, '4.26MB'],
    [602_170_880, '602MB'],
    [1e9, '1GB'],
    [12.34e9, '12.3GB'],
    [5e21, '5000EB'],
    [-2500, '-2.5kB'],
    [Number.NaN, '?'],
  ];
  for (const [bytes, text] of shown) it(`shows ${String(bytes)} as ${text}`, () => assert.equal(formatBytes(bytes), text));

  const read: readonly (readonly [string, number | undefined])[] = [
    ['100', 100],
    ['512m', 512 * 2 ** 20],
    ['1.5g', 1.5 * 2 ** 30],
    ['64KiB', 65_536],
    ['64kb', 65_536],
    ['2 GB', 2 * 2 ** 30],
    ['10b', 10],
    ['.5k', 512],
    ['1.k', 1024],
    ['1t', 2 ** 40],
    ['', undefined],
    ['m', undefined],
    ['-1', undefined],
    ['1x', undefined],
    ['1bb', undefined],
    ['1mib2', undefined],
    ['1  m', undefined],
  ];
  for (const [text, bytes] of read) it(`reads "${text}"`, () => assert.equal(parseBytes(text), bytes));

  it('is never more than half a unit of the third digit off', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 50 }), (bytes) => {
        const match = /^([\d.]+)(B|kB|MB|GB|TB|PB)$/.exec(formatBytes(bytes));
        assert.ok(match);
        const back = Number(match[1]) * 1000 ** ['B', 'kB', 'MB', 'GB', 'TB', 'PB'].indexOf(match[2] ?? '');
        assert.ok(Math.abs(back - bytes) <= bytes * 0.00501, `${String(bytes)} became ${String(back)}`);
      }),
    );
  });
});
