import type { Disposable } from '../../../core/disposable';

/** Answers that are kept for a while and read behind the back of whoever asks. */
export interface BackgroundOptions<Answer> {
  /** How long an answer counts as true. */
  readonly freshMilliseconds: number;
  readonly read: (key: string, signal: AbortSignal) => Promise<Answer>;
  /** Called once for each key that fails, until it has succeeded. */
  readonly failed: (key: string, error: unknown) => void;
  /** A reading that nobody waits for any more is ended after this time, unless somebody asks again. */
  readonly graceMilliseconds?: number;
  /** While it says no, nothing is read and nothing is known. */
  readonly allowed?: () => boolean;
}

interface Entry<Answer> {
  answer: Answer | undefined;
  readAt: number;
  reading: { readonly done: Promise<void>; readonly controller: AbortController } | undefined;
  abandoned: NodeJS.Timeout | undefined;
  lastUsed: number;
}

/** What somebody who asks gets at once. */
export interface Known<Answer> {
  readonly answer: Answer | undefined;
  /** Resolves when the reading that is under way has ended; `undefined` where none is. */
  readonly more: Promise<void> | undefined;
}

const usualGraceMilliseconds = 3000;
/** A key whose reading failed is not tried again before. */
const retryMilliseconds = 20_000;
const mostEntries = 200;

/** A cache that never makes anybody wait. */
export class BackgroundAnswers<Answer> implements Disposable {
  private readonly entries = new Map<string, Entry<Answer>>();
  private readonly failing = new Set<string>();
  private disposed = false;

  constructor(private readonly options: BackgroundOptions<Answer>) {}

  /** What is known; starts a reading where that is old or nothing. */
  get(key: string): Known<Answer> {
    if (this.options.allowed?.() === false) return { answer: undefined, more: undefined };
    const entry = this.entryOf(key);
    clearTimeout(entry.abandoned);
    entry.lastUsed = Date.now();
    // One that was ended brings nothing any more.
    if (entry.reading?.controller.signal.aborted) entry.reading = undefined;
    if (!entry.reading && Date.now() - entry.readAt > this.options.freshMilliseconds && !this.disposed) this.start(key, entry);
    return { answer: entry.answer, more: entry.reading?.done };
  }

  /** Nobody waits for this reading any more. */
  abandon(key: string): void {
    const entry = this.entries.get(key);
    if (!entry?.reading) return;
    clearTimeout(entry.abandoned);
    entry.abandoned = setTimeout(() => entry.reading?.controller.abort(), this.options.graceMilliseconds ?? usualGraceMilliseconds);
  }

  clear(): void {
    for (const entry of this.entries.values()) {
      clearTimeout(entry.abandoned);
      entry.reading?.controller.abort();
    }
    this.entries.clear();
  }

  dispose(): void {
    this.disposed = true;
    this.clear();
  }

  private entryOf(key: string): Entry<Answer> {
    const known = this.entries.get(key);
    if (known) return known;
    if (this.entries.size >= mostEntries) {
      const [oldest] = [...this.entries].sort(([, a], [, b]) => a.lastUsed - b.lastUsed);
      if (oldest && !oldest[1].reading) this.entries.delete(oldest[0]);
    }
    const entry: Entry<Answer> = { answer: undefined, readAt: -Infinity, reading: undefined, abandoned: undefined, lastUsed: 0 };
    this.entries.set(key, entry);
    return entry;
  }

  private start(key: string, entry: Entry<Answer>): void {
    const controller = new AbortController();
    const done = this.read(key, entry, controller.signal).finally(() => {
      if (entry.reading?.controller !== controller) return;
      entry.reading = undefined;
      clearTimeout(entry.abandoned);
    });
    entry.reading = { done, controller };
  }

  private async read(key: string, entry: Entry<Answer>, signal: AbortSignal): Promise<void> {
    try {
      const answer = await this.options.read(key, signal);
      if (signal.aborted) return;
      entry.answer = answer;
      entry.readAt = Date.now();
      this.failing.delete(key);
    } catch (error) {
      if (signal.aborted) return;
      entry.readAt = Date.now() - this.options.freshMilliseconds + retryMilliseconds;
      if (this.failing.has(key)) return;
      this.failing.add(key);
      this.options.failed(key, error);
    }
  }
}

/** Waits for something, but not longer than that; whether it ended in time. */
export async function inTime(work: Promise<unknown> | undefined, milliseconds: number): Promise<boolean> {
  if (!work) return true;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), milliseconds)));
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
