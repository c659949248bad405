import type { EngineEvent } from '../system/system';
import type { ObjectList } from './object-lists';

/** The list that an event is about. */
const listOf: Readonly<Record<EngineEvent['type'], ObjectList | undefined>> = {
  image: 'images',
  container: 'containers',
  volume: 'volumes',
  network: 'networks',
  daemon: undefined,
  builder: undefined,
  plugin: undefined,
};

/** Container events that change no row. */
const quietContainerActions = new Set([
  'exec_create',
  'exec_start',
  'exec_die',
  'exec_detach',
  'attach',
  'detach',
  'resize',
  'top',
  'export',
  'archive-path',
  'extract-to-dir',
  'copy',
  'commit',
]);
/** Image events that change no row. */
const quietImageActions = new Set(['save', 'push', 'mount', 'unmount']);

/** A list that is stale: all of it, or one object by its id. */
export interface Stale {
  readonly list: ObjectList;
  /** An id, or `all`. */
  readonly what: string;
  /** The engine tells some changes before its own list knows them: it is to be read once more later. */
  readonly again?: boolean;
}

/** What an event makes stale; nothing where it changes no row. */
export function staleBy({ type, action, id, attributes }: EngineEvent): readonly Stale[] {
  const list = listOf[type];
  switch (list) {
    case undefined:
      return [];
    case 'containers':
      // An image that is made without a name has no event of its own.
      if (action === 'commit') return [{ list: 'images', what: 'all' }];
      if (quietContainerActions.has(action)) return [];
      return [action === 'prune' ? { list, what: 'all' } : { list, what: id, again: true }];
    case 'images':
      return quietImageActions.has(action) ? [] : [{ list, what: 'all' }];
    default: {
      const container = type === 'network' ? attributes['container'] : undefined;
      return [{ list, what: 'all' }, ...(container ? [{ list: 'containers', what: container } as const] : [])];
    }
  }
}
