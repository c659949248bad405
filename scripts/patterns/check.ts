import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FoundPattern } from './find';
import { partsOf, type PatternPart } from './parts';

/** What recheck says of a text; `status` is `safe` where the work grows with the length of the input and no faster. */
interface Verdict {
  readonly status: 'safe' | 'vulnerable' | 'unknown';
  readonly complexity?: string;
  readonly attack?: string;
  readonly error?: string;
}

/** For one text on a busy machine; the slowest takes two seconds on an idle one. */
const patience = 120_000;

/**
 * What is wrong with regular expressions, a line each: work that grows faster than the input, or that cannot be told
 * because the pattern is made of what only a run knows. An empty list: all of them are linear.
 */
export async function patternFaults(patterns: readonly FoundPattern[]): Promise<readonly string[]> {
  const faults: string[] = [];
  const places = new Map<string, { readonly part: PatternPart; readonly patterns: FoundPattern[] }>();
  for (const pattern of patterns) {
    if (pattern.source === undefined) {
      faults.push(`${pattern.file}:${pattern.line}: a pattern made at run time; compare texts, or use core/wildcard.ts`);
      continue;
    }
    for (const part of partsOf(pattern.source, pattern.flags)) {
      const key = JSON.stringify(part);
      const known = places.get(key) ?? { part, patterns: [] };
      known.patterns.push(pattern);
      places.set(key, known);
    }
  }
  const queue = [...places.values()];
  const threads = Array.from({ length: Math.min(os.availableParallelism(), 4) }, async () => {
    const checker = new Checker();
    try {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const fault = await faultOf(next.part, checker);
        if (fault !== undefined)
          faults.push(...next.patterns.map(({ file, line, source }) => `${file}:${line}: ${fault} in /${source ?? ''}/`));
      }
    } finally {
      await checker.end();
    }
  });
  await Promise.all(threads);
  return faults.sort();
}

async function faultOf({ ways, flags }: PatternPart, checker: Checker): Promise<string | undefined> {
  let fault: string | undefined;
  for (const way of ways) {
    let failed: Verdict | undefined;
    for (const source of way) {
      const verdict = await checker.ask(source, flags);
      if (verdict.status !== 'safe') failed = verdict;
      if (failed) break;
    }
    if (failed === undefined) return undefined;
    // Of several ways that fail the last one that names an attack is nearest to the pattern as it is written.
    if (fault === undefined || failed.status === 'vulnerable')
      fault = failed.status === 'vulnerable' ? `${failed.complexity ?? ''}: ${failed.attack ?? ''}` : `not decided (${failed.error ?? ''})`;
  }
  return fault;
}

/** One thread with recheck in it. */
class Checker {
  private readonly worker = new Worker(path.join(__dirname, 'worker.mjs'));

  async ask(source: string, flags: string): Promise<Verdict> {
    return await new Promise((resolve, reject) => {
      this.worker.once('message', (verdict: Verdict) => {
        this.worker.removeListener('error', reject);
        resolve(verdict);
      });
      this.worker.once('error', reject);
      this.worker.postMessage({ source, flags, milliseconds: patience });
    });
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }
}
