import type { Disposable } from '../../core/disposable';

/**
 * What is to be drawn anew, told at most once in `interval` milliseconds: VS Code draws the first change at once and then waits
 * for 200 ms without another, so changes that came faster would be put off for as long as they go on.
 */
export class DrawQueue<Row> implements Disposable {
  private undrawn: Set<Row> | 'all' | undefined;
  private timer: NodeJS.Timeout | undefined;
  private drawn = 0;

  /** `draw` gets the rows, or `all`. */
  constructor(
    readonly interval: number,
    private readonly draw: (rows: readonly Row[] | 'all') => void,
  ) {}

  /** Whether something waits to be drawn. */
  get waits(): boolean {
    return this.timer !== undefined;
  }

  add(rows: readonly Row[] | 'all'): void {
    if (rows === 'all' || this.undrawn === 'all') this.undrawn = 'all';
    else this.undrawn = new Set([...(this.undrawn ?? []), ...rows]);
    this.timer ??= setTimeout(() => this.flush(), Math.max(0, this.drawn + this.interval - Date.now()));
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.undrawn = undefined;
  }

  private flush(): void {
    const { undrawn = [] } = this;
    this.timer = undefined;
    this.undrawn = undefined;
    this.drawn = Date.now();
    this.draw(undrawn === 'all' ? 'all' : [...undrawn]);
  }
}
