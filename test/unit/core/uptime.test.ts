import assert from 'node:assert/strict';
import { exitOf, parseUptime } from '../../../src/core/uptime';

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

  it('tell how it ended, and when', () => {
    assert.deepEqual(exitOf('Exited (0) 5 minutes ago'), { code: 0, milliseconds: 300_000 });
    assert.deepEqual(exitOf('Exited (137) About an hour ago'), { code: 137, milliseconds: 3_600_000 });
    assert.deepEqual(exitOf('Exited (1)'), { code: 1 });
    assert.equal(exitOf('Up 3 hours'), undefined);
    assert.equal(exitOf('Exited ()'), undefined);
  });
});
