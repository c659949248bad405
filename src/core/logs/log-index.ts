import type { LevelledLine } from './log-line';
import type { LogStore } from './log-store';

const firstLength = 1_024;
/** The time is looked at after so many lines. */
const linesBetween = 64;

/**
 * The lines of a store that a filter lets through, found in slices of time and kept up as lines come and go. A place is counted
 * from the first line that was ever let through, so that it stays when the oldest lines go.
 */
export class LogIndex {
  private numbers = new Uint32Array(firstLength);
  private head = 0;
  private tail = 0;
  private dropped = 0;
  private scanned: number;

  /** Without a filter all lines are in it, and nothing is kept. */
  constructor(
    private readonly store: LogStore,
    private readonly accepts: ((line: LevelledLine) => boolean) | undefined,
  ) {
    this.scanned = store.first;
  }

  /** Place of the first line that is there. */
  get first(): number {
    return this.accepts ? this.dropped : this.store.first;
  }

  /** One more than the place of the last. */
  get end(): number {
    return this.accepts ? this.dropped + this.tail - this.head : this.store.end;
  }

  /** Lines that were not looked at yet. */
  get left(): number {
    return this.accepts ? this.store.end - Math.max(this.scanned, this.store.first) : 0;
  }

  /** Lines from this number on are others now. */
  changed(from: number): void {
    if (!this.accepts || from >= this.scanned) return;
    this.scanned = from;
    while (this.tail > this.head && (this.numbers[this.tail - 1] ?? 0) >= from) this.tail--;
  }

  /** Looks at lines until all were seen or the time is over (of `now`, in milliseconds). */
  advance(until: number, now: () => number): void {
    const { accepts, store } = this;
    if (!accepts) return;
    while (this.head < this.tail && (this.numbers[this.head] ?? 0) < store.first) {
      this.head++;
      this.dropped++;
    }
    let count = 0;
    this.scanned = store.visit(this.scanned, (number, line) => {
      if (accepts(line)) this.push(number);
      count++;
      return count % linesBetween !== 0 || now() < until;
    });
  }

  /** The number of the line at a place. */
  at(place: number): number | undefined {
    if (place < this.first || place >= this.end) return undefined;
    return this.accepts ? this.numbers[this.head + place - this.dropped] : place;
  }

  /** The place of the first line with this number or a later one. */
  placeOf(number: number): number {
    if (!this.accepts) return Math.min(Math.max(number, this.first), this.end);
    let low = this.head;
    let high = this.tail;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.numbers[middle] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    return this.dropped + low - this.head;
  }

  private push(number: number): void {
    if (this.tail === this.numbers.length) {
      const held = this.tail - this.head;
      const grown = this.head > held ? this.numbers : new Uint32Array(this.numbers.length * 2);
      grown.set(this.numbers.subarray(this.head, this.tail));
      this.numbers = grown;
      this.head = 0;
      this.tail = held;
    }
    this.numbers[this.tail] = number;
    this.tail++;
  }
}
