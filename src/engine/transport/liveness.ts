import type { Disposable } from '../../core/disposable';
import type { QuietAgent } from './modem';
import { type Clock, markTraffic, Pulse, type PulseRhythm, systemClock, type TrafficCounter } from './pulse';

/** Clock and rhythm of a {@link Pulse}; tests bring their own. */
export interface PulseSettings {
  readonly clock?: Clock;
  readonly rhythm?: PulseRhythm;
}

/** What a {@link Liveness} needs of the transport. */
export interface LivenessOptions {
  readonly agent: QuietAgent;
  /** True when a connection goes to another computer. */
  readonly remote: boolean;
  /** Asks the engine something small; resolves with any answer. */
  readonly ping: (signal: AbortSignal) => Promise<unknown>;
  readonly onDead: () => void;
  readonly onWake: () => void;
  readonly settings?: PulseSettings | undefined;
}

/**
 * An answer proves for so many milliseconds that the way to the engine is good. Another computer's way is asked for at each
 * change after a pause: what is written into a dead tunnel is carried out when it comes back.
 */
const proofLasts = { local: 10_000, remote: 1_000 };
/** Kept connections are not used again after so many milliseconds: what lies between may have forgotten them. */
const keptFor = 30_000;

/** Knows whether the way to one engine is good, and asks when it does not; see {@link Pulse}. */
export class Liveness implements Disposable {
  private readonly clock: Clock;
  private readonly pulse: Pulse;
  private readonly counters = new Set<TrafficCounter>();
  private heardAt = 0;
  private enabled = false;

  constructor(private readonly options: LivenessOptions) {
    const { agent, settings, onDead, onWake, ping } = options;
    this.clock = settings?.clock ?? systemClock;
    this.pulse = new Pulse({
      ping: async (signal, anew) => {
        if (anew) agent.forget(0, this.clock.now());
        await ping(signal);
        this.heard();
      },
      mark: () => markTraffic([...agent.used(), ...this.counters]),
      onDead,
      onWake: () => {
        // What was connected before the sleep may be dead on the other side.
        agent.forget(0, this.clock.now());
        onWake();
      },
      clock: settings?.clock,
      rhythm: settings?.rhythm,
    });
  }

  /** From now on silence is noticed; before, while connecting, it may have its reasons. */
  enable(): void {
    this.enabled = true;
  }

  /** Something waits for the engine, or nothing does any more. */
  watch(waited: boolean): void {
    if (!this.enabled) return;
    if (waited) this.pulse.start();
    else this.pulse.stop();
  }

  /** An answer came. */
  heard(): void {
    this.heardAt = this.clock.now();
  }

  /** Counts what goes over a connection of its own, until the result is called. */
  count(counter: TrafficCounter): () => void {
    this.counters.add(counter);
    return () => void this.counters.delete(counter);
  }

  /**
   * Before a request is sent. What changes something is sent only over a connection of which the engine has just been
   * heard; false when it answers no more.
   */
  async assure(changes: boolean): Promise<boolean> {
    const { agent, remote } = this.options;
    const now = this.clock.now();
    agent.forget(keptFor, now);
    if (!changes || !this.enabled) return true;
    const lasts = remote ? proofLasts.remote : proofLasts.local;
    const age = now - this.heardAt;
    // A clock that was set back proves nothing.
    const proven = age >= 0 && age < lasts;
    const alive = proven || (await this.pulse.ask());
    agent.forget(lasts, this.clock.now());
    return alive;
  }

  dispose(): void {
    this.pulse.dispose();
  }
}
