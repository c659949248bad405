import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type LogLine, longestLine } from '../../../../src/core/logs/log-line';
import { LogSplitter } from '../../../../src/core/logs/log-splitter';
import { readStamp } from '../../../../src/core/logs/log-stamp';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const stamp = (seconds: number, nanoseconds: number): string => `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${String(nanoseconds).padStart(9, '0')}Z`;

interface Read {
  readonly text: string;
  readonly seconds: number;
  readonly nanoseconds: number;
  readonly isCut: boolean;
}

/** The lines of a text that comes in pieces of these lengths, over and over. */
function split(text: Uint8Array, lengths: readonly number[]): readonly Read[] {
  const splitter = new LogSplitter('stdout');
  const lines: Read[] = [];
  const take = ({ bytes: line, seconds, nanoseconds, isCut }: LogLine): void => void lines.push({ text: Buffer.from(line).toString('utf8'), seconds, nanoseconds, isCut });
  for (let at = 0, index = 0; at < text.length; index++) {
    const length = lengths[index % lengths.length] ?? 1;
    splitter.push(text.subarray(at, at + length), take);
    at += length;
  }
  splitter.flush(take);
  return lines;
}

describe('lines of a log', () => {
  it('are what was written, with their times to the nanosecond, however the pieces are cut', () => {
    const line = fc.record({ text: fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => text.replaceAll(/[\r\n]/g, ' ')), seconds: fc.integer({ min: 0, max: 4_000_000_000 }), nanoseconds: fc.integer({ min: 0, max: 999_999_999 }), returns: fc.boolean() });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 8 }), fc.boolean(), (lines, lengths, ends) => {
        const text = lines.map(({ text: said, seconds, nanoseconds, returns }) => `${stamp(seconds, nanoseconds)} ${said}${returns ? '\r' : ''}`).join('\n');
        const read = split(bytes(text + (ends && lines.length > 0 ? '\n' : '')), lengths);
        assert.deepEqual(read, lines.map(({ text: said, seconds, nanoseconds }) => ({ text: said, seconds, nanoseconds, isCut: false })));
      }),
    );
  });

  it('that are long were kept in pieces by the engine, each with a time, and are whole again', () => {
    const said = Array.from({ length: 40_000 }, (_, index) => String.fromCharCode(97 + (index % 26))).join('');
    const pieces = [said.slice(0, 16_384), said.slice(16_384, 32_768), said.slice(32_768)];
    const text = `${pieces.map((piece, index) => `${stamp(1_000, index)} ${piece}`).join('')}\n${stamp(1_001, 0)} next\n`;
    for (const length of [1, 7, 1_000, 16_414, 100_000]) assert.deepEqual(split(bytes(text), [length]), [{ text: said, seconds: 1_000, nanoseconds: 0, isCut: false }, { text: 'next', seconds: 1_001, nanoseconds: 0, isCut: false }]);
  });

  it('that never end are cut, and what comes behind is whole', () => {
    const [long, next] = split(bytes(`${stamp(1, 0)} ${'x'.repeat(1_000_000)}\n${stamp(2, 0)} next\n`), [4_096]);
    assert.deepEqual([long?.text.length, long?.isCut, next?.text, next?.isCut], [longestLine, true, 'next', false]);
  });

  it('without a time have that of the line before', () => {
    assert.deepEqual(split(bytes(`${stamp(5, 7)} a\nb\n2026-13-xxT b\n`), [3]).map(({ text, seconds, nanoseconds }) => [text, seconds, nanoseconds]), [['a', 5, 7], ['b', 5, 7], ['2026-13-xxT b', 5, 7]]);
  });

  it('have times of every form that engines write', () => {
    const at = Date.parse('2026-01-31T10:00:00Z') / 1_000;
    const read = (text: string): unknown => readStamp(bytes(text), 0, bytes(text).length);
    assert.deepEqual(read('2026-01-31T10:00:00Z x'), { seconds: at, nanoseconds: 0, length: 21 });
    assert.deepEqual(read('2026-01-31T11:00:00.5+01:00 x'), { seconds: at, nanoseconds: 500_000_000, length: 28 });
    assert.deepEqual(read('2026-01-31T04:30:00.000000001-05:30 x'), { seconds: at, nanoseconds: 1, length: 36 });
    for (const none of ['2026-01-31T10:00:00', '2026-01-31 10:00:00Z x', '2026-01-31T10:00:00.5 x', '2026-01-31T10:00:00Zx', 'x', '', '2026-01-31T1a:00:00Z x']) assert.equal(read(none), undefined, none);
  });
});
