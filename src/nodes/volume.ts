import { t } from '../core/localize';
import { formatBytes } from '../core/sizes';
import { escapeMarkdown, markdownList, oneLine } from '../core/untrusted';
import type { VolumeSummary } from '../engine/volumes/volumes';
import { defineNode } from './define';
import { volumeFileNode } from './file';
import { fileRows, uploadTo } from './file-rows';
import { volumeSize } from './volume-size';

/** A volume and the names of the containers that mount it. */
export const volumeNode = defineNode<{ readonly volume: VolumeSummary; readonly usedBy: readonly string[] }>({
  kind: 'volume',
  id: ({ volume }) => volume.name,
  view: ({ volume, usedBy }) => {
    const use = usedBy.length > 0 ? t('in use by {0}', oneLine(usedBy.join(', '))) : t('not in use');
    return {
      label: /^[0-9a-f]{64}$/.test(volume.name) ? volume.name.slice(0, 12) : oneLine(volume.name),
      description: [volume.driver === 'local' ? '' : oneLine(volume.driver), use].filter(Boolean).join(' · '),
      icon: 'database',
      ...(usedBy.length > 0 && { iconColor: 'charts.green' }),
      accessibleLabel: t('Volume {0}, {1}', oneLine(volume.name), use),
      flags: [usedBy.length > 0 ? ('inUse' as const) : ('removable' as const)],
      expandable: 'collapsed',
    };
  },
  // What is in it.
  children: ({ volume: { name } }, app, signal) =>
    fileRows(app, { place: { kind: 'volume', name }, path: '/', entry: undefined }, volumeFileNode.make, signal),
  childrenOnlyWhenOpened: true,
  childrenAreRead: true,
  drop: ({ volume: { name } }) => uploadTo({ kind: 'volume', name }, '/'),
  tooltip: async ({ volume, usedBy }, app) => {
    const size = await volumeSize(app, volume.name);
    return [
      `**${escapeMarkdown(volume.name)}**`,
      '',
      `- ${t('Driver')}: ${escapeMarkdown(volume.driver)}`,
      ...(size === undefined ? [] : [`- ${t('Size')}: ${formatBytes(size)}`]),
      `- ${t('Mount point')}: ${escapeMarkdown(volume.mountpoint)}`,
      ...(volume.created === undefined ? [] : [`- ${t('Created')}: ${new Date(volume.created).toLocaleString()}`]),
      `- ${usedBy.length > 0 ? t('Containers: {0}', markdownList(usedBy)) : t('No container uses it')}`,
    ].join('\n');
  },
});
