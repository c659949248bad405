import { type Disposable, DisposableStore, toDisposable } from '../../core/disposable';
import { Emitter, type Event } from '../../core/emitter';
import { addressWithoutUser } from '../../core/docker-secrets';
import { enginePlace, type EnginePlace } from '../../core/engine-place';
import { type EngineAttempt, failure, SlipwayError, type SlipwayErrorDetails } from '../../core/errors';
import { limitPhrase } from '../../core/limit-exceeded';
import { attemptWords, silent } from '../../core/network-reason';
import { abandonable } from './abandonable';
import { findEngine, type FoundEngine } from './attempts';
import { backoff } from './backoff';
import type { ConnectionOptions, ConnectionState, EngineCandidate, EngineConnection, EngineStatus } from './connection';
import { EngineChoice, isToBeUsed, missingContext } from './engine-choice';
import type { Engine } from '../engine';
import type { EngineEvent } from '../system/system';
import { EventFollower } from './event-follower';
import type { HostEnvironment } from '../contexts/host-environment';
import { EngineProbes } from './probe';
import { removeLeftFoldersOnce } from './socket-folder';
import { PathWatch } from '../contexts/socket-watch';
import { WakeablePause } from './wakeable-pause';

/** The engine in use, found as the docker command line finds it; see {@link EngineConnection}. */
export class LiveEngineConnection implements EngineConnection {
  private readonly owned = new DisposableStore();
  private readonly states = this.owned.add(new Emitter<ConnectionState>());
  private readonly events = this.owned.add(new Emitter<EngineEvent>());
  private readonly resets = this.owned.add(new Emitter<void>());
  private readonly environment: HostEnvironment;
  private readonly place: EnginePlace;
  private readonly probes: EngineProbes;
  private current: ConnectionState = { kind: 'idle' };
  private found: FoundEngine | undefined;
  private connecting: Promise<FoundEngine> | undefined;
  private listening = false;
  private watchers = 0;
  private following: AbortController | undefined;
  private readonly pausing = new WakeablePause();
  private readonly choice: EngineChoice;
  /** Of the choice of engine; replaced by every switch, so that a search that began before it is not taken. */
  private choosing = new AbortController();
  private readonly follower = new EventFollower({
    onOpen: () => {
      this.opened = true;
      this.listening = true;
      this.resets.fire();
    },
    onEvent: (event) => this.events.fire(event),
  });
  /** The event stream has been open since the last attempt. */
  private opened = false;
  private disposed = false;

  readonly onState: Event<ConnectionState> = this.states.event;
  readonly onEvent: Event<EngineEvent> = this.events.event;
  readonly onReset: Event<void> = this.resets.event;

  constructor(private readonly options: ConnectionOptions) {
    this.environment = options.environment;
    this.place = enginePlace(this.environment);
    this.choice = new EngineChoice(this.environment, options.chosen);
    this.probes = this.owned.add(
      new EngineProbes({ host: this.environment, place: this.place, onLate: () => this.states.fire(this.current) }),
    );
  }

  get state(): ConnectionState {
    return this.current;
  }

  watch(): Disposable {
    this.watchers += 1;
    if (this.watchers === 1) this.begin();
    return toDisposable(() => {
      this.watchers -= 1;
      if (this.watchers === 0) this.end();
    });
  }

  async engine(signal?: AbortSignal): Promise<Engine> {
    if (this.disposed) throw failure('cancelled', { operation: 'connect' });
    if (this.found && !this.listening) await this.verify(this.found);
    if (this.found) return this.found.engine;
    const { engine } = await abandonable(this.connect(), signal);
    return engine;
  }

  async probe(signal?: AbortSignal): Promise<readonly EngineStatus[]> {
    const stop = signal ?? new AbortController().signal;
    const candidates = await this.choice.all();
    const used = this.found?.candidate ?? (await this.choice.resolve()).candidates[0];
    return this.probes.probe(candidates, used, this.listening ? this.found : undefined, stop);
  }

  async use(id: string, signal: AbortSignal = new AbortController().signal): Promise<void> {
    const candidate = await this.candidate(id);
    const { choosing } = this;
    const found = await this.find([candidate], AbortSignal.any([signal, choosing.signal]));
    if (choosing !== this.choosing || signal.aborted) {
      found.engine.dispose();
      throw failure('cancelled', { operation: 'connect' });
    }
    this.choice.override = id;
    this.switch(found);
  }

  async candidate(name: string): Promise<EngineCandidate> {
    const { candidates, missing } = await this.choice.resolve(name);
    const [candidate] = candidates;
    if (missing || !candidate) throw failure('notFound', { what: 'context', name: missing?.name ?? addressWithoutUser(name) });
    return candidate;
  }

  retry(): void {
    this.pausing.wakeUp();
    if (!this.found && this.watchers === 0) this.connect().catch(() => undefined);
  }

  /** Looks again which engine is to be used, after the setting has changed; an earlier {@link use} no longer counts. */
  reconsider(): void {
    this.choice.override = undefined;
    void this.switchIfOther();
  }

  dispose(): void {
    this.disposed = true;
    this.choosing.abort();
    this.end();
    this.found?.engine.dispose();
    this.found = undefined;
    this.owned.dispose();
  }

  private setState(state: ConnectionState): void {
    this.current = state;
    this.states.fire(state);
  }

  private setUnreachable(tried: readonly EngineAttempt[], place?: EnginePlace): void {
    this.setState({ kind: 'unreachable', tried, ...(place && { place }), retryAt: Date.now() });
  }

  /** Lets the engine go; what runs on it is not disturbed. */
  private drop(): void {
    this.found?.engine.retire();
    this.found = undefined;
    this.listening = false;
  }

