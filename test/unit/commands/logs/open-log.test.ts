import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openLogs } from '../../../../src/commands/logs/open-logs';
import type { OpenLog } from '../../../../src/commands/logs/open-log';
import { saveLog } from '../../../../src/commands/logs/save-log';
import { SlipwayError } from '../../../../src/core/errors';
import type { LogsPageAsk, LogsPageModel, LogsPagePart } from '../../../../src/core/logs/logs-page';
import type { LogChunk, LogOptions } from '../../../../src/engine/containers/containers';
import { until } from '../../../support/conditions';
import { fakeApp, type FakeApp, type FakeAppOptions, file } from '../../../support/fake-app';

const everything: LogsPageAsk = { id: 1, at: 'end', count: 400, query: '', caseSensitive: false, regular: false, onlyMatching: false, withoutLevels: [], withoutSources: [], open: [] };
const stamp = (second: number): string => `2026-01-31T10:00:${String(second).padStart(2, '0')}.000000001Z`;

/** Logs of which each container has these lines, at even seconds the first, at odd ones the second, and which then say nothing more. */
function open(lines: readonly (readonly string[])[], options: FakeAppOptions = {}): { readonly app: FakeApp; readonly model: LogsPageModel; readonly log: OpenLog; readonly asked: LogOptions[] } {
  const asked: LogOptions[] = [];
  const app = fakeApp({
    ...options,
    engine: {
      containers: {
        inspect: (Id) => Promise.resolve({ Id, State: { Running: true } }),
        logs: (id, request) => {
          asked.push(request);
          return Promise.resolve((async function* (): AsyncGenerator<LogChunk> {
            const own = (lines[Number(id)] ?? []).map((text, index) => `${stamp(index * 2 + Number(id))} ${text}\n`);
            await Promise.resolve();
            if (request.since === undefined) yield { stream: 'stdout', data: Buffer.from(own.join('')) };
            if (request.follow) await new Promise(() => undefined);
          })());
        },
      },
    },
  });
  const model: LogsPageModel = { engine: 'e', log: openLogs.nextNumber(), containers: lines.map((_lines, index) => ({ id: String(index), name: ['web', 'db'][index] ?? '' })), range: { since: '', until: '' }, timestamps: false };
  return { app, model, log: openLogs.open(app, model), asked };
}

/** What the feed tells when all lines are there and looked at. */
async function told(log: OpenLog, ask: Partial<LogsPageAsk>, ready: (part: LogsPagePart) => boolean = () => true): Promise<LogsPagePart> {
  const parts: LogsPagePart[] = [];
  await until('what is asked for', async () => {
    log.ask({ ...everything, ...ask });
    await new Promise((resolve) => setImmediate(resolve));
    const part = log.news();
    if (part?.left === 0 && ready(part)) parts.push(part);
    return parts.length > 0;
  });
  return parts[0] ?? assert.fail();
}
const texts = ({ lines }: LogsPagePart): readonly string[] => (lines ?? []).map(({ text }) => text);

