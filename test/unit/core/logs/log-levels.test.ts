import assert from 'node:assert/strict';
import { levelOf, levelOfNumber, type LogLevel } from '../../../../src/core/logs/log-levels';

describe('levels of lines', () => {
  const lines: readonly (readonly [line: string, level: LogLevel])[] = [
    ['{"level":"error","msg":"x"}', 'error'], ['{"msg":"x","severity":"WARNING"}', 'warning'], ['{"lvl" : "dbug"}', 'none'], ['{"level":30,"msg":"pino"}', 'info'], ['{"level":50}', 'error'], ['{"level":3}', 'error'], ['{"@l":"Fatal"}', 'fatal'], ['{"msg":"an ERROR in words","level":"info"}', 'info'], ['{"log.level":"trace"}', 'trace'], ['{"message":"none"}', 'none'],
    ['time="2026-01-31T10:00:00Z" level=warning msg="x"', 'warning'], ['level=info ts=1 caller=x', 'info'], ['ts=1 lvl=dbg msg=x', 'debug'], ['level="error" msg=x', 'error'], ['level=unknown ERROR', 'none'],
    ['[ERROR] x', 'error'], ['2026/01/31 10:00:00 [warn] 7#7: x', 'warning'], ['[INFO ] x', 'info'], ['2026-01-31 10:00:00.000  WARN 1 --- [main] x', 'warning'], ['2026-01-31 10:00:00,123 - root - CRITICAL - x', 'fatal'], ['ERROR: x', 'error'], ['error: could not', 'error'], ['warn - x', 'warning'], ['npm error code E404', 'none'], ['npm error! x', 'error'],
    ['E0131 10:00:00.123456       1 x.go:1] watch failed', 'error'], ['I0131 10:00:00.123456 1 x.go:1] fine', 'info'], ['E013 is no head', 'none'], ['<3>x', 'error'], ['<30>x', 'info'], ['<7>x', 'debug'],
    ['', 'none'], ['GET /errors 200', 'none'], ['ERROR_COUNT=0', 'none'], ['TERROR', 'none'], ['0 errors', 'none'], [`${' '.repeat(300)}ERROR`, 'none'], ['fatal: not a git repository', 'fatal'], ['10:00 <WRN> x', 'warning'], ['postgres LOG:  database system is ready', 'none'],
  ];
  for (const [line, level] of lines) it(`${line.slice(0, 60).trim() || 'nothing'}: ${level}`, () => assert.equal(levelOf(line), level));

  it('numbers are those of pino and of syslog', () => {
    assert.deepEqual([0, 2, 3, 4, 5, 6, 7, 8, 10, 20, 30, 35, 40, 50, 60, 70, 99].map(levelOfNumber), ['fatal', 'fatal', 'error', 'warning', 'info', 'info', 'debug', 'none', 'trace', 'debug', 'info', 'info', 'warning', 'error', 'fatal', 'none', 'none']);
  });
});
