import assert from 'node:assert/strict';
import { backoff } from '../../../../src/engine/connection/backoff';

describe('engine/connection/backoff', () => {
  it('grows from a quarter of a second to five seconds, a fifth more or less', () => {
    assert.deepEqual([0, 1, 2, 3, 4, 10, 1000].map((attempt) => backoff(attempt, () => 0.5)), [250, 400, 640, 1024, 1638, 5000, 5000]);
    assert.equal(backoff(0, () => 0), 200);
    assert.equal(backoff(100, () => 1), 6000);
  });
});