  /** Lets the engine go for another one: one that is found already, or the one that is to be used now. */
  private switch(found?: FoundEngine): void {
    this.choosing.abort();
    this.choosing = new AbortController();
    this.connecting = undefined;
    this.current = { kind: 'idle' };
    this.drop();
    if (found) this.accept(found);
    if (this.watchers === 0) return;
    this.end();
    this.begin();
  }

  /** Another context may have become the current one. */
  private async switchIfOther(): Promise<void> {
    // What cannot be read is told when an engine is looked for; the one that is in use stays.
    const resolved = await this.choice.resolve().catch((error: unknown) => this.options.log?.(String(error)));
    const { found } = this;
    if (!found) {
      this.pausing.wakeUp();
      return;
    }
    if (!resolved) return;
    if (!isToBeUsed(found.candidate, resolved)) this.switch();
  }

  /** One search at a time; those who ask meanwhile share it. */
  private connect(): Promise<FoundEngine> {
    if (this.connecting) return this.connecting;
    const search = this.search(this.choosing.signal).finally(() => {
      if (this.connecting === search) this.connecting = undefined;
    });
    this.connecting = search;
    return search;
  }

  private async search(signal: AbortSignal): Promise<FoundEngine> {
    removeLeftFoldersOnce(this.environment, (error) => this.options.log?.(String(error)));
    try {
      const { candidates, missing } = await this.choice.resolveToSearch();
      // While nothing answers, the attempts in between are nothing that a person wants to see.
      if (!signal.aborted && this.current.kind !== 'unreachable') this.setState({ kind: 'connecting', candidate: candidates[0] });
      if (missing) throw failure('engineUnreachable', { tried: [missingContext(missing)] });
      const found = await this.find(candidates, signal);
      if (signal.aborted) found.engine.dispose();
      else return this.accept(found);
    } catch (error) {
      if (!signal.aborted) {
        this.noteFailure(error);
        throw error;
      }
    }
    if (this.disposed) throw failure('cancelled', { operation: 'connect' });
    return this.connect();
  }

  private async find(candidates: readonly EngineCandidate[], signal: AbortSignal): Promise<FoundEngine> {
    const found: FoundEngine = await findEngine(candidates, signal, {
      host: this.environment,
      pulse: this.options.pulse,
      place: this.place,
      onDead: () => this.onDead(found),
      onWake: () => this.onWake(found),
    });
    return found;
  }

  private accept(found: FoundEngine): FoundEngine {
    this.found = found;
    const { candidate, engine } = found;
    const { kind, version, apiVersion } = engine.information;
    this.options.log?.(`Connected to ${candidate.address}: ${kind} ${version}, API ${apiVersion}`);
    this.setState({ kind: 'connected', candidate, information: engine.information });
    return found;
  }

  private noteFailure(error: unknown): void {
    const tried = SlipwayError.details(error, 'engineUnreachable')?.tried;
    if (tried) this.setUnreachable(tried, this.place);
  }

  /** Without the event stream nobody has noticed whether the engine is still there, and still the one that its context names. */
  private async verify(found: FoundEngine): Promise<void> {
    await this.switchIfOther();
    if (this.found !== found) return;
    await found.engine.system.ping().catch(() => {
      if (this.found === found) this.drop();
    });
  }

  private begin(): void {
    const following = new AbortController();
    this.following = following;
    const watch = new PathWatch(() => void this.switchIfOther(), this.environment);
    void this.follow(following.signal, watch).finally(() => watch.dispose());
  }

  private end(): void {
    this.following?.abort();
    this.following = undefined;
    this.listening = false;
    this.pausing.wakeUp();
  }

  /** Connects, follows the events, and does so again for ever. */
  private async follow(signal: AbortSignal, watch: PathWatch): Promise<void> {
    let attempt = 0;
    while (!signal.aborted) {
      watch.set(await this.choice.paths());
      this.pausing.begin();
      let failed: SlipwayErrorDetails['limitExceeded'] | undefined;
      try {
        const found = this.found ?? (await this.connect());
        if (isAborted(signal)) return;
        this.opened = false;
        const renewed = await this.follower.follow(found.engine, signal);
        if (renewed && this.found === found) continue;
      } catch (error) {
        this.options.log?.(error instanceof Error ? error.message : String(error));
        failed = SlipwayError.details(error, 'limitExceeded');
      }
      if (isAborted(signal)) return;
      this.lose(failed);
      // An engine whose events cannot be read is not asked for them again and again.
      if (this.opened && !failed) attempt = 0;
      this.opened = false;
      const milliseconds = backoff(attempt);
      if (this.current.kind === 'unreachable') this.current = { ...this.current, retryAt: Date.now() + milliseconds };
      const early = await this.pausing.wait(milliseconds);
      attempt = early ? 0 : attempt + 1;
    }
  }

  /** The engine answers no more. While its events are followed that fails too, and all goes its usual way. */
  private onDead(found: FoundEngine): void {
    const { address, source } = found.candidate;
    this.options.log?.(`${address} does not answer any more`);
    if (this.found !== found || this.following) return;
    this.drop();
    this.setUnreachable([{ address, source, reason: attemptWords(silent) }]);
  }

  /** After sleep the event stream of another computer may be dead, though the engine answers. */
  private onWake(found: FoundEngine): void {
    if (this.found === found && !/^(?:unix|npipe):/.test(found.candidate.address)) this.follower.renew();
  }

  /** Says that the engine has gone, if there was one, or that what it tells is too much. */
  private lose(excess?: SlipwayErrorDetails['limitExceeded']): void {
    if (!this.found) return;
    const { candidate } = this.found;
    this.drop();
    const { address, source } = candidate;
    if (excess) this.setUnreachable([{ address, source, reason: limitPhrase(excess) }]);
    else this.setState({ kind: 'connecting', candidate });
  }
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
