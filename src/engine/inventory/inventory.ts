import { type Disposable, DisposableStore, toDisposable } from '../../core/disposable';
import { Emitter, type Event } from '../../core/emitter';
import { isCancelled } from '../../core/errors';
import type { EngineConnection } from '../connection/connection';
import type { ContainerSummary } from '../containers/containers';
import type { EngineEvent } from '../system/system';
import { type ObjectList, objectLists, type Objects } from './object-lists';
import { readAll, readSome, timeOfReading } from './reading';
import { staleBy } from './stale';

/** The first read after an event starts this soon, so that a burst is read once. */
const settleMilliseconds = 12;
/** While events keep coming a list is read during at most a third of the time, and at most this often. */
const spacingMilliseconds = 40;
const restShare = 2;
/**
 * Docker tells some changes of a container (unpause, health) before its own list knows them: containers read because of
 * an event are read once more after this.
 */
const confirmMilliseconds = 400;
/** Above this many changed containers the whole list is read. */
const partialLimit = 40;

interface ListState<Name extends ObjectList> {
  readonly name: Name;
  items: ReadonlyMap<string, Objects[Name]> | undefined;
  watchers: number;
  /** Ids to read again; `all` when the whole list is stale. */
  pending: Set<string> | 'all' | undefined;
  /** Ids read because of an event, to be read once more. */
  unconfirmed: Set<string>;
  confirmTimer: NodeJS.Timeout | undefined;
  reading: Promise<void> | undefined;
  timer: NodeJS.Timeout | undefined;
  lastStart: number;
  /** How long the last reading took, in milliseconds. */
  lastDuration: number;
  error: unknown;
}

/**
 * The engine's lists, kept true by its events while somebody watches them: one read per burst, container changes read
 * one by one, and everything again after a reconnection. Without watchers it holds nothing and asks nothing.
 */
export class Inventory implements Disposable {
  private readonly lists: { readonly [Name in ObjectList]: ListState<Name> };
  private readonly changed = new Emitter<ObjectList>();
  private readonly owned = new DisposableStore();
  private generation = 0;

  /** Fires after a list has been read again; the list may be equal to what it was. */
  readonly onChange: Event<ObjectList> = this.changed.event;

  constructor(
    private readonly connection: EngineConnection,
    private readonly reportFailure: (error: unknown) => void,
  ) {
    const state = <Name extends ObjectList>(name: Name): ListState<Name> => ({
      name,
      items: undefined,
      watchers: 0,
      pending: undefined,
      unconfirmed: new Set(),
      confirmTimer: undefined,
      reading: undefined,
      timer: undefined,
      lastStart: 0,
      lastDuration: 0,
      error: undefined,
    });
    this.lists = {
      images: state('images'),
      containers: state('containers'),
      volumes: state('volumes'),
      networks: state('networks'),
    };
    this.owned.add(this.changed);
    this.owned.add(connection.onEvent((event) => this.handle(event)));
    this.owned.add(connection.onReset(() => this.reset()));
    this.owned.add(
      connection.onState((next) => {
        if (next.kind === 'unreachable') this.forget();
      }),
    );
  }

  /** The list as last read; `undefined` before the first reading and while no engine answers. */
  get<Name extends ObjectList>(name: Name): ReadonlyMap<string, Objects[Name]> | undefined {
    return this.lists[name].items;
  }

  /** When an object of a list was read, in milliseconds since 1970; now for one that is not from a list. */
  readAt(object: Objects[ObjectList]): number {
    return timeOfReading(object) ?? Date.now();
  }

  /** Why the last reading of a list failed, if it did. */
  failure(name: ObjectList): unknown {
    return this.lists[name].error;
  }

  /** Keeps a list true until disposed. */
  watch(name: ObjectList): Disposable {
    const list = this.lists[name];
    list.watchers++;
    const connection = this.connection.watch();
    if (list.watchers === 1 && !list.items && this.connection.state.kind === 'connected') this.stale(name, 'all');
    return toDisposable(() => {
      list.watchers--;
      connection.dispose();
      if (list.watchers === 0) {
        this.stop(list);
        // Unwatched lists would go stale unseen.
        list.items = undefined;
      }
    });
  }

