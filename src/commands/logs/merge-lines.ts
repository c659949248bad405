import { compareTimes, type LogTime } from '../../core/logs/log-stamp';

/**
 * Puts the lines of several logs in the order of their times, reading no more of each than it has to. Lines of one log stay in
 * their order. `take` may be waited for.
 */
export async function mergeLines<Line extends LogTime>(
  logs: readonly AsyncIterable<readonly Line[]>[],
  take: (line: Line, log: number) => Promise<void> | undefined,
): Promise<void> {
  const heads = await Promise.all(
    logs.map(async (log, index) => next({ index, iterator: log[Symbol.asyncIterator](), lines: [] as readonly Line[], at: 0 })),
  );
  try {
    for (;;) {
      let least: Head<Line> | undefined;
      let second: Head<Line> | undefined;
      for (const head of heads) {
        if (head.at >= head.lines.length) continue;
        if (!least || isEarlier(head, least)) {
          second = least;
          least = head;
        } else if (!second || isEarlier(head, second)) second = head;
      }
      if (!least) return;
      // Many lines of one log stand together as a rule.
      do {
        const line = least.lines[least.at];
        if (!line) break;
        least.at++;
        const taken = take(line, least.index);
        if (taken) await taken;
      } while (least.at < least.lines.length && (!second || !isEarlier(second, least)));
      if (least.at >= least.lines.length) await next(least);
    }
  } finally {
    await Promise.allSettled(heads.map(async ({ iterator }) => iterator.return?.()));
  }
}

interface Head<Line> {
  readonly index: number;
  readonly iterator: AsyncIterator<readonly Line[]>;
  lines: readonly Line[];
  at: number;
}

/** At the end of a log it has no lines. */
async function next<Line>(head: Head<Line>): Promise<Head<Line>> {
  head.at = 0;
  head.lines = [];
  for (;;) {
    const result = await head.iterator.next();
    if (result.done === true) return head;
    if (result.value.length === 0) continue;
    head.lines = result.value;
    return head;
  }
}

function isEarlier<Line extends LogTime>(one: Head<Line>, other: Head<Line>): boolean {
  const [first, second] = [one.lines[one.at], other.lines[other.at]];
  return first !== undefined && second !== undefined && compareTimes(first, second) < 0;
}
