import assert from 'node:assert/strict';
import fc from 'fast-check';
import { prettyLog, readLogFields } from '../../../../src/core/logs/log-fields';
import { readMoment } from '../../../../src/core/logs/log-range';
import { plainSearch } from '../../../../src/core/logs/log-search';
import { timeText } from '../../../../src/core/logs/log-time-text';
import { type LogsPageModel, readLogsAsk } from '../../../../src/core/logs/logs-page';
import { regularSearch } from '../../../../src/commands/logs/regular-search';
import { wishFields } from '../../../../src/core/wish-fields';

describe('texts of logs', () => {
  it('lines of JSON are read: what they say first, then the rest', () => {
    assert.deepEqual(readLogFields('{"level":30,"time":1,"msg":"in","user":"ada","n":{"a":[1]},"s":"a b","e":""}'), { message: 'in', rest: [['user', 'ada'], ['n', '{"a":[1]}'], ['s', '"a b"'], ['e', '""']] });
    assert.deepEqual(readLogFields('{"a":1}'), { message: '', rest: [['a', '1']] });
    for (const none of ['{', '[1]', '"x"', '{"a":1', 'x {"a":1}', '{a}', 'null']) assert.equal(readLogFields(none), undefined, none);
    assert.equal(prettyLog('{"a":[1]}'), '{\n  "a": [\n    1\n  ]\n}');
    assert.equal(prettyLog('x'), undefined);
    fc.assert(fc.property(fc.json(), (text) => void readLogFields(text)));
  });

  it('times before now, dates and seconds are moments, and nothing else is', () => {
    const now = Date.parse('2026-01-31T10:00:00Z');
    assert.deepEqual(['10m', '1h30m', '2d', '45s', '1767225600', '1767225600.5', '2026-01-31T10:00Z', '2026-01-31T10:00:00.25+01:00'].map((text) => readMoment(text, now)), [now - 600_000, now - 5_400_000, now - 172_800_000, now - 45_000, 1_767_225_600_000, 1_767_225_600_500, now, now - 3_600_000 + 250]);
    assert.equal(readMoment('2026-01-31', now), new Date(2026, 0, 31).getTime());
    for (const none of ['', 'm', '10', '10x', '1h-2m', '2026', '2026-13-01', '2026-01-31T25:00', 'yesterday', '1'.repeat(50), '__proto__']) assert.equal(readMoment(none, now), undefined, none);
  });

  it('times are written so that they sort and can be read again', () => {
    const at = Date.parse('2026-01-31T10:00:00.123Z');
    assert.equal(timeText(at, 123_456_789, true), '2026-01-31T10:00:00.123456789Z');
    assert.equal(Date.parse(timeText(at, 123_456_789, false)), at);
  });

  it('are found as they are, in any case, each place of them', () => {
    assert.equal(plainSearch('a.b', true).found('xa.b'), true);
    assert.equal(plainSearch('a.b', true).found('xacb A.B'), false);
    assert.equal(plainSearch('ERR', false).found('an error'), true);
    assert.deepEqual(plainSearch('aa', false).places('aAaab', 9), [[0, 2], [2, 4]]);
    assert.deepEqual(plainSearch('i', false).places('İi', 9), []);
  });

  it('are found by patterns in a time that is linear, whatever the pattern', async () => {
    const search = async (query: string, caseSensitive = true) => {
      const made = await regularSearch(query, caseSensitive);
      assert.ok('found' in made, query);
      return made;
    };
    assert.deepEqual((await search('st\\w+=5\\d\\d')).places('a status=503 b status=200', 9), [[2, 12]]);
    assert.equal((await search('ERROR', false)).found('an error'), true);
    assert.equal((await search('ERROR')).found('an error'), false);
    assert.deepEqual((await search('x*')).places('axx', 9), [[1, 3]]);
    for (const evil of ['(a+)+$', '(a|a)*b', '(.*a){20}']) assert.equal((await search(evil)).found('a'.repeat(100_000)), evil === '(a+)+$' || evil === '(.*a){20}', evil);
    for (const wrong of ['(', '[', '*', '(?<=a)b', '\\1', 'a{1001}', 'a'.repeat(501), '((a{1,30}){1,30})']) assert.ok('reason' in (await regularSearch(wrong, true)), wrong);
  });

  it('what a page asks for is read anew, and nothing of another form', () => {
    const model: LogsPageModel = { engine: 'e', log: 1, containers: [{ id: 'a', name: 'web' }, { id: 'b', name: 'db' }], range: { since: '', until: '' }, timestamps: false };
    const ask = { id: 1, at: 'end', count: 5, query: 'x', caseSensitive: false, regular: true, onlyMatching: false, withoutLevels: ['debug'], withoutSources: [1], open: [3] };
    const read = (more: object): unknown => readLogsAsk(wishFields({ ...ask, ...more, kind: 'feed' }), model);
    assert.deepEqual(read({}), ask);
    assert.deepEqual(read({ at: { place: 3, x: 1 }, count: 1e6, find: { id: 1, from: 2, back: true, more: 1 }, withoutStream: 'stderr', evil: 1 }), { ...ask, at: { place: 3 }, count: 400, find: { id: 1, from: 2, back: true }, withoutStream: 'stderr' });
    const nonsense: readonly object[] = [
      { id: -1 }, { id: '1' }, { at: 'begin' }, { at: {} }, { at: { place: 0.5 } }, { at: { line: -1 } }, { count: '5' }, { count: Number.NaN }, { query: 1 }, { query: 'x'.repeat(501) }, { withoutLevels: 'debug' }, { withoutLevels: ['x'] }, { withoutLevels: Array.from({ length: 99 }, () => 'debug') },
      { withoutSources: [2] }, { withoutSources: [-1] }, { withoutSources: { length: 1 } }, { open: [1.5] }, { open: Array.from({ length: 101 }, () => 1) }, { find: {} }, { find: { id: 1, from: -1, back: true } }, { find: { id: 1, from: 1, back: 1 } }, { withoutStream: 'both' },
    ];
    for (const each of nonsense) assert.equal(read(each), undefined, JSON.stringify(each).slice(0, 80));
    fc.assert(fc.property(fc.anything(), (value) => void readLogsAsk(wishFields(value), model)));
  });
});
