import { t } from '../../../core/localize';
import type { PruneItem } from '../../../core/prune/items';
import type { PruneKind } from '../../../core/prune/request';
import { oneLine } from '../../../core/untrusted';

/** Columns that can be sorted by. */
export const sortKeys = ['name', 'id', 'age', 'detail', 'size', 'frees', 'reason'] as const;
export type SortKey = (typeof sortKeys)[number];

/** A column of a table; without a title it is there only to keep tables of other kinds aligned. */
export interface Column {
  readonly key: SortKey;
  readonly title: string;
  readonly className: string;
  /** What the first click sorts by. */
  readonly descendingFirst: boolean;
}

/** The words of one kind's table. */
export interface KindWords {
  readonly title: string;
  /** For screen readers. */
  readonly table: string;
  readonly tickAll: string;
}

/** The columns of a kind; `aligned` when tables of all kinds stand one above the other. */
export function columnsOf(kind: PruneKind, aligned: boolean): readonly Column[] {
  const titles = titlesOf(kind);
  const slot: SortKey = kind === 'images' ? 'size' : 'detail';
  const keys: readonly SortKey[] = ['name', 'id', 'age', slot, 'frees', 'reason'];
  return keys
    .filter((key) => aligned || titles[key] !== undefined)
    .map((key) => ({ key, title: titles[key] ?? '', className: classOf(key), descendingFirst: ['age', 'size', 'frees'].includes(key) }));
}

function classOf(key: SortKey): string {
  return key === 'size' ? 'number size' : key === 'frees' ? 'number frees' : key;
}

function titlesOf(kind: PruneKind): Partial<Record<SortKey, string>> {
  const common = { age: t('Created'), reason: t('Why') };
  switch (kind) {
    case 'containers':
      return { ...common, name: t('Container'), id: t('ID'), detail: t('Image'), frees: t('Frees') };
    case 'networks':
      return { ...common, name: t('Network'), id: t('ID'), detail: t('Driver') };
    case 'volumes':
      return { ...common, name: t('Volume'), detail: t('Driver'), frees: t('Frees') };
    case 'images':
      return { ...common, name: t('Image'), id: t('ID'), size: t('Size'), frees: t('Frees') };
    case 'buildCache':
      return { ...common, name: t('Cache record'), id: t('ID'), age: t('Last used'), detail: t('Type'), frees: t('Frees') };
  }
}

/** What stands in the column `detail`. */
export function detailOf(item: PruneItem): string {
  switch (item.kind) {
    case 'containers':
      return oneLine(item.image);
    case 'networks':
    case 'volumes':
      return oneLine(item.driver);
    case 'buildCache':
      return oneLine(item.type);
    case 'images':
      return '';
  }
}

/** What a kind is called where its table is. */
export function wordsOf(kind: PruneKind): KindWords {
  switch (kind) {
    case 'containers':
      return { title: t('Containers'), table: t('Containers that can be removed'), tickAll: t('Select all shown containers') };
    case 'networks':
      return { title: t('Networks'), table: t('Networks that can be removed'), tickAll: t('Select all shown networks') };
    case 'volumes':
      return { title: t('Volumes'), table: t('Volumes that can be removed'), tickAll: t('Select all shown volumes') };
    case 'images':
      return { title: t('Images'), table: t('Images that can be removed'), tickAll: t('Select all shown images') };
    case 'buildCache':
      return { title: t('Build cache'), table: t('Build cache that can be removed'), tickAll: t('Select all shown cache records') };
  }
}
