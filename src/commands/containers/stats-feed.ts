import type { App } from '../../app';
import { DisposableStore, toDisposable } from '../../core/disposable';
import { failure, isCancelled } from '../../core/errors';
import { compareNatural } from '../../core/natural-order';
import { defined } from '../../core/records';
import { mostCharted, type StatsPageModel, type StatsRow } from '../../core/stats-page';
import type { ContainerState, ContainerSummary } from '../../engine/containers/containers';
import { forgetStats, type StatsSeries, statsSeries } from '../../engine/containers/stats-history';

/** Of so many containers something is read at once. */
const mostContainers = 100;
/** Readings of several containers that come together are shown together, in milliseconds. */
const together = 250;

/** What is known of one container. */
interface Watched {
  name: string;
  running: boolean;
  readonly series: StatsSeries;
}

/**
 * Reads what containers use while somebody looks: one stream for each that runs, and the inventory for those that come and
 * go. All of it ends with the signal of the last {@link next}; what was read is kept, within bounds, and goes on with the
 * next one.
 */
export class StatsFeed {
  private readonly watched = new Map<string, Watched>();
  private readonly streams = new Map<string, AbortController>();
  private open: DisposableStore | undefined;
  private chosen: Set<string> | undefined;
  private more = 0;
  private changed = false;
  private timer: NodeJS.Timeout | undefined;
  private wake: (() => void) | undefined;
  private refuse: (() => void) | undefined;
  /** Of the last {@link next}; the same for as long as somebody looks. */
  private signal: AbortSignal | undefined;

  constructor(
    private readonly app: App,
    /** Ids; all that run without them. */
    private readonly only: readonly string[] | undefined,
  ) {}

  /** Resolves when there is something new, and goes on reading until `signal` is aborted. Throws `cancelled`. */
  next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        this.end();
        reject(failure('cancelled', { operation: 'stats' }));
      };
      if (signal.aborted) {
        stop();
        return;
      }
      this.refuse = stop;
      // Also after this has resolved: until the next one is asked for nothing else would end it.
      if (this.signal !== signal) signal.addEventListener('abort', () => this.aborted(signal), { once: true });
      this.signal = signal;
      this.wake = resolve;
      this.begin();
      if (this.changed) this.soon();
    });
  }

  private aborted(signal: AbortSignal): void {
    if (this.signal === signal) this.refuse?.();
  }

  /** Draws the lines of a container, or not. */
  chart(id: string, shown: boolean): void {
    const chosen = new Set(this.charted());
    if (shown) chosen.add(id);
    else chosen.delete(id);
    this.chosen = chosen;
  }

  /** Takes over which containers there are, without any stream; gives whether that is another list. Throws what the engine throws. */
  async list(): Promise<boolean> {
    const { inventory } = this.app;
    return this.take(inventory.get('containers') ?? (await inventory.read('containers')));
  }

  private take(containers: ReadonlyMap<string, ContainerSummary>): boolean {
    const before = this.listed();
    const { only } = this;
    const all = [...containers.values()].filter(({ id, state }) => only?.includes(id) ?? runs(state));
    const shown = all.slice(0, mostContainers);
    this.more = all.length - shown.length;
    const ids = new Set(shown.map(({ id }) => id));
    for (const id of this.watched.keys()) {
      if (ids.has(id)) continue;
      this.watched.delete(id);
      if (!containers.has(id)) forgetStats(this.app.connection, id);
    }
    for (const { id, name, state } of shown) {
      const known = this.watched.get(id);
      const running = runs(state);
      if (known) Object.assign(known, { name, running });
      else this.watched.set(id, { name, running, series: statsSeries(this.app.connection, id) });
    }
    return this.listed() !== before;
  }

  private listed(): string {
    return JSON.stringify([this.more, [...this.watched].map(([id, { name, running }]) => [id, name, running])]);
  }

  /** What is known now. */
  model(engine: string): StatsPageModel {
    const charted = this.charted();
    const rows = this.sorted().map(([id, { name, running, series }]): StatsRow => {
      const { last, points } = series;
      const isCharted = charted.has(id);
      return {
        id,
        name,
        running,
        ...defined({ now: running ? series.now : undefined }),
        memoryLimit: last?.memoryLimit ?? 0,
        processors: last?.processors ?? 1,
        totals: {
          received: last?.networkReceived ?? 0,
          sent: last?.networkSent ?? 0,
          read: last?.blockRead ?? 0,
          written: last?.blockWritten ?? 0,
        },
        charted: isCharted,
        points: isCharted ? [...points] : [],
      };
    });
    return { engine, everything: this.only === undefined, rows, more: this.more };
  }

  private sorted(): readonly (readonly [string, Watched])[] {
    return [...this.watched].sort(([, left], [, right]) => compareNatural(left.name, right.name));
  }

  private charted(): ReadonlySet<string> {
    const wanted = this.sorted().filter(([id]) => this.chosen?.has(id) ?? true);
    return new Set(wanted.slice(0, mostCharted).map(([id]) => id));
  }

  private begin(): void {
    if (this.open) return;
    const open = new DisposableStore();
    this.open = open;
    const { inventory } = this.app;
    open.add(inventory.watch('containers'));
    open.add(
      inventory.onChange((list) => {
        if (list === 'containers') this.follow(open);
      }),
    );
    open.add(
      toDisposable(() => {
        clearTimeout(this.timer);
        this.timer = undefined;
        for (const stream of this.streams.values()) stream.abort();
        this.streams.clear();
      }),
    );
    this.follow(open);
  }

  private end(): void {
    this.open?.dispose();
    this.open = undefined;
  }

  /** Brings the streams in line with the containers that run. While no engine answers, everything stays as it was. */
  private follow(open: DisposableStore): void {
    const containers = this.app.inventory.get('containers');
    if (this.open !== open || containers === undefined) return;
    const isOther = this.take(containers);
    for (const [id, stream] of this.streams) {
      if (this.watched.get(id)?.running === true) continue;
      stream.abort();
      this.streams.delete(id);
    }
    for (const [id, { running }] of this.watched) if (running && !this.streams.has(id)) this.read(id);
    if (isOther) this.soon();
  }

  private read(id: string): void {
    const stream = new AbortController();
    this.streams.set(id, stream);
    this.readings(id, stream.signal)
      .catch((error: unknown) => {
        if (!isCancelled(error) && !stream.signal.aborted) this.app.log.error(`stats ${id}`, error);
      })
      .finally(() => {
        if (this.streams.get(id) === stream) this.streams.delete(id);
      });
  }

  private async readings(id: string, signal: AbortSignal): Promise<void> {
    const engine = await this.app.connection.engine(signal);
    for await (const stats of await engine.containers.stats(id, signal)) {
      if (signal.aborted) return;
      const watched = this.watched.get(id);
      if (!watched) return;
      watched.series.add(stats);
      this.soon();
    }
  }

  private soon(): void {
    this.changed = true;
    if (!this.open) return;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      if (!this.wake) return;
      const { wake } = this;
      this.wake = undefined;
      this.changed = false;
      wake();
    }, together);
  }
}

const runs = (state: ContainerState): boolean => state === 'running' || state === 'paused';
