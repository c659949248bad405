import assert from 'node:assert/strict';
import { storedLayers } from '../../../../src/core/prune/stored-layers';

describe('layers of the containerd store', () => {
  const cases: readonly [string, readonly number[], number, readonly number[]][] = [
    ['are as much larger as the image is', [100, 300], 600, [150, 450]],
    ['make up the image', [1, 1, 1], 10, [3, 3, 3]],
    ['stay when one is unknown', [100, -1], 600, [100, -1]],
    ['stay when all are empty', [0, 0], 600, [0, 0]],
    ['never become smaller', [100, 300], 100, [100, 300]],
    ['stay in an image without layers', [], 600, []],
  ];
  for (const [what, layerSizes, size, expected] of cases) {
    it(what, () => {
      const layers = layerSizes.map((_, index) => String(index));
      assert.deepEqual(storedLayers([{ id: 'a', size }], [{ id: 'a', layers, layerSizes }]), [{ id: 'a', layers, layerSizes: expected }]);
    });
  }

  it('stay when the list does not have their image', () => {
    const entry = { id: 'b', layers: ['x'], layerSizes: [5] };
    assert.deepEqual(storedLayers([{ id: 'a', size: 9 }], [entry]), [entry]);
  });
});