describe('a log that is open', () => {
  it('tells the lines that are asked for, those of several containers by time', async () => {
    const { log } = open([['a0', 'a1', 'a2'], ['b0', 'b1']]);
    const part = await told(log, {}, ({ all }) => all === 5);
    assert.deepEqual(texts(part), ['a0', 'b0', 'a1', 'b1', 'a2']);
    assert.deepEqual(part.lines?.map(({ source }) => source), [0, 1, 0, 1, 0]);
    assert.equal(part.lines[0]?.nanoseconds, 1);
    assert.deepEqual(texts(await told(log, { count: 2 })), ['b1', 'a2']);
    assert.deepEqual(texts(await told(log, { at: { place: 1 }, count: 2 })), ['b0', 'a1']);
    assert.deepEqual(texts(await told(log, { at: { line: 3 }, count: 3 })), ['a1', 'b1', 'a2']);
    assert.deepEqual(texts(await told(log, { withoutSources: [0] })), ['b0', 'b1']);
    log.dispose();
    assert.equal(log.news()?.lines, undefined, 'what is on the page is not told again');
  });

  it('finds what is looked for, forwards and back and around the end', async () => {
    const { log } = open([['x ERROR 1', 'y', 'x error 2', 'z']]);
    const part = await told(log, { query: 'error' }, ({ all }) => all === 4);
    assert.deepEqual([part.matches, part.end], [2, 4]);
    assert.deepEqual(part.lines?.map(({ matches }) => matches.length), [1, 0, 1, 0]);
    const found = async (id: number, from: number, back: boolean): Promise<unknown> => (await told(log, { query: 'error', find: { id, from, back } }, (each) => each.found !== undefined)).found;
    assert.deepEqual(await found(1, 0, false), { id: 1, place: 2, line: 2, order: 2 });
    assert.deepEqual(await found(2, 2, false), { id: 2, place: 0, line: 0, order: 1 });
    assert.deepEqual(await found(3, 0, true), { id: 3, place: 2, line: 2, order: 2 });
    assert.deepEqual(texts(await told(log, { query: 'error', onlyMatching: true, caseSensitive: true }, ({ matches }) => matches === 1)), ['x error 2']);
    assert.deepEqual(texts(await told(log, { query: 'ERR.R|z', regular: true, onlyMatching: true, caseSensitive: true }, ({ matches }) => matches === 2)), ['x ERROR 1', 'z']);
    const wrong = await told(log, { query: '(', regular: true, onlyMatching: true }, ({ problem }) => problem !== undefined);
    assert.deepEqual([wrong.problem, texts(wrong).length], ['missing closing )', 4]);
    log.dispose();
  });

  it('leaves levels and streams out, and tells long lines whole when they are opened', async () => {
    const { log } = open([['[DEBUG] d', '[ERROR] e', 'o', `long ${'x'.repeat(10_000)}`]]);
    assert.deepEqual(texts(await told(log, { withoutLevels: ['debug', 'none'] }, ({ all }) => all === 4)), ['[ERROR] e']);
    assert.deepEqual(texts(await told(log, { withoutStream: 'stdout' }, ({ end }) => end === 0)), []);
    const long = (await told(log, {}, ({ end }) => end === 4)).lines?.at(-1);
    assert.deepEqual([long?.text.length, long?.isCut], [4_000, true]);
    const whole = (await told(log, { open: [3] }, ({ end }) => end === 4)).lines?.at(-1);
    assert.deepEqual([whole?.text.length, whole?.isCut], [10_005, false]);
    log.dispose();
  });

  it('is read again for another range', async () => {
    const { log, model, asked } = open([['a']]);
    await told(log, {}, ({ all }) => all === 1);
    log.shown({ ...model, range: { since: '', until: '2026-02-01T00:00Z', tail: 7 } });
    await until('the other request', () => asked.some(({ until: end }) => end !== undefined));
    assert.deepEqual({ ...asked.at(-1), signal: undefined }, { follow: false, timestamps: true, tail: 7, until: Date.parse('2026-02-01T00:00Z'), signal: undefined });
    assert.deepEqual(texts(await told(log, {}, ({ all }) => all === 1)), ['a']);
    log.dispose();
    assert.equal(openLogs.find(model.log), undefined);
  });

  it('is saved as it is shown, with names and times, or with everything; a save that is cancelled leaves nothing', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'slipway-log-'));
    const [shown, all, none] = ['shown', 'all', 'none'].map((name) => path.join(folder, name));
    const { app, model, log } = open([['\u001b[31ma0\u001b[0m', 'a1'], ['b0']], { answers: [file(shown ?? ''), file(all ?? '')] });
    await told(log, { query: '0', onlyMatching: true }, ({ matches }) => matches === 2);
    await saveLog(app, model, 'shown', 'utc');
    assert.equal(await readFile(shown ?? '', 'utf8'), `${stamp(0)} web | a0\n${stamp(1)} db  | b0\n`);
    await saveLog(app, model, 'everything', 'none');
    assert.equal(await readFile(all ?? '', 'utf8'), 'web | a0\ndb  | b0\nweb | a1\n');
    log.dispose();
    const cancelled = open([['a']], { answers: [file(none ?? '')], cancelWork: true });
    await assert.rejects(saveLog(cancelled.app, cancelled.model, 'everything', 'none'), (error) => SlipwayError.details(error, 'cancelled') !== undefined);
    cancelled.log.dispose();
    assert.deepEqual((await readdir(folder)).toSorted(), ['all', 'shown']);
    await rm(folder, { recursive: true });
  });
});
