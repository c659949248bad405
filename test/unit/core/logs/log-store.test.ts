import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LogIndex } from '../../../../src/core/logs/log-index';
import type { LevelledLine, LogLine } from '../../../../src/core/logs/log-line';
import { LogStore } from '../../../../src/core/logs/log-store';

const line = (text: string, seconds: number, nanoseconds = 0, stream: LogLine['stream'] = 'stdout'): LogLine => ({ bytes: new TextEncoder().encode(text), seconds, nanoseconds, stream, isCut: false });
const all = (store: LogStore): readonly string[] => Array.from({ length: store.end - store.first }, (_, index) => store.textOf(store.first + index));
const isEven = ({ text }: LevelledLine): boolean => Number(text.split(' ')[0]) % 2 === 0;
const indexed = (index: LogIndex, store: LogStore): readonly string[] => Array.from({ length: index.end - index.first }, (_, at) => store.textOf(index.at(index.first + at) ?? -1));
/** A clock by which the time is over after some looks. */
const clock = (): (() => number) => {
  let now = 0;
  return () => now++;
};

describe('the store of a log', () => {
  it('has lines in the order of their times, those of one time as they came', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 3 })), { maxLength: 300 }), (times) => {
        const store = new LogStore({ several: true });
        times.forEach(([seconds, nanoseconds], index) => store.add(line(`${String(index)} ü${String(seconds)}.${String(nanoseconds)}`, seconds, nanoseconds), index % 3));
        const sorted = times.map(([seconds, nanoseconds], index) => ({ seconds, nanoseconds, index })).sort((one, other) => one.seconds - other.seconds || one.nanoseconds - other.nanoseconds || one.index - other.index);
        assert.deepEqual(all(store), sorted.map(({ seconds, nanoseconds, index }) => `${String(index)} ü${String(seconds)}.${String(nanoseconds)}`));
        sorted.forEach(({ seconds, nanoseconds, index }, at) => assert.deepEqual([store.timeOf(at), store.factsOf(at).source], [{ seconds, nanoseconds }, index % 3]));
      }),
    );
  });

  it('keeps them over the ends of its parts, also those that come late', () => {
    const store = new LogStore({ several: true });
    const text = (number: number): string => `${String(number)} ${'x'.repeat(500)}`;
    for (let number = 0; number < 5_000; number += 2) {
      // Each second line is late by some lines.
      store.add(line(text(number), number), 0);
      if (number >= 40) store.add(line(text(number - 39), number - 39), 1);
    }
    const numbers = all(store).map((each) => Number(each.split(' ')[0]));
    assert.deepEqual(numbers, numbers.toSorted((one, other) => one - other));
    assert.equal(new Set(numbers).size, numbers.length);
  });

  it('lets go of the oldest lines when there are too many, and the numbers of the others stay', () => {
    const store = new LogStore({ several: false, mostBytes: 2 << 20 });
    const index = new LogIndex(store, isEven);
    const text = (number: number): string => `${String(number)} ${'y'.repeat(200)}`;
    for (let number = 0; number < 40_000; number++) {
      store.add(line(text(number), number), 0);
      if (number % 5_000 === 0) index.advance(Infinity, clock());
    }
    index.advance(Infinity, clock());
    assert.ok(store.first > 20_000 && store.end === 40_000, `${String(store.first)} to ${String(store.end)}`);
    assert.ok(store.size < 3 << 20);
    assert.equal(store.textOf(store.first), text(store.first));
    assert.throws(() => store.textOf(store.first - 1), RangeError);
    assert.equal(index.at(index.first - 1), undefined);
    assert.equal(index.at(index.first), store.first + (store.first % 2));
    assert.equal(index.at(index.end - 1), 39_998);
    assert.equal(index.end, 20_000);
    assert.equal(index.placeOf(39_001), 19_501);
  });

  it('is filtered in slices, and again where lines came late', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 99 }), fc.boolean()), { maxLength: 400 }), fc.integer({ min: 1, max: 5 }), (adds, time) => {
        const store = new LogStore({ several: true });
        const index = new LogIndex(store, isEven);
        for (const [seconds, number, looks] of adds) {
          store.add(line(`${String(number)} é`, seconds), 0);
          if (!looks) continue;
          index.changed(store.takeChanged());
          index.advance(time, clock());
        }
        index.changed(store.takeChanged());
        while (index.left > 0) index.advance(time, clock());
        assert.deepEqual(indexed(index, store), all(store).filter((text) => Number(text.split(' ')[0]) % 2 === 0));
      }),
    );
  });

  it('without a filter has each line at its number', () => {
    const store = new LogStore({ several: false });
    for (let number = 0; number < 10; number++) store.add(line(String(number), number), 0);
    const index = new LogIndex(store, undefined);
    index.advance(0, clock());
    assert.deepEqual([index.first, index.end, index.left, index.at(4), index.at(10), index.placeOf(99)], [0, 10, 0, 4, undefined, 10]);
  });

  it('shows lines to filters without what a terminal obeys, with the level of each', () => {
    const store = new LogStore({ several: false });
    store.add(line('\u001b[31mERROR\u001b[0m: \u001b]0;title\u0007x', 1), 0);
    store.add(line('ERROR', 1, 0, 'seam'), 0);
    const seen: unknown[] = [];
    store.visit(0, (number, { text, level, stream }) => seen.push([number, text, level, stream]) > 0);
    assert.deepEqual(seen, [[0, 'ERROR: x', 'error', 'stdout'], [1, 'ERROR', 'none', 'seam']]);
    assert.equal(store.levelOf(0), 'error');
  });
});
