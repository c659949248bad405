import assert from 'node:assert/strict';
import { exitOf, formatUptime, parseUptime } from '../../../src/core/uptime';

describe('words of a container list', () => {
  it('tell how long a container is up', () => {
    const rows: readonly (readonly [string, number | undefined])[] = [
      ['Up Less than a second', 0],
      ['Up 1 second', 1_000],
      ['Up About a minute (healthy)', 60_000],
      ['Up About an hour', 3_600_000],
      ['Up 3 hours (Paused)', 10_800_000],
      ['Up 2 weeks', 1_209_600_000],
      ['Exited (0) 3 hours ago', undefined],
      ['Created', undefined],
      ['Up since noon', undefined],
      ['', undefined],
    ];
    for (const [status, milliseconds] of rows) assert.equal(parseUptime(status), milliseconds, status);
  });

  it('are said anew in words', () => {
    const minute = 60_000;
    const hour = 60 * minute;
    const rows: readonly (readonly [number, string])[] = [
      [0, 'up less than a minute'], [minute - 1, 'up less than a minute'], [minute, 'up 1 minute'], [2 * minute - 1, 'up 1 minute'], [2 * minute, 'up 2 minutes'],
      [hour - 1, 'up 59 minutes'], [hour, 'up 1 hour'], [2 * hour - 1, 'up 1 hour'], [2 * hour, 'up 2 hours'], [48 * hour - 1, 'up 47 hours'], [48 * hour, 'up 2 days'], [72 * hour - 1, 'up 2 days'],
    ];
    for (const [milliseconds, words] of rows) assert.equal(formatUptime(milliseconds), words);
  });

  it('tell how it ended, and when', () => {
    assert.deepEqual(exitOf('Exited (0) 5 minutes ago'), { code: 0, milliseconds: 300_000 });
    assert.deepEqual(exitOf('Exited (137) About an hour ago'), { code: 137, milliseconds: 3_600_000 });
    assert.deepEqual(exitOf('Exited (1)'), { code: 1 });
    assert.equal(exitOf('Up 3 hours'), undefined);
    assert.equal(exitOf('Exited ()'), undefined);
  });
});
