/** Waits between attempts, which somebody may cut short. */
export class WakeablePause {
  private woken = false;
  private wake: (() => void) | undefined;

  /** Ends the wait; when nobody waits, the next one, unless an attempt begins before. */
  wakeUp(): void {
    this.woken = true;
    this.wake?.();
  }

  /** An attempt begins: who has woken before it has been served. */
  begin(): void {
    this.woken = false;
  }

  /** Waits so many milliseconds; true when something ended it early. */
  wait(milliseconds: number): Promise<boolean> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.wake = undefined;
        resolve(this.woken);
      };
      const timer = setTimeout(() => done(), this.woken ? 0 : milliseconds);
      this.wake = done;
    });
  }
}
