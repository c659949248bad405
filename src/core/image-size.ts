import { t } from './localize';
import { formatBytes } from './sizes';

/**
 * Why the size of an image is not what docker shows elsewhere. Slipway shows one size of an image everywhere: the one of
 * the engine's list, as `docker images` does. With the containerd store that is what it takes on the disk, unpacked files
 * and compressed blobs, while inspecting counts the blobs alone, and so does an archive (measured on Docker 28.5).
 * `unpacked`: bytes of its layers as files, where they are known. Undefined where docker shows the same everywhere.
 */
export function sizeNote(containerdStore: boolean, size: number, unpacked?: number): string | undefined {
  if (!containerdStore) return undefined;
  const elsewhere = t('“docker image inspect” and saved archives count only the compressed layers.');
  const parts =
    unpacked !== undefined && unpacked > 0 && unpacked < size
      ? t(
          '{0} of unpacked files and {1} of compressed layers, both of which the containerd image store keeps.',
          formatBytes(unpacked),
          formatBytes(size - unpacked),
        )
      : t('The containerd image store keeps both unpacked files and compressed layers, and this is their sum.');
  return `${parts} ${elsewhere}`;
}
