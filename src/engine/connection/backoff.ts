const first = 250;
const factor = 1.6;
const longest = 5_000;

/** Milliseconds to wait before the given attempt (from 0): 0.25 s growing to 5 s, a fifth more or less. */
export function backoff(attempt: number, random: () => number = Math.random): number {
  return Math.round(Math.min(first * factor ** attempt, longest) * (0.8 + 0.4 * random()));
}
