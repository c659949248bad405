import { askTheRest } from '../core/ask-the-rest';
import type { FileChange } from '../core/file-changes';
import type { ChangeEntry } from '../core/files/change-tree';
import { changeUri } from '../core/files/image-place';
import { t } from '../core/localize';
import { escapeMarkdown, oneLine } from '../core/untrusted';
import { defineNode, type Node, type NodeFlag, type NodeType } from './define';
import { messageNode } from './message';

/** A file or folder that differs from the image. */
export interface ContainerChange {
  readonly container: { readonly id: string; readonly name: string };
  readonly entry: ChangeEntry;
}

/** Rows for more would be of no use to anybody. */
const mostRows = 5_000;

/** What happened, in one word. */
export function changeWord(kind: FileChange['kind']): string {
  switch (kind) {
    case 'added':
      return t('added');
    case 'changed':
      return t('changed');
    case 'deleted':
      return t('deleted');
  }
}

const letters: Readonly<Record<FileChange['kind'], 'A' | 'M' | 'D'>> = { added: 'A', changed: 'M', deleted: 'D' };

/** One row of the tree below Changes; what is in a folder is known with it. */
export const containerChangeNode: NodeType<ContainerChange> = defineNode<ContainerChange>({
  kind: 'containerChange',
  id: ({ container, entry }) => `${container.id}${entry.path}`,
  view: ({ container, entry: { path, label, kind, folder, count, entries } }) => {
    const name = oneLine(label);
    const inside = entries.length > 0 ? t('{0} changes', count) : '';
    const words = [kind === undefined ? '' : changeWord(kind), inside].filter(Boolean).join(', ');
    const flags: NodeFlag[] = [...(kind === undefined ? [] : ['differs' as const]), folder ? ('folder' as const) : ('document' as const)];
    return {
      label: name,
      ...(entries.length > 0 && { description: String(count) }),
      icon: folder ? 'folder' : 'file',
      accessibleLabel: [folder ? t('Folder {0}', name) : t('File {0}', name), words].filter(Boolean).join(', '),
      flags,
      ...(entries.length > 0 && { expandable: 'collapsed' as const }),
      ...(!folder && {
        command: {
          id: 'slipway.changes.open',
          title: t('Compare with Image'),
          arguments: [{ container: container.id, path }, askTheRest],
        },
      }),
    };
  },
  tooltip: ({ entry: { path, kind, count } }) =>
    [
      `**${escapeMarkdown(path)}**`,
      '',
      kind === undefined ? t('{0} changes in this folder', count) : t('{0} since the image', changeWord(kind)),
    ].join('\n'),
  children: ({ container, entry }) => changeRows(container, entry.entries, entry.path),
  childrenOnlyWhenOpened: true,
  resource: ({ container, entry: { path, kind, folder } }) => ({
    uri: changeUri(container.id, path, kind === undefined ? '' : letters[kind]),
    folder,
  }),
});

/** The rows of one folder. */
export function changeRows(container: ContainerChange['container'], entries: readonly ChangeEntry[], folder: string): readonly Node[] {
  const rows = entries.slice(0, mostRows).map((entry) => containerChangeNode.make({ container, entry }));
  const more = entries.length - rows.length;
  if (more === 0) return rows;
  return [
    ...rows,
    messageNode.make({ id: `more/changes/${container.id}${folder}`, label: t('{0} more. Show Changed Files lists all.', more) }),
  ];
}
