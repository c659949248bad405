import type { Disposable } from '../../core/disposable';

/** Time, replaced in tests. */
export interface Clock {
  /** Milliseconds of the wall clock, which goes on while the computer sleeps. */
  now(): number;
  /** Calls back again and again, not while the computer sleeps. */
  every(milliseconds: number, callback: () => void): Disposable;
}

/** The clock of this computer. */
export const systemClock: Clock = {
  now: () => Date.now(),
  every(milliseconds, callback) {
    const timer = setInterval(callback, milliseconds);
    timer.unref();
    return { dispose: () => clearInterval(timer) };
  },
};

/**
 * How a {@link Pulse} goes. Patience is counted in ticks and not in seconds: a process that was stopped or blocked for a
 * minute has missed one tick, not the answer.
 */
export interface PulseRhythm {
  /** Milliseconds between two looks at the traffic; they cost nothing. */
  readonly tick: number;
  /** After so many ticks without a byte the engine is asked. */
  readonly quietTicks: number;
  /** So many ticks an answer is waited for, twice: the second time on a new connection. */
  readonly patience: number;
  /** A tick that is late by more than this many milliseconds comes after sleep. */
  readonly sleep: number;
}

/** Silence is noticed after 6 to 8 seconds and is certain after 12 more. */
export const usualRhythm: PulseRhythm = { tick: 2_000, quietTicks: 2, patience: 3, sleep: 5_000 };

/** What has gone over connections that are in use; see {@link Traffic}. */
export interface TrafficMark {
  /** True when a byte has come over one of them since, or much has left: a dead way still takes a little. */
  moved(): boolean;
}

/** What a {@link Pulse} watches. */
export interface PulseOptions {
  /** Asks the engine something small. Any answer is a sign of life; `anew` wants a connection made for it. */
  readonly ping: (signal: AbortSignal, anew: boolean) => Promise<unknown>;
  readonly mark: () => TrafficMark;
  /** Nothing came back: what runs on this engine is lost. */
  readonly onDead: () => void;
  /** The computer slept, and the engine answers: connections made before may still be dead. */
  readonly onWake?: () => void;
  readonly clock?: Clock | undefined;
  readonly rhythm?: PulseRhythm | undefined;
}

/** A check that is going on. */
interface Check {
  readonly result: Promise<boolean>;
  /** Of the attempt that is running, when none answered yet. */
  ticks: number;
  attempt: number;
  /** How many attempts there may be. */
  readonly attempts: number;
  /** True when bytes have gone over other connections since it began: they are an answer too. */
  readonly moved: () => boolean;
  /** Stops the attempt that is running. */
  stop: () => void;
  next: () => void;
  finish: (alive: boolean) => void;
}

/**
 * Notices an engine that has gone without a word: a tunnel that forwards nothing any more, a computer that slept. While
 * something waits for the engine it looks at the traffic, and asks the engine when there was none. Work that is silent for
 * hours is never disturbed while the engine answers.
 */
export class Pulse implements Disposable {
  private readonly clock: Clock;
  private readonly rhythm: PulseRhythm;
  private ticking: Disposable | undefined;
  private mark: TrafficMark;
  private quiet = 0;
  private ticked = 0;
  private check: Check | undefined;
  private wanted = false;
  private dead = false;

  constructor(private readonly options: PulseOptions) {
    this.clock = options.clock ?? systemClock;
    this.rhythm = options.rhythm ?? usualRhythm;
    this.mark = options.mark();
  }

  /** Begins to watch, if it does not. */
  start(): void {
    this.wanted = true;
    this.run();
  }

  /** Nothing waits for the engine any more. */
  stop(): void {
    this.wanted = false;
    if (!this.check) this.halt();
  }

  /** Asks the engine now, with whoever asks already; false when it is lost, which has been told by then. */
  async ask(): Promise<boolean> {
    if (this.dead) return false;
    this.run();
    return (this.check ?? this.begin(2)).result;
  }

  dispose(): void {
    this.dead = true;
    this.halt();
    this.check?.finish(false);
  }

  private run(): void {
    if (this.ticking || this.dead) return;
    this.quiet = 0;
    this.mark = this.options.mark();
    this.ticked = this.clock.now();
    this.ticking = this.clock.every(this.rhythm.tick, () => this.tick());
  }

  private halt(): void {
    this.ticking?.dispose();
    this.ticking = undefined;
  }

  private tick(): void {
    const { tick, sleep, quietTicks, patience } = this.rhythm;
    const now = this.clock.now();
    const late = now - this.ticked - tick;
    this.ticked = now;
    if (late > sleep) {
      this.awake();
      return;
    }
    const { check } = this;
    if (check) {
      check.ticks += 1;
      if (check.moved()) check.finish(true);
      else if (check.ticks >= patience) check.next();
      return;
    }
    if (this.mark.moved()) {
      this.quiet = 0;
      this.mark = this.options.mark();
      return;
    }
    this.quiet += 1;
    if (this.quiet >= quietTicks) this.begin(2);
  }

  /** After sleep one attempt must do: people sit before the screen and wait. */
  private awake(): void {
    this.check?.stop();
    const { result } = this.begin(1);
    void result.then((alive) => {
      if (alive) this.options.onWake?.();
    });
  }

  /** Begins a check; one that is going on is replaced, and ends as the new one does. */
  private begin(attempts: number): Check {
    const replaced = this.check;
    let settle: (alive: boolean) => void = () => undefined;
    const mark = this.options.mark();
    const check: Check = {
      result: new Promise((resolve) => (settle = resolve)),
      ticks: 0,
      attempt: 0,
      attempts,
      moved: () => mark.moved(),
      stop: () => undefined,
      next: () => {
        check.stop();
        if (check.attempt >= attempts) check.finish(false);
        else this.attempt(check);
      },
      finish: (alive) => {
        if (this.check === check) this.check = undefined;
        check.stop();
        this.quiet = 0;
        this.mark = this.options.mark();
        if (!this.wanted) this.halt();
        if (!alive && !this.dead) {
          this.dispose();
          this.options.onDead();
        }
        settle(alive);
        replaced?.finish(alive);
      },
    };
    this.check = check;
    this.attempt(check);
    return check;
  }

  private attempt(check: Check): void {
    check.attempt += 1;
    check.ticks = 0;
    const controller = new AbortController();
    let over = false;
    check.stop = () => {
      over = true;
      controller.abort();
    };
    // An attempt that fails at once is as good as one without an answer, but the next tick is waited for.
    this.options.ping(controller.signal, check.attempt > 1 || check.attempts === 1).then(
      () => {
        if (!over) check.finish(true);
      },
      () => {
        if (!over) check.ticks = this.rhythm.patience - 1;
      },
    );
  }
}

/** Something that counts bytes, as Node's sockets do. */
export interface TrafficCounter {
  readonly bytesRead: number;
  readonly bytesWritten: number;
}

/** Key strokes into a dead terminal are no sign of life; an archive that goes up is. */
const muchWritten = 64 << 10;

/** Remembers how much has gone over some connections. */
export function markTraffic(counters: Iterable<TrafficCounter>): TrafficMark {
  const before = [...counters].map((counter) => ({ counter, read: counter.bytesRead, written: counter.bytesWritten }));
  return {
    moved: () => before.some(({ counter, read, written }) => counter.bytesRead !== read || counter.bytesWritten - written >= muchWritten),
  };
}
