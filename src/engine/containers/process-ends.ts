import { setTimeout as pause } from 'node:timers/promises';
import { type Disposable, toDisposable } from '../../core/disposable';
import { backoff } from '../connection/backoff';
import type { EngineEvent } from '../system/system';
import { eventsOf } from '../system/events';
import type { EngineTransport } from '../transport/transport';

/** Somebody who waits for the end of a process. */
export interface EndWatcher {
  /** An event of containers. */
  readonly onEvent: (event: EngineEvent) => void;
  /** Events may have been missed: from now on they are told, so what was before is to be looked at. */
  readonly onGap: () => void;
}

/**
 * Tells of the ends of processes while somebody waits for one: one stream of the engine's events for all of them, as
 * there is no request that waits for the end of an exec.
 */
export class ProcessEnds {
  private readonly watchers = new Set<EndWatcher>();
  private following: AbortController | undefined;

  constructor(private readonly transport: EngineTransport) {}

  watch(watcher: EndWatcher): Disposable {
    this.watchers.add(watcher);
    if (this.following) {
      // The stream may be open already, and tells of no gap then.
      watcher.onGap();
    } else {
      this.following = new AbortController();
      void this.follow(this.following.signal);
    }
    return toDisposable(() => {
      this.watchers.delete(watcher);
      if (this.watchers.size > 0) return;
      this.following?.abort();
      this.following = undefined;
    });
  }

  private async follow(signal: AbortSignal): Promise<void> {
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      await this.followOnce(signal, () => (attempt = 0));
      // The engine refuses or has gone: its streams end by themselves then, but not on every way to it.
      for (const watcher of this.watchers) watcher.onGap();
      await pause(backoff(attempt), undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** Until the stream ends, however that comes; whoever waits for the engine is told by his own requests. */
  private async followOnce(signal: AbortSignal, onOpen: () => void): Promise<void> {
    try {
      await eventsOf(this.transport, {
        filters: { type: ['container'] },
        signal,
        onOpen: () => {
          onOpen();
          for (const watcher of this.watchers) watcher.onGap();
        },
        onEvent: (event) => {
          for (const watcher of this.watchers) watcher.onEvent(event);
        },
      });
    } catch {
      // Looked at again after a pause.
    }
  }
}
