import type { Disposable } from '../../core/disposable';
import { type Clock, systemClock } from '../transport/pulse';

/** A stream without output for so many milliseconds after the end of its process has ended too. */
const quietTime = { local: 1_000, remote: 5_000 };
/** The time is counted in so many ticks, so that a computer that was asleep or busy takes no silence for one. */
const ticks = 4;

/** What a {@link LostEnd} asks and does. */
export interface LostEndOptions {
  /** Asks the engine whether the process has ended; fails when the engine does not answer. */
  readonly hasEnded: () => Promise<boolean>;
  /** Ends the stream. */
  readonly end: () => void;
  /** True when output comes from another computer. */
  readonly remote: boolean;
  readonly clock?: Clock | undefined;
}

/**
 * Ends a stream of output that goes on after its process has ended. Named pipes of Windows lose the end of a stream that was
 * turned over (the engine writes an empty message, which Node does not tell). Output that is still on its way is not cut: the
 * stream ends when nothing has come for a while, and the engine has then answered once more.
 */
export class LostEnd implements Disposable {
  private disposed = false;
  private reading = false;
  private asking = false;
  private suspected = false;
  private quiet = 0;
  private timer: Disposable | undefined;

  constructor(private readonly options: LostEndOptions) {}

  /** The process may have ended: the engine is asked as soon as nothing more comes. */
  suspect(): void {
    this.suspected = true;
    if (this.disposed || this.timer) return;
    this.quiet = 0;
    const { clock = systemClock, remote } = this.options;
    this.timer = clock.every((remote ? quietTime.remote : quietTime.local) / ticks, () => this.tick());
  }

  /** Somebody reads the output from now on; before, silence means nothing. */
  began(): void {
    this.reading = true;
  }

  /** Output came. */
  heard(): void {
    this.quiet = 0;
  }

  dispose(): void {
    this.disposed = true;
    this.rest();
  }

  private rest(): void {
    this.timer?.dispose();
    this.timer = undefined;
  }

  private tick(): void {
    if (!this.reading || this.asking) return;
    this.quiet += 1;
    if (this.quiet >= ticks) void this.ask();
  }

  private async ask(): Promise<void> {
    this.asking = true;
    this.suspected = false;
    // Undefined when the engine does not answer.
    const ended = await this.options.hasEnded().catch(() => undefined);
    this.asking = false;
    if (this.disposed) return;
    // Output that came meanwhile begins another silence.
    const silent = this.quiet >= ticks;
    this.quiet = 0;
    if (ended === true && silent) {
      this.dispose();
      this.options.end();
    } else if (ended === false && !this.wasSuspected()) this.rest();
  }

  /** Since the engine was asked. */
  private wasSuspected(): boolean {
    return this.suspected;
  }
}
