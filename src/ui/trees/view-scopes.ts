import type { App } from '../../app';
import { DisposableStore, type Disposable } from '../../core/disposable';
import type { TreeDefinition } from '../../nodes/define-tree';
import type { RowScope } from './tree-row';

/** The engines whose rows one view has: those that are shown, or for a view that is not about an engine's objects the one in use. */
export class ViewScopes {
  private readonly known = new Map<string, RowScope>();
  private one: RowScope | undefined;

  constructor(
    private readonly definition: TreeDefinition,
    private readonly app: App,
  ) {}

  /** Those of now, in their order. */
  now(): readonly RowScope[] {
    const { lists } = this.definition;
    const { shown, inUse } = this.app.engines;
    if (lists.length === 0 || shown.length < 2) {
      const [app = inUse] = lists.length === 0 ? [] : shown;
      this.one ??= { app, prefix: '', away: undefined };
      this.one.app = app;
      return [this.one];
    }
    return shown.map((app) => {
      const id = app.identity.id ?? '';
      const scope = this.known.get(id) ?? { app, prefix: `${id}|`, away: undefined };
      scope.app = app;
      this.known.set(id, scope);
      return scope;
    });
  }

  /** Where rows of an engine stand; undefined where the view shows none of it. */
  of(app: App): RowScope | undefined {
    const now = this.now();
    return this.definition.lists.length === 0 ? now[0] : now.find((scope) => scope.app.identity.id === app.identity.id);
  }

  /** Follows the lists of each until it is disposed, and calls back when rows are stale. */
  follow(stale: () => void): Disposable {
    const owned = new DisposableStore();
    const { lists, whileVisible } = this.definition;
    for (const { app } of this.now()) {
      const { inventory, connection } = app;
      for (const list of lists) owned.add(inventory.watch(list));
      owned.add(
        inventory.onChange((list) => {
          if (lists.includes(list)) stale();
        }),
      );
      owned.add(connection.onState(stale));
      const going = whileVisible?.(app);
      if (going) owned.add(going);
    }
    return owned;
  }
}
