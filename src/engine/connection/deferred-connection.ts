import { Deferred } from '../../core/deferred';
import { type Disposable, DisposableStore, toDisposable } from '../../core/disposable';
import { Emitter, type Event } from '../../core/emitter';
import { t } from '../../core/localize';
import type { Engine } from '../engine';
import type { EngineEvent } from '../system/system';
import { abandonable } from './abandonable';
import type { ConnectionState, EngineCandidate, EngineConnection, EngineStatus } from './connection';

/** A connection whose choice of engine hangs on a setting. */
export interface ConfiguredConnection extends EngineConnection {
  /** Looks again which engine is to be used, after the setting has changed. */
  reconsider(): void;
}

/** Somebody who began to watch before there was anything to be watched. */
interface Watcher {
  going?: Disposable;
}

/**
 * Stands for a connection whose code is loaded when somebody first watches or asks. Until then it is idle. When the code
 * cannot be loaded the engine is unreachable, and it is tried again when somebody asks.
 */
export class DeferredEngineConnection implements ConfiguredConnection {
  private readonly owned = new DisposableStore();
  private readonly states = this.owned.add(new Emitter<ConnectionState>());
  private readonly events = this.owned.add(new Emitter<EngineEvent>());
  private readonly resets = this.owned.add(new Emitter<void>());
  private readonly watchers = new Set<Watcher>();
  private readonly live: Deferred<ConfiguredConnection>;
  /** While there is no connection. */
  private instead: ConnectionState = { kind: 'idle' };

  readonly onState: Event<ConnectionState> = this.states.event;
  readonly onEvent: Event<EngineEvent> = this.events.event;
  readonly onReset: Event<void> = this.resets.event;

  /** `load` makes the connection; `report` is told why it could not be made. */
  constructor(load: () => Promise<ConfiguredConnection>, report: (error: unknown) => void) {
    this.live = this.owned.add(
      new Deferred({
        name: 'connect',
        make: load,
        onMade: (live) => this.take(live),
        onFailed: (error) => {
          report(error);
          this.fail(error);
        },
      }),
    );
  }

  get state(): ConnectionState {
    return this.live.made?.state ?? this.instead;
  }

  watch(): Disposable {
    if (this.live.made) return this.live.made.watch();
    const watcher: Watcher = {};
    this.watchers.add(watcher);
    // A failure has been told by the state.
    this.live.want().catch(() => undefined);
    return toDisposable(() => {
      this.watchers.delete(watcher);
      watcher.going?.dispose();
    });
  }

  async engine(signal?: AbortSignal): Promise<Engine> {
    return (await this.wanted(signal)).engine(signal);
  }

  async probe(signal?: AbortSignal): Promise<readonly EngineStatus[]> {
    return (await this.wanted(signal)).probe(signal);
  }

  async use(id: string, signal?: AbortSignal): Promise<void> {
    await (await this.wanted(signal)).use(id, signal);
  }

  async candidate(name: string): Promise<EngineCandidate> {
    return (await this.wanted(undefined)).candidate(name);
  }

  retry(): void {
    this.live.want().then(
      (live) => live.retry(),
      () => undefined,
    );
  }

  /** What was never loaded reads the setting when it is. */
  reconsider(): void {
    this.live.made?.reconsider();
  }

  dispose(): void {
    this.watchers.clear();
    this.instead = { kind: 'idle' };
    this.owned.dispose();
  }

  private wanted(signal: AbortSignal | undefined): Promise<ConfiguredConnection> {
    return abandonable(this.live.want(), signal);
  }

  private take(live: ConfiguredConnection): void {
    live.onState((state) => this.states.fire(state));
    live.onEvent((event) => this.events.fire(event));
    live.onReset(() => this.resets.fire());
    for (const watcher of this.watchers) watcher.going = live.watch();
    this.watchers.clear();
  }

  private fail(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.instead = { kind: 'unreachable', tried: [{ address: 'Slipway', source: t('its own files'), reason }], retryAt: Date.now() };
    this.states.fire(this.instead);
  }
}
