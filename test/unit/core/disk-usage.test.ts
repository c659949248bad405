import assert from 'node:assert/strict';
import { type DiskUsage, usageTotals } from '../../../src/core/disk-usage';

const image = (size: number, sharedSize: number, containers: number) => ({ id: `${size}`, size, sharedSize, containers, created: 0 });
const record = (size: number, inUse: boolean, shared: boolean) => ({ id: `${size}`, kind: 'regular', description: '', size, inUse, shared, lastUsed: 0, parents: [] });

describe('sums of disk usage', () => {
  const totals = (usage: Partial<DiskUsage>) => usageTotals({ layersSize: 0, images: [], containers: [], volumes: [], buildCache: [], ...usage });

  it('are those of each kind, in use and not', () => {
    const found = totals({
      layersSize: 1000,
      images: [image(600, 100, 2), image(300, 100, 0), image(200, 0, 0)],
      containers: [{ id: 'a', name: 'a', image: 'x', running: true, size: 5 }, { id: 'b', name: 'b', image: 'x', running: false, size: 7 }, { id: 'c', name: 'c', image: 'x', running: false, size: -1 }],
      volumes: [{ name: 'a', size: 11, users: 1 }, { name: 'b', size: 13, users: 0 }, { name: 'c', size: -1, users: 0 }, { name: 'd', size: 17, users: -1 }],
      buildCache: [record(19, true, false), record(23, false, false), record(29, true, true), record(31, false, true)],
    });
    assert.deepEqual(found, [
      { kind: 'images', count: 3, active: 1, size: 1000, reclaimable: 500 },
      { kind: 'containers', count: 3, active: 1, size: 12, reclaimable: 7 },
      { kind: 'volumes', count: 4, active: 1, size: 41, reclaimable: 13 },
      { kind: 'buildCache', count: 4, active: 2, size: 42, reclaimable: 23 },
    ]);
  });
  it('of images are never more than the unused ones weigh, and never negative', () => {
    assert.equal(totals({ layersSize: 1000, images: [image(300, -1, 0)] })[0]?.reclaimable, 300);
    assert.equal(totals({ layersSize: 100, images: [image(300, 0, 1), image(50, 0, 0)] })[0]?.reclaimable, 0);
  });
});
