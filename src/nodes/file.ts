import { modeLetters } from '../core/files/file-facts';
import { lastName } from '../core/files/file-path';
import { fileUri } from '../core/files/file-place';
import { t } from '../core/localize';
import { formatBytes } from '../core/sizes';
import { escapeMarkdown, oneLine } from '../core/untrusted';
import { engineKeyOf, entryDescription, type FileNodeData, fileRows, isFolder, uploadTo } from './file-rows';
import { defineNode, type NodeDefinition, type NodeFlag, type NodeType, type NodeView } from './define';

/** The top of a container's files, and everything below it. */
export const fileNode: NodeType<FileNodeData> = defineNode<FileNodeData>({
  kind: 'file',
  ...fileNodes(),
  children: (data, app, signal) => (isFolder(data.entry) ? fileRows(app, data, fileNode.make, signal) : []),
});

/** The same for what is in a volume; the volume's own row is the top. */
export const volumeFileNode: NodeType<FileNodeData> = defineNode<FileNodeData>({
  kind: 'volumeFile',
  ...fileNodes(),
  children: (data, app, signal) => (isFolder(data.entry) ? fileRows(app, data, volumeFileNode.make, signal) : []),
});

function fileNodes(): Omit<NodeDefinition<FileNodeData>, 'kind' | 'children'> {
  return {
    id: ({ place, path }) => `${place.kind === 'container' ? place.id : place.name}${path}`,
    view,
    tooltip,
    childrenOnlyWhenOpened: true,
    childrenAreRead: true,
    drop: ({ place, path, entry }) => (isFolder(entry) ? uploadTo(place, path) : undefined),
    resource: ({ place, path, entry }, app) => ({ uri: fileUri({ engine: engineKeyOf(app), place, path }), folder: isFolder(entry) }),
  };
}

function view({ place, path, entry }: FileNodeData): NodeView {
  if (!entry) {
    return {
      label: t('Files'),
      icon: 'files',
      accessibleLabel: t('Files of {0}', oneLine(place.name)),
      flags: ['folder', 'top'],
      expandable: 'collapsed',
    };
  }
  const name = oneLine(lastName(path));
  const description = entryDescription(entry);
  const flag: NodeFlag | undefined = isFolder(entry)
    ? 'folder'
    : entry.type === 'file' || entry.leadsTo === 'file'
      ? 'document'
      : undefined;
  return {
    label: name,
    ...(description !== '' && { description }),
    icon: isFolder(entry) ? 'folder' : 'file',
    accessibleLabel: [isFolder(entry) ? t('Folder {0}', name) : t('File {0}', name), description].filter(Boolean).join(', '),
    ...(flag && { flags: [flag] }),
    ...(isFolder(entry) && { expandable: 'collapsed' as const }),
  };
}

function tooltip({ path, place, entry }: FileNodeData): string {
  const rows = [
    `**${escapeMarkdown(path)}**`,
    '',
    `- ${place.kind === 'container' ? t('Container') : t('Volume')}: ${escapeMarkdown(place.name)}`,
  ];
  if (!entry) return rows.join('\n');
  if (entry.type === 'file') rows.push(`- ${t('Size')}: ${formatBytes(entry.size)}`);
  if (entry.linkTarget !== undefined) rows.push(`- ${t('Leads to')}: ${escapeMarkdown(entry.linkTarget)}`);
  rows.push(`- ${t('Mode')}: ${escapeMarkdown(modeLetters(entry))}`);
  if (entry.owner) rows.push(`- ${t('Owner')}: ${String(entry.owner.user)}:${String(entry.owner.group)}`);
  if (entry.modified > 0) rows.push(`- ${t('Modified')}: ${new Date(entry.modified).toLocaleString()}`);
  return rows.join('\n');
}
