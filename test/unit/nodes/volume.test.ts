import assert from 'node:assert/strict';
import { failure } from '../../../src/core/errors';
import type { DiskUsage } from '../../../src/core/disk-usage';
import { volumeNode } from '../../../src/nodes/volume';
import { fakeApp } from '../../support/fake-app';

const data = { volume: { name: 'data', driver: 'local', mountpoint: '/v', created: undefined, labels: {} }, usedBy: ['web'] };
const usage = (size: number): DiskUsage => ({ layersSize: 0, images: [], containers: [], volumes: [{ name: 'other', size: 5, users: 0 }, { name: 'data', size, users: 1 }], buildCache: [] });

describe('the tooltip of a volume', () => {
  const tooltip = (diskUsage: () => Promise<DiskUsage>): Promise<string> => Promise.resolve(volumeNode.tooltip?.(data, fakeApp({ engine: { system: { diskUsage } } })) ?? '');

  it('tells its size and who uses it', async () => {
    const text = await tooltip(() => Promise.resolve(usage(1_234_567)));
    assert.match(text, /Size: 1\.23MB/);
    assert.match(text, /Containers: `?web/);
  });

  it('does without a size that the engine does not tell, or does not tell soon', async () => {
    for (const answer of [() => Promise.resolve(usage(-1)), () => Promise.reject(failure('cancelled', { operation: 'disk usage' }))]) {
      const text = await tooltip(answer);
      assert.doesNotMatch(text, /Size/);
      assert.match(text, /Containers/);
    }
    assert.doesNotMatch(await Promise.resolve(volumeNode.tooltip?.(data, fakeApp({ unreachable: true })) ?? ''), /Size/);
  });
});
