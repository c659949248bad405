/** An image as an archive holds it. Sizes in bytes. */
export interface ArchivedImage {
  readonly id: string;
  /** Diff ids of its layers, bottom first. */
  readonly layers: readonly string[];
  /** Unpacked size of each layer, in the same order; -1 where unknown. */
  readonly layerSizes: readonly number[];
  /** Size of the whole image as it is written: all layers unpacked, or as the store keeps them compressed. */
  readonly size: number;
}

/**
 * About how large an archive of images is, and how many different ones it holds. A layer that several share is counted
 * once, because it is written once; headers, and the rounding to blocks, are left out. Where the size of a layer is not
 * known those without share evenly what the known ones leave.
 */
export function archiveSize(images: readonly ArchivedImage[]): { readonly images: number; readonly bytes: number } {
  const distinct = new Map(images.map((image) => [image.id, image]));
  const layers = new Map<string, number>();
  for (const image of distinct.values()) {
    const sizes = writtenSizes(image);
    for (const [index, layer] of image.layers.entries()) if (!layers.has(layer)) layers.set(layer, sizes[index] ?? 0);
  }
  return { images: distinct.size, bytes: Math.round([...layers.values()].reduce((sum, size) => sum + size, 0)) };
}

function writtenSizes({ layers, layerSizes, size }: ArchivedImage): readonly number[] {
  const known = layerSizes.filter((layer) => layer >= 0);
  const sum = known.reduce((total, layer) => total + layer, 0);
  const unknown = layers.length - known.length;
  const share = unknown > 0 ? Math.max(0, size - sum) / unknown : 0;
  // A compressed image is taken to be as much smaller in each of its layers.
  const scale = unknown === 0 && sum > 0 ? size / sum : 1;
  return layers.map((_, index) => {
    const layer = layerSizes[index] ?? -1;
    return layer >= 0 ? layer * scale : share;
  });
}
