import { setMaxListeners } from 'node:events';
import type { Disposable } from '../../core/disposable';
import { failure, type SlipwayError } from '../../core/errors';
import { silent } from '../../core/network-reason';
import type { CountedStream } from '../streams/stream-pair';
import { Liveness } from './liveness';
import type { QuietAgent } from './modem';
import { type EngineRequest, type RequestAbort, requestAbort, type TransportOptions, unlessAborted, unreachableFailure } from './request';

/** A retired transport ends this many milliseconds after its last request. */
const retirement = 5_000;

/** The life of a transport: what runs, whether the engine still answers, and how all of it ends. */
export class TransportLife implements Disposable {
  private readonly ended = new AbortController();
  private readonly liveness: Liveness;
  private active = 0;
  private retired = false;
  private gone = false;

  /** `ping` resolves with any answer. */
  constructor(
    private readonly options: TransportOptions,
    private readonly agent: QuietAgent,
    ping: (signal: AbortSignal) => Promise<void>,
  ) {
    // One listener for each request that runs.
    setMaxListeners(0, this.ended.signal);
    this.liveness = new Liveness({
      agent,
      remote: options.remote,
      ping,
      onDead: () => this.lose(),
      onWake: () => options.onWake?.(),
      settings: options.pulse,
    });
  }

  /** Whether the engine was given up. */
  get lost(): boolean {
    return this.gone;
  }

  /** From now on an engine that goes silent is noticed while something waits for it. */
  watch(): void {
    this.liveness.enable();
    this.liveness.watch(this.active > 0);
  }

  /** An answer came. */
  heard(): void {
    this.liveness.heard();
  }

  /** Waits until a request may be sent. Throws `engineUnreachable` when the engine does not answer. */
  async assure(request: EngineRequest, signal: AbortSignal): Promise<void> {
    const changes = request.method !== 'GET' && request.method !== 'HEAD';
    const alive = await unlessAborted(this.liveness.assure(changes), signal);
    if (!alive) throw this.lostFailure(request);
  }

  /** What goes through a connection of its own counts as traffic. */
  countUntilClosed(socket: CountedStream): void {
    const stop = this.liveness.count(socket);
    socket.once('close', stop);
  }

  /** Something runs that `abort` ends with the transport. */
  begin(abort: () => void): void {
    this.active += 1;
    this.liveness.watch(true);
    this.ended.signal.addEventListener('abort', abort, { once: true });
  }

  /** What was begun with the same `abort` is over. */
  end(abort: () => void): void {
    this.active -= 1;
    if (this.active === 0) this.liveness.watch(false);
    this.ended.signal.removeEventListener('abort', abort);
    this.endWhenUnused();
  }

  /** Begins a request; it is over with `release`. */
  abortFor(request: EngineRequest): RequestAbort {
    const abort = requestAbort(request, () => this.end(abort.abort));
    this.begin(abort.abort);
    return abort;
  }

  /** Throws when a request cannot be sent any more: `cancelled`, `engineUnreachable` or `connectionLost`. */
  refuseWhenEnded(request: EngineRequest): void {
    const { operation } = request.context;
    if (request.signal?.aborted) throw failure('cancelled', { operation });
    if (this.gone) throw this.lostFailure(request);
    if (this.ended.signal.aborted) throw failure('connectionLost', { operation });
  }

  /** That the engine was given up. */
  lostFailure(request: EngineRequest, cause?: unknown): SlipwayError {
    return unreachableFailure(this.options.address, silent, cause ?? request.context.operation);
  }

  /** That a request got no answer in time. */
  timeoutFailure(request: EngineRequest): SlipwayError {
    return unreachableFailure(this.options.address, 'ETIMEDOUT', request.context.operation);
  }

  /** Ends once nothing uses it any more: what runs is not disturbed. */
  retire(): void {
    this.retired = true;
    this.endWhenUnused();
  }

  dispose(): void {
    if (this.ended.signal.aborted) return;
    this.liveness.dispose();
    this.ended.abort();
    this.agent.destroy();
    this.options.onEnd?.();
  }

  private endWhenUnused(): void {
    if (!this.retired || this.active > 0) return;
    setTimeout(() => {
      if (this.active === 0) this.dispose();
    }, retirement).unref();
  }

  /** Everything that waits for the engine fails now, and nothing more is sent to it. */
  private lose(): void {
    this.gone = true;
    this.dispose();
    this.options.onDead?.();
  }
}
