import { setTimeout as sleep } from 'node:timers/promises';

/** Time as it goes by; another one in tests. */
export interface Patience {
  /** In milliseconds. */
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** Time of this computer. */
export const realPatience: Patience = { now: () => performance.now(), wait: (milliseconds) => sleep(milliseconds) };

/** What Windows answers while a virus scanner, an indexer or an editor has a file open. */
const busy: ReadonlySet<unknown> = new Set(['EPERM', 'EACCES', 'EBUSY']);
const longestMilliseconds = 8_000;
const firstPause = 20;
const longestPause = 500;

/** How long to wait before the next attempt; `undefined` for a failure that stays, and after some seconds of attempts. */
export function pauseAfter(error: unknown, attempt: number, waited: number): number | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return busy.has(code) && waited < longestMilliseconds ? Math.min(longestPause, firstPause * 2 ** attempt) : undefined;
}

/**
 * Does what fails while another program has the file open (`EPERM`, `EACCES`, `EBUSY`) again for some seconds. Throws the
 * last failure, or what `check` throws, which is called before each further attempt.
 */
export async function patiently<Result>(
  work: () => Promise<Result>,
  patience: Patience = realPatience,
  check: () => void = () => undefined,
): Promise<Result> {
  const begin = patience.now();
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const pause = pauseAfter(error, attempt, patience.now() - begin);
      if (pause === undefined) throw error;
      await patience.wait(pause);
      check();
    }
  }
}
