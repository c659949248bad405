import type { App } from '../app';
import { t } from '../core/localize';
import type { ListPart, ListPlace } from '../registry/registries';
import { defineNode, type Node } from './define';
import { messageNode } from './message';
import { followTags } from './registry-tag-facts';

interface MoreData {
  /** Id of the row whose rows go on here. */
  readonly of: string;
  readonly after: ListPlace;
  readonly rows: (app: App, signal: AbortSignal) => Promise<readonly Node[]>;
}

/** The end of a list that goes on: what follows is read when it is opened. */
export const registryMoreNode = defineNode<MoreData>({
  kind: 'registryMore',
  id: ({ of, after }) => `${of} ${after.path} ${String(after.skip)}`,
  view: () => ({
    label: t('Show More'),
    description: t('the list is not complete'),
    icon: 'ellipsis',
    accessibleLabel: t('Show more, the list is not complete'),
    expandable: 'collapsed',
  }),
  children: ({ rows }, app, signal) => rows(app, signal),
  whileOpen: followTags,
});

/** How a list is read and how its rows are made. */
export interface ListRows<Entry> {
  /** Id of the row below which they stand. */
  readonly of: string;
  readonly nameOf: (entry: Entry) => string;
  readonly row: (entry: Entry) => Node;
  readonly read: (app: App, after: ListPlace, signal: AbortSignal) => Promise<ListPart<Entry>>;
}

/** Rows of a part of a list and, where it goes on or may lack something, a row that says so. What is `shown` already is left out. */
export function rowsOfPart<Entry>(
  list: ListRows<Entry>,
  { entries, complete, next }: ListPart<Entry>,
  shown: ReadonlySet<string> = new Set(),
): readonly Node[] {
  const { of, nameOf, row, read } = list;
  const rows = entries.filter((entry) => !shown.has(nameOf(entry))).map(row);
  if (complete) return rows;
  if (!next) {
    const label = t('The registry repeats its list from here: it may not be complete.');
    return [...rows, messageNode.make({ id: `repeats/${of}`, label, icon: 'warning' })];
  }
  const all = new Set([...shown, ...entries.map(nameOf)]);
  const more = async (app: App, signal: AbortSignal): Promise<readonly Node[]> => {
    const part = await read(app, next, signal);
    const below = rowsOfPart(list, part, all);
    return below.length > 0 ? below : [messageNode.make({ id: `end/${of} ${next.path}`, label: t('There is no more.') })];
  };
  return [...rows, registryMoreNode.make({ of, after: next, rows: more })];
}
