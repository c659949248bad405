import type { Engine } from '../engine';
import type { EngineEvent } from '../system/system';

/** For so many milliseconds after a reconnection events may be told again. */
const replayTime = 1_000;

/** What an {@link EventFollower} tells. */
export interface EventFollowerOptions {
  /** A stream is open: everything listed before may be stale. */
  readonly onOpen: () => void;
  readonly onEvent: (event: EngineEvent) => void;
}

/** Follows the events of one engine after another; what an interrupted stream has told is not told again by the next. */
export class EventFollower {
  private lastTime = 0;
  private lastId = '';
  private current: AbortController | undefined;

  constructor(private readonly options: EventFollowerOptions) {}

  /** Follows until the stream ends, fails or the signal says so. True when {@link renew} has ended it. */
  async follow(engine: Engine, signal: AbortSignal): Promise<boolean> {
    const { onOpen, onEvent } = this.options;
    const { id } = engine.information;
    const since = id !== '' && id === this.lastId && this.lastTime > 0 ? this.lastTime : undefined;
    let replayEnds = 0;
    this.lastId = id;
    const own = new AbortController();
    this.current = own;
    const abort = (): void => own.abort();
    signal.addEventListener('abort', abort, { once: true });
    try {
      await engine.system.streamEvents({
        signal: own.signal,
        ...(since !== undefined && { since }),
        onOpen: () => {
          if (own.signal.aborted) return;
          replayEnds = performance.now() + replayTime;
          onOpen();
        },
        onEvent: (event) => {
          if (own.signal.aborted) return;
          // Heard before the interruption. Only at the beginning: the engine's clock may be set back later.
          if (since !== undefined && event.time <= since && performance.now() < replayEnds) return;
          this.lastTime = event.time;
          onEvent(event);
        },
      });
      return own.signal.aborted && !signal.aborted;
    } finally {
      signal.removeEventListener('abort', abort);
      if (this.current === own) this.current = undefined;
    }
  }

  /** Ends the stream so that another is opened: this one may be dead. */
  renew(): void {
    this.current?.abort();
  }
}
