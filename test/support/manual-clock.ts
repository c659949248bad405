import type { Clock } from '../../src/engine/transport/pulse';

interface Repeated {
  readonly milliseconds: number;
  next: number;
  readonly callback: () => void;
}

/** A clock that a test moves. */
export class ManualClock implements Clock {
  private time = 1_700_000_000_000;
  private readonly repeated = new Set<Repeated>();

  now(): number {
    return this.time;
  }

  every(milliseconds: number, callback: () => void): { dispose(): void } {
    const entry = { milliseconds, next: this.time + milliseconds, callback };
    this.repeated.add(entry);
    return { dispose: () => this.repeated.delete(entry) };
  }

  /** True when something waits for time to pass. */
  get ticking(): boolean {
    return this.repeated.size > 0;
  }

  /** Time passes, and everything that is due is called. */
  pass(milliseconds: number): void {
    const end = this.time + milliseconds;
    for (;;) {
      const due = [...this.repeated].filter(({ next }) => next <= end).sort((a, b) => a.next - b.next)[0];
      if (!due) break;
      this.time = Math.max(this.time, due.next);
      due.next += due.milliseconds;
      due.callback();
    }
    this.time = end;
  }

  /** Time passes, and nothing is called until it passes again: the computer sleeps, or the process is blocked. */
  sleep(milliseconds: number): void {
    this.time += milliseconds;
    for (const entry of this.repeated) entry.next = Math.max(entry.next, this.time);
  }
}
