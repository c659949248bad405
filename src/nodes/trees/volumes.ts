import { compareNatural } from '../../core/natural-order';
import { isHelper } from '../../engine/files/helper-label';
import { defineTree } from '../define-tree';
import { volumeNode } from '../volume';

/** Volumes with the containers that mount them. */
export const volumesTree = defineTree({
  view: 'volumes',
  title: 'Volumes',
  icon: 'database',
  lists: ['volumes', 'containers'],
  filter: true,
  dropOnRows: true,
  welcome: 'No volumes.',
  roots: (app, filter) => {
    const users = new Map<string, string[]>();
    for (const { name, mounts, labels } of app.inventory.get('containers')?.values() ?? []) {
      if (isHelper({ labels })) continue;
      for (const { type, source } of mounts) {
        if (type === 'volume') users.set(source, [...(users.get(source) ?? []), name]);
      }
    }
    return [...(app.inventory.get('volumes')?.values() ?? [])]
      .filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase()))
      .sort((left, right) => compareNatural(left.name, right.name))
      .map((volume) => volumeNode.make({ volume, usedBy: users.get(volume.name) ?? [] }));
  },
});
