const smallest = 1_024;
/** A buffer that grew beyond this is let go of when it is emptied. */
const kept = 65_536;

/**
 * Bytes that come in pieces, put together in one buffer. Pieces are copied: a list of a million pieces of one byte, each of
 * which keeps the block alive that it was read into, takes hundreds of times their length.
 */
export class GrowingBytes {
  private buffer = new Uint8Array(smallest);
  private used = 0;

  get length(): number {
    return this.used;
  }

  push(piece: Uint8Array): void {
    const length = this.used + piece.length;
    if (length > this.buffer.length) {
      const larger = new Uint8Array(Math.max(length, this.buffer.length * 2));
      larger.set(this.buffer.subarray(0, this.used));
      this.buffer = larger;
    }
    this.buffer.set(piece, this.used);
    this.used = length;
  }

  /** All that is there, or its last `most` bytes; valid until the next {@link push} or {@link clear}. */
  view(most: number = this.used): Uint8Array {
    return this.buffer.subarray(Math.max(0, this.used - most), this.used);
  }

  /** Forgets the beginning, so that at least the last `most` bytes stay; what is above may be twice as much. */
  keepLast(most: number): void {
    if (this.used <= 2 * most) return;
    this.buffer.copyWithin(0, this.used - most, this.used);
    this.used = most;
  }

  clear(): void {
    this.used = 0;
    if (this.buffer.length > kept) this.buffer = new Uint8Array(smallest);
  }
}
