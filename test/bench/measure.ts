/** Middle of the values; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? NaN) : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

/** A line of a table: what, ours, the peer's, the ratio, and the bound that an issue sets. */
export function row(what: string, ours: number, peer: number | undefined, bound: string): string {
  const ratio = peer === undefined || peer === 0 ? '' : `${(ours / peer).toFixed(2)}×`;
  return `${what.padEnd(58)} ${ours.toFixed(1).padStart(9)} ${(peer === undefined ? '–' : peer.toFixed(1)).padStart(9)} ${ratio.padStart(8)}  ${bound}`;
}

/** Waits so many milliseconds. */
export const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
