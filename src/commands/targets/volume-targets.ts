import { oneLine } from '../../core/untrusted';
import type { VolumeSummary } from '../../engine/volumes/volumes';
import { volumeNode } from '../../nodes/volume';
import type { ListedTarget, TargetKind } from './choose-targets';

function targetOf(volume: VolumeSummary): ListedTarget<VolumeSummary> {
  return { id: volume.name, name: volume.name, listed: volume };
}

/** Volumes, which engines know by their names alone. */
export const volumes: TargetKind<VolumeSummary, 'volume', 'volumes'> = {
  one: 'volume',
  many: 'volumes',
  ofRow: (node) => (volumeNode.is(node) ? targetOf(node.data.volume) : undefined),
  choices: async (app) =>
    [...(await app.inventory.read('volumes')).values()].map((volume) => ({
      label: oneLine(volume.name),
      description: oneLine(volume.driver),
      icon: 'database',
      value: targetOf(volume),
    })),
};
