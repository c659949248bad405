import assert from 'node:assert/strict';
import { aligned, valueAt } from '../../../../../src/webview/pages/parts/chart-data';

describe('lines of a chart', () => {
  it('stand over the times of all, without a break where only another one was read', () => {
    assert.deepEqual(aligned([[[1_000, 5], [3_000, 6]], [[2_000, 7]]]), [[1, 2, 3], [5, undefined, 6], [undefined, 7, undefined]]);
    assert.deepEqual(aligned([]), [[]]);
  });

  it('are broken where nobody looked for a while', () => {
    assert.deepEqual(aligned([[[1_000, 5], [60_000, 6]]]), [[1, 1.001, 60], [5, null, 6]]);
  });

  it('tell the nearest reading of a moment, where one is near', () => {
    const points = [[1_000, 5], [2_000, 6], [9_000, 7]] as const;
    assert.deepEqual([1_400, 1_600, 5_500, 8_000].map((time) => valueAt(points, time)), [5, 6, undefined, 7]);
    assert.equal(valueAt([], 0), undefined);
  });
});
