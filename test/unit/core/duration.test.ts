import assert from 'node:assert/strict';
import { parseDuration } from '../../../src/core/duration';

describe('durations', () => {
  const cases: readonly (readonly [string, number | undefined])[] = [
    ['0', 0],
    ['1s', 1e9],
    ['1h30m', 5400e9],
    ['500ms', 5e8],
    ['1.5h', 5400e9],
    ['.5s', 5e8],
    ['.125s', 125e6],
    ['12.25s', 12.25e9],
    ['2.s', 2e9],
    ['+10m', 600e9],
    ['-0', 0],
    ['+0', 0],
    ['3μs', 3000],
    ['1h2m3s4ms5us6ns', 3723004005006],
    ['00', undefined],
    ['x0', undefined],
    ['1sx', undefined],
    ['x1s', undefined],
    ['.s', undefined],
    ['-2m', -120e9],
    ['3us', 3000],
    ['3µs', 3000],
    ['7ns', 7],
    ['', undefined],
    ['1', undefined],
    ['s', undefined],
    ['1d', undefined],
    ['1 s', undefined],
    ['1s-', undefined],
  ];
  for (const [text, value] of cases) it(`reads "${text}"`, () => assert.equal(parseDuration(text), value));
});
