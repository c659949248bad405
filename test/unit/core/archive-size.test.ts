import assert from 'node:assert/strict';
import { archiveSize } from '../../../src/core/archive-size';

const app = { id: 'app', layers: ['base', 'own'], layerSizes: [100, 20], size: 120 };

describe('archiveSize', () => {
  it('counts what images share once, and the same image once', () => {
    const web = { id: 'web', layers: ['base', 'other'], layerSizes: [100, 5], size: 105 };
    assert.deepEqual(archiveSize([app, web, { ...app }]), { images: 2, bytes: 125 });
    assert.deepEqual(archiveSize([]), { images: 0, bytes: 0 });
  });

  it('takes a compressed image to be smaller in each of its layers', () => {
    const packed = { ...app, size: 60 };
    assert.deepEqual(archiveSize([packed]), { images: 1, bytes: 60 });
    assert.deepEqual(archiveSize([packed, { id: 'base', layers: ['base'], layerSizes: [100], size: 50 }]), { images: 2, bytes: 60 });
  });

  it('shares what is left among layers whose size is not known', () => {
    assert.deepEqual(archiveSize([{ id: 'a', layers: ['1', '2', '3'], layerSizes: [10, -1, -1], size: 50 }]), { images: 1, bytes: 50 });
    assert.deepEqual(archiveSize([{ id: 'a', layers: ['1', '2'], layerSizes: [], size: 50 }, { id: 'b', layers: ['1'], layerSizes: [-1], size: 25 }]), { images: 2, bytes: 50 });
    assert.deepEqual(archiveSize([{ id: 'a', layers: ['1', '2'], layerSizes: [60, -1], size: 50 }]), { images: 1, bytes: 60 });
  });

  it('is nothing for an image without layers', () => {
    assert.deepEqual(archiveSize([{ id: 'a', layers: [], layerSizes: [], size: 0 }]), { images: 1, bytes: 0 });
  });
});
