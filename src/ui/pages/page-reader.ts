import { type Disposable, DisposableStore } from '../../core/disposable';
import type { EngineConnection } from '../../engine/connection/connection';
import type { EngineEvent } from '../../engine/system/system';
import type { PagePanel } from './panel';

/** Events come in bursts: what is stale is read when none has come for so long, in milliseconds; at the latest after the second. */
const quietMilliseconds = 400;
const longestWait = 4_000;

/** What a {@link PageReader} works with. */
export interface PageReaderOptions<Model> {
  readonly panel: PagePanel;
  readonly connection: EngineConnection;
  readonly read: (reason: 'stale' | 'rest', signal: AbortSignal) => Promise<Model>;
  /** Without this no event is listened to. */
  readonly isStaleBy: ((event: EngineEvent) => boolean) | undefined;
  readonly take: (model: Model) => void;
  readonly log: (error: unknown) => void;
}

/**
 * Reads behind a page that is seen, while no wish of it is fulfilled: what has become stale, and what is missing of what is
 * shown. A page that is hidden listens to nothing, and counts as stale when it is back.
 */
export class PageReader<Model> implements Disposable {
  /** False while something is missing of what is shown. */
  isFinished = true;
  private readonly owned = new DisposableStore();
  private following: DisposableStore | undefined;
  private reading: { readonly reason: 'stale' | 'rest'; readonly abort: AbortController } | undefined;
  private timer: NodeJS.Timeout | undefined;
  private staleSince: number | undefined;
  /** It was stale when a wish began. */
  private wasStale = false;
  private paused = false;
  private disposed = false;

  constructor(private readonly options: PageReaderOptions<Model>) {}

  /** Begins to listen, and to read what is missing. */
  start(): void {
    const { panel } = this.options;
    this.owned.add(
      panel.onVisible((visible) => {
        if (!visible) this.leave();
        else if (this.options.isStaleBy) this.come();
        else this.next();
      }),
    );
    if (panel.visible) this.follow();
    this.next();
  }

  /** Something has happened after which what is shown may not be true. */
  stale(): void {
    this.staleSince ??= performance.now();
    this.next();
  }

  /** Stops reading; what was being read counts as not read. */
  pause(): void {
    this.paused = true;
    this.stop();
    this.wasStale = this.staleSince !== undefined;
    this.staleSince = undefined;
  }

  /** Goes on; what is shown has been read meanwhile, or not. */
  resume(isFresh: boolean): void {
    this.paused = false;
    if (!isFresh && this.wasStale) this.staleSince ??= performance.now();
    this.next();
  }

  dispose(): void {
    this.disposed = true;
    this.stop();
    this.following?.dispose();
    this.owned.dispose();
  }

  private come(): void {
    this.follow();
    this.stale();
  }

  private leave(): void {
    this.following?.dispose();
    this.following = undefined;
    this.stop();
  }

  private follow(): void {
    const { isStaleBy, connection } = this.options;
    if (!isStaleBy || this.following) return;
    const following = new DisposableStore();
    following.add(connection.watch());
    following.add(connection.onReset(() => this.stale()));
    following.add(
      connection.onEvent((event) => {
        if (isStaleBy(event)) this.stale();
      }),
    );
    this.following = following;
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { reading } = this;
    this.reading = undefined;
    reading?.abort.abort();
    if (reading?.reason === 'stale') this.staleSince ??= performance.now();
  }

  private next(): void {
    // One reading of what is stale is finished before the next begins, however many events come.
    if (this.disposed || this.paused || !this.options.panel.visible || this.reading?.reason === 'stale') return;
    if (this.staleSince !== undefined) {
      const wait = Math.min(quietMilliseconds, Math.max(0, this.staleSince + longestWait - performance.now()));
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.read('stale'), wait);
    } else if (!this.isFinished && !this.reading) this.read('rest');
  }

  private read(reason: 'stale' | 'rest'): void {
    this.stop();
    this.staleSince = undefined;
    const abort = new AbortController();
    const reading = { reason, abort };
    this.reading = reading;
    this.options.read(reason, abort.signal).then(
      (model) => {
        if (this.reading !== reading) return;
        this.reading = undefined;
        this.options.take(model);
        this.next();
      },
      (error: unknown) => {
        if (this.reading !== reading) return;
        this.reading = undefined;
        // The page keeps what it shows; nothing of it is done without another look.
        this.isFinished = true;
        this.options.log(error);
      },
    );
  }
}
