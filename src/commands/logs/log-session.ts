import { setMaxListeners } from 'node:events';
import type { App } from '../../app';
import { type Disposable, DisposableStore, toDisposable } from '../../core/disposable';
import { Emitter } from '../../core/emitter';
import { failureReason } from '../../core/failure-reason';
import type { LogLine } from '../../core/logs/log-line';
import type { LogContainer, LogsPageModel } from '../../core/logs/logs-page';
import { type LogRange, readMoment } from '../../core/logs/log-range';
import { LogStore } from '../../core/logs/log-store';
import { defined } from '../../core/records';
import type { LogRequest } from './followed-log';
import { LogSource } from './log-source';
import { mergeLines } from './merge-lines';

/** After so many lines other work has its turn. */
const linesBetween = 2_048;

/** What a session reads: of a project also containers that come later. */
export type LoggedContainers = Pick<LogsPageModel, 'project' | 'containers' | 'range'>;

/** The logs of some containers as one, from its beginning on and for as long as it is wanted. */
export class LogSession implements Disposable {
  readonly store: LogStore;
  private readonly owned = new DisposableStore();
  private readonly changes = this.owned.add(new Emitter<undefined>());
  private readonly abort = new AbortController();
  private readonly request: LogRequest;
  private containers: readonly LogContainer[] = [];
  private readonly sources: LogSource[] = [];
  private readonly isLive: boolean;
  private isFollowing = false;
  /** Fires when there are more lines. */
  readonly onChange = this.changes.event;

  constructor(
    private readonly app: App,
    { project, containers, range }: LoggedContainers,
  ) {
    this.store = new LogStore({ several: project !== undefined || containers.length > 1 });
    this.owned.add(toDisposable(() => this.abort.abort()));
    this.owned.add(
      toDisposable(() => {
        for (const source of this.sources) source.dispose();
      }),
    );
    // Each container's reading hears of the end.
    setMaxListeners(0, this.abort.signal);
    this.request = requestOf(range);
    this.isLive = this.request.until === undefined;
    this.show(containers);
  }

  /** Takes in containers that came, each at its place; one that was there before at that place is followed no more. */
  show(containers: readonly LogContainer[]): void {
    containers.forEach(({ id }, place) => {
      if (this.containers[place]?.id === id) return;
      this.sources[place]?.dispose();
      const source = this.sourceOf(id, place);
      this.sources[place] = source;
      if (this.isFollowing) source.follow();
    });
    this.containers = containers;
  }

  start(): void {
    // The lines of one log come in their order.
    if (this.isLive && this.sources.length === 1) this.follow();
    else void this.readHistory();
  }

  dispose(): void {
    this.owned.dispose();
  }

  private sourceOf(id: string, place: number): LogSource {
    return new LogSource(this.app, id, this.request, {
      line: (line) => this.store.add(line, place),
      seam: (text) => this.seam(text, place),
      told: () => this.changes.fire(undefined),
    });
  }

  private follow(): void {
    if (!this.isLive || this.abort.signal.aborted) return;
    this.isFollowing = true;
    for (const source of this.sources) source.follow();
  }

  private async readHistory(): Promise<void> {
    const { signal } = this.abort;
    try {
      const engine = await this.app.connection.engine(signal);
      let count = 0;
      await mergeLines(
        this.sources.map((source) => this.history(source.history(engine, signal))),
        (line, source) => {
          this.store.add(line, source);
          count++;
          if (count % linesBetween !== 0) return undefined;
          this.changes.fire(undefined);
          return new Promise((resolve) => setImmediate(resolve));
        },
      );
    } catch (error) {
      // Following says itself what is wrong, and waits for what may come back.
      if (!this.isLive && !signal.aborted) this.seam(failureReason(error), 0);
    }
    this.changes.fire(undefined);
    this.follow();
  }

  /** One log that cannot be read keeps nobody from the others. */
  private async *history(lines: AsyncIterable<readonly LogLine[]>): AsyncGenerator<readonly LogLine[], void> {
    try {
      yield* lines;
    } catch (error) {
      if (this.abort.signal.aborted) return;
      if (!this.isLive) throw error;
    }
  }

  private seam(text: string, source: number): void {
    const { seconds, nanoseconds } = this.store.lastTime ?? { seconds: Math.floor(Date.now() / 1_000), nanoseconds: 0 };
    this.store.add({ seconds, nanoseconds, stream: 'seam', bytes: new TextEncoder().encode(text), isCut: false }, source);
  }
}

/** What an engine is asked for; texts of the range that are no times were refused before. */
export function requestOf({ since, until, tail }: LogRange): LogRequest {
  const now = Date.now();
  return { timestamps: true, ...defined({ tail, since: readMoment(since, now), until: readMoment(until, now) }) };
}