  /** Reads a list now, for a caller that needs it true at this moment; watched or not. */
  async read<Name extends ObjectList>(name: Name): Promise<ReadonlyMap<string, Objects[Name]>> {
    const engine = await this.connection.engine();
    return readAll(engine, name);
  }

  /** Reads the watched lists again. */
  refresh(): void {
    for (const name of objectLists) if (this.lists[name].watchers > 0) this.stale(name, 'all');
  }

  dispose(): void {
    for (const name of objectLists) this.stop(this.lists[name]);
    this.owned.dispose();
  }

  private reset(): void {
    this.generation++;
    this.refresh();
  }

  private forget(): void {
    this.generation++;
    for (const name of objectLists) {
      const list = this.lists[name];
      this.stop(list);
      if (!list.items) continue;
      list.items = undefined;
      this.changed.fire(name);
    }
  }

  private handle(event: EngineEvent): void {
    for (const { list, what, again } of staleBy(event)) {
      this.stale(list, what);
      if (again) this.confirm(what);
    }
  }

  private confirm(id: string): void {
    const list = this.lists.containers;
    if (list.watchers === 0) return;
    // One more than the limit makes it the whole list.
    if (list.unconfirmed.size <= partialLimit) list.unconfirmed.add(id);
    clearTimeout(list.confirmTimer);
    list.confirmTimer = setTimeout(() => {
      const ids = [...list.unconfirmed];
      list.unconfirmed.clear();
      for (const each of ids) this.stale('containers', each);
    }, confirmMilliseconds);
  }

  private stop(list: Pick<ListState<ObjectList>, 'timer' | 'confirmTimer' | 'pending' | 'unconfirmed'>): void {
    clearTimeout(list.timer);
    clearTimeout(list.confirmTimer);
    list.timer = undefined;
    list.pending = undefined;
    list.unconfirmed.clear();
  }

  private stale(name: ObjectList, what: string): void {
    const list = this.lists[name];
    if (list.watchers === 0) return;
    if (what === 'all' || list.items === undefined || list.pending === 'all') list.pending = 'all';
    else {
      list.pending ??= new Set();
      list.pending.add(what);
      if (list.pending.size > partialLimit) list.pending = 'all';
    }
    this.schedule(name);
  }

  private schedule(name: ObjectList): void {
    const list = this.lists[name];
    if (list.timer ?? list.reading) return;
    const wait = Math.max(
      settleMilliseconds,
      list.lastStart + Math.max(spacingMilliseconds, list.lastDuration * (1 + restShare)) - Date.now(),
    );
    list.timer = setTimeout(() => {
      list.timer = undefined;
      list.reading = this.readPending(name).finally(() => {
        list.reading = undefined;
        if (list.pending) this.schedule(name);
      });
    }, wait);
  }

  private async readPending(name: ObjectList): Promise<void> {
    // The lists differ in what they hold only, which nothing here looks at.
    const list = this.lists[name] as { -readonly [Key in keyof ListState<ObjectList>]: ListState<ObjectList>[Key] };
    const pending = list.pending;
    list.pending = undefined;
    if (!pending || list.watchers === 0) return;
    const generation = this.generation;
    try {
      const engine = await this.connection.engine();
      // What it took to connect says nothing of what the list costs.
      const begun = Date.now();
      list.lastStart = begun;
      const items =
        pending === 'all' || !list.items
          ? await readAll(engine, name)
          : await readSome(engine, list.items as ReadonlyMap<string, ContainerSummary>, pending);
      list.lastDuration = Date.now() - begun;
      if (generation !== this.generation) {
        list.pending = 'all';
        return;
      }
      if (this.lists[name].watchers === 0) return;
      list.items = items;
      list.error = undefined;
    } catch (error) {
      // A lost connection is the connection's to report: it resets the lists when it is back.
      list.error = error;
      if (!isCancelled(error)) this.reportFailure(error);
    }
    this.changed.fire(name);
  }
}
