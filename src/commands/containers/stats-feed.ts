import type { App } from '../../app';
import type { ContainerStats } from '../../core/container-stats';
import { DisposableStore, toDisposable } from '../../core/disposable';
import { failure, isCancelled } from '../../core/errors';
import { compareNatural } from '../../core/natural-order';
import { mostCharted, type StatsPageModel, type StatsPoint, type StatsRow } from '../../core/stats-page';
import { defined } from '../../core/records';

/** So many readings of each container are kept: three minutes. */
const mostPoints = 180;
/** Of so many containers something is read at once. */
const mostContainers = 100;
/** Readings of several containers that come together are shown together, in milliseconds. */
const together = 250;

/** What is known of one container. */
interface Series {
  name: string;
  running: boolean;
  last: ContainerStats | undefined;
  readonly points: StatsPoint[];
}

/**
 * Reads what containers use while somebody looks: one stream for each that runs, and the engine's events for those that come
 * and go. All of it ends with the signal of the last {@link next}; what was read is kept, within bounds, and goes on with the
 * next one.
 */
export class StatsFeed {
  private readonly series = new Map<string, Series>();
  private readonly streams = new Map<string, AbortController>();
  private open: DisposableStore | undefined;
  private chosen: Set<string> | undefined;
  private more = 0;
  private changed = false;
  private timer: NodeJS.Timeout | undefined;
  private wake: (() => void) | undefined;

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
      // Also after this has resolved: until the next one is asked for nothing else would end it.
      signal.addEventListener('abort', stop, { once: true });
      this.wake = resolve;
      this.begin();
      if (this.changed) this.soon();
    });
  }

  /** Draws the lines of a container, or not. */
  chart(id: string, shown: boolean): void {
    const chosen = new Set(this.charted());
    if (shown) chosen.add(id);
    else chosen.delete(id);
    this.chosen = chosen;
  }

  /** Reads once which containers there are, without any stream; gives whether that is another list. Throws what the engine throws. */
  async list(signal?: AbortSignal): Promise<boolean> {
    const before = this.listed();
    const engine = await this.app.connection.engine(signal);
    const { only } = this;
    const all = (await engine.containers.list({ all: only !== undefined })).filter(({ id }) => only?.includes(id) ?? true);
    const shown = all.slice(0, mostContainers);
    this.more = all.length - shown.length;
    const ids = new Set(shown.map(({ id }) => id));
    for (const id of this.series.keys()) if (!ids.has(id)) this.series.delete(id);
    for (const { id, name, state } of shown) {
      const known = this.series.get(id);
      const running = state === 'running' || state === 'paused';
      if (known) Object.assign(known, { name, running });
      else this.series.set(id, { name, running, last: undefined, points: [] });
    }
    return this.listed() !== before;
  }

  private listed(): string {
    return JSON.stringify([this.more, [...this.series].map(([id, { name, running }]) => [id, name, running])]);
  }

  /** What is known now. */
  model(engine: string): StatsPageModel {
    const charted = this.charted();
    const rows = this.sorted().map(([id, { name, running, last, points }]): StatsRow => {
      const isCharted = charted.has(id);
      return {
        id,
        name,
        running,
        ...defined({ now: running ? points.at(-1) : undefined }),
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

  private sorted(): readonly (readonly [string, Series])[] {
    return [...this.series].sort(([, left], [, right]) => compareNatural(left.name, right.name));
  }

  private charted(): ReadonlySet<string> {
    const wanted = this.sorted().filter(([id]) => this.chosen?.has(id) ?? true);
    return new Set(wanted.slice(0, mostCharted).map(([id]) => id));
  }

  private begin(): void {
    if (this.open) return;
    const open = new DisposableStore();
    this.open = open;
    const { connection } = this.app;
    open.add(connection.watch());
    open.add(connection.onReset(() => this.follow(open)));
    open.add(
      connection.onEvent(({ type, action }) => {
        if (type === 'container' && /^(?:start|die|destroy|rename|pause|unpause)$/.test(action)) this.follow(open);
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

  /** Brings the streams in line with the containers that run. */
  private follow(open: DisposableStore): void {
    this.list().then(
      (isOther) => {
        if (this.open !== open) return;
        for (const [id, stream] of this.streams) {
          if (this.series.get(id)?.running === true) continue;
          stream.abort();
          this.streams.delete(id);
        }
        for (const [id, { running }] of this.series) if (running && !this.streams.has(id)) this.read(id);
        if (isOther) this.soon();
      },
      // Once the engine is back, it is asked again.
      (error: unknown) => this.app.log.error('stats', error),
    );
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
      const series = this.series.get(id);
      if (!series) return;
      add(series, stats);
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

/** The first reading, and the first one after a restart, has nothing to compare with. */
function add(series: Series, stats: ContainerStats): void {
  const { last, points } = series;
  series.last = stats;
  const seconds = last === undefined ? 0 : (stats.time - last.time) / 1000;
  if (last === undefined || stats.cpu === undefined || seconds <= 0) return;
  const rate = (key: 'networkReceived' | 'networkSent' | 'blockRead' | 'blockWritten'): number =>
    Math.round(Math.max(0, stats[key] - last[key]) / seconds);
  points.push({
    time: stats.time,
    cpu: Math.round(stats.cpu * 100) / 100,
    memory: stats.memory,
    received: rate('networkReceived'),
    sent: rate('networkSent'),
    read: rate('blockRead'),
    written: rate('blockWritten'),
    pids: stats.pids,
  });
  if (points.length > mostPoints) points.splice(0, points.length - mostPoints);
}
