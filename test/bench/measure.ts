/** Middle of the values; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? NaN) : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

/** A line of a table: what, ours, the peer's, the ratio (that of the two, or a better one), and the bound that an issue sets. */
export function row(what: string, ours: number, peer: number | undefined, bound: string, measured?: number): string {
  const ratio = peer === undefined || peer === 0 ? '' : `${(measured ?? ours / peer).toFixed(2)}×`;
  return `${what.padEnd(58)} ${ours.toFixed(1).padStart(9)} ${(peer === undefined ? '–' : peer.toFixed(1)).padStart(9)} ${ratio.padStart(8)}  ${bound}`;
}

/** Waits so many milliseconds. */
export const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** One of two that do the same: what is measured, and what is done around it unmeasured. */
export interface Side {
  readonly before?: () => Promise<void>;
  readonly act: () => Promise<unknown>;
  readonly after?: () => Promise<void>;
}

/**
 * Both by turns, so that what the machine does meanwhile falls on both, once more than told for warming up. Medians of the
 * milliseconds, and the median of the ratios of neighbours.
 */
export async function compare(pairs: number, ours: Side, peer: Side): Promise<{ readonly ours: number; readonly peer: number; readonly ratio: number }> {
  const times: { readonly ours: number; readonly peer: number }[] = [];
  for (let index = 0; index <= pairs; index++) {
    const peerFirst = index % 2 === 0;
    const first = await milliseconds(peerFirst ? peer : ours);
    const second = await milliseconds(peerFirst ? ours : peer);
    if (index > 0) times.push(peerFirst ? { ours: second, peer: first } : { ours: first, peer: second });
  }
  return {
    ours: median(times.map((time) => time.ours)),
    peer: median(times.map((time) => time.peer)),
    ratio: median(times.map((time) => time.ours / time.peer)),
  };
}

async function milliseconds({ before, act, after }: Side): Promise<number> {
  await before?.();
  const start = performance.now();
  await act();
  const end = performance.now();
  await after?.();
  return end - start;
}
