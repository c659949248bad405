import type { PruneImage, PruneLayers } from './images';

/**
 * Layers as the containerd image store keeps them: each unpacked and, besides, as the compressed blob that it came from.
 * The history tells the unpacked bytes only, the list of images both together, so each layer of an image is taken to be as
 * much larger as the whole image is. Layers of unknown size stay unknown.
 */
export function storedLayers(images: readonly Pick<PruneImage, 'id' | 'size'>[], layers: readonly PruneLayers[]): readonly PruneLayers[] {
  const sizes = new Map(images.map(({ id, size }) => [id, size]));
  return layers.map((entry) => {
    const unpacked = entry.layerSizes.reduce((sum, size) => sum + size, 0);
    const whole = sizes.get(entry.id) ?? 0;
    if (entry.layerSizes.includes(-1) || unpacked <= 0 || whole <= unpacked) return entry;
    return { ...entry, layerSizes: entry.layerSizes.map((size) => Math.round((size * whole) / unpacked)) };
  });
}
