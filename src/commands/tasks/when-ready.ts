import type { App } from '../../app';
import { failure, SlipwayError } from '../../core/errors';
import { t } from '../../core/localize';
import { LogSplitter } from '../../core/logs/log-splitter';
import type { Engine } from '../../engine/engine';
import { whenHealthy } from '../configurations/when-healthy';
import type { StartedRun } from '../images/perform-run';
import { runOf } from '../logs/container-run';
import { regularSearch } from '../logs/regular-search';

/** What a container has to be, or to have written, to be ready. */
export type WaitFor = 'healthy' | { readonly log: string };

/** How it is waited for. */
export interface Waiting {
  readonly waitFor: WaitFor;
  /** Seconds; after them the wait has failed. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  /** Hears what the container writes meanwhile. */
  readonly print: (piece: Uint8Array) => void;
}

type Outcome = 'ready' | 'late' | 'ended' | 'unhealthy' | 'removed';

/**
 * Resolves when a container that was just started is ready. Throws `conflict`, with the reason as a sentence, when it ends, becomes
 * unhealthy, or is not ready in time; `cancelled`; and what the engine throws.
 */
export async function whenReady(app: App, { container, name }: StartedRun, waiting: Waiting): Promise<void> {
  const { waitFor, timeout } = waiting;
  const over = new AbortController();
  const signal = AbortSignal.any([waiting.signal, over.signal]);
  const engine = await app.connection.engine(signal);
  const isReady = await testOfLine(waitFor);
  const late = deadline(timeout);
  const written = followed(engine, container, { signal, print: waiting.print, isReady }).catch((error: unknown) => {
    // Not every log can be read; for health it is only shown.
    if (waitFor !== 'healthy' || signal.aborted) throw error;
    app.log.error(`log of ${name}`, error);
    return cancelled(signal);
  });
  const ways = [
    written,
    late.passed,
    ended(engine, container, signal),
    ...(waitFor === 'healthy' ? [healthy(app, container, signal)] : []),
  ];
  try {
    let outcome = await Promise.race([...ways, cancelled(waiting.signal)]);
    // A stream of Podman may end before the last lines.
    if (outcome === 'ended' && waitFor !== 'healthy' && (await hasWritten(engine, container, isReady, waiting.signal))) outcome = 'ready';
    if (outcome !== 'ready')
      throw failure('conflict', { name, usedBy: [], detail: await sentence(engine, { container, name }, outcome, timeout) });
  } finally {
    late.clear();
    over.abort();
    // What was not waited for ends by the abort.
    await Promise.allSettled(ways.filter((way) => way !== late.passed));
  }
}

function deadline(seconds: number): { readonly passed: Promise<Outcome>; readonly clear: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<Outcome>((resolve) => (timer = setTimeout(() => resolve('late'), seconds * 1_000)));
  return { passed, clear: () => clearTimeout(timer) };
}

/** Rejects when it is aborted. */
function cancelled(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = (): void => reject(failure('cancelled', { operation: 'wait' }));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

async function healthy(app: App, container: string, signal: AbortSignal): Promise<Outcome> {
  return (await whenHealthy(app, container, signal)) === 'ready' ? 'ready' : 'unhealthy';
}

async function ended(engine: Engine, container: string, signal: AbortSignal): Promise<Outcome> {
  try {
    await engine.containers.wait(container, signal);
    return 'ended';
  } catch (error) {
    if (SlipwayError.details(error, 'notFound')) return 'removed';
    throw error;
  }
}

type LineTest = (line: string) => boolean;

/** A text as it stands, or a regular expression of RE2. */
async function testOfLine(waitFor: WaitFor): Promise<LineTest> {
  if (waitFor === 'healthy') return () => false;
  const { log } = waitFor;
  const search = await regularSearch(log, true);
  return (line) => line.includes(log) || ('found' in search && search.found(line));
}

interface Following {
  readonly signal: AbortSignal;
  readonly print: (piece: Uint8Array) => void;
  readonly isReady: LineTest;
}

/** Resolves when the line is written; for ever pending where the log ends without it, as the end of the container is told by itself. */
async function followed(engine: Engine, container: string, { signal, print, isReady }: Following): Promise<Outcome> {
  const found = await readLog(engine, container, { signal, isReady, print, follow: true });
  return found ? 'ready' : cancelled(signal);
}

async function hasWritten(engine: Engine, container: string, isReady: LineTest, signal: AbortSignal): Promise<boolean> {
  try {
    return await readLog(engine, container, { signal, isReady, print: () => undefined, follow: false });
  } catch (error) {
    // With --rm it is gone.
    if (SlipwayError.details(error, 'notFound') || SlipwayError.details(error, 'conflict')) return false;
    throw error;
  }
}

async function readLog(
  engine: Engine,
  container: string,
  { signal, print, isReady, follow }: Following & { readonly follow: boolean },
): Promise<boolean> {
  const decoder = new TextDecoder();
  let found = 0;
  const take = ({ bytes }: { readonly bytes: Uint8Array }): void => void (found += isReady(decoder.decode(bytes)) ? 1 : 0);
  const lines = { stdout: new LogSplitter('stdout'), stderr: new LogSplitter('stderr') };
  for await (const { stream, data } of await engine.containers.logs(container, { follow, signal })) {
    print(data);
    lines[stream].push(data, take);
    if (found > 0) return true;
  }
  lines.stdout.flush(take);
  lines.stderr.flush(take);
  return found > 0;
}

async function sentence(engine: Engine, { container, name }: StartedRun, outcome: Outcome, timeout: number): Promise<string> {
  if (outcome === 'late') return t('{0} was not ready within {1} seconds.', name, timeout);
  try {
    const { running, exitCode } = await runOf(engine, container);
    if (running) return t('{0} is unhealthy.', name);
    if (exitCode !== undefined) return t('{0} ended with exit code {1} before it was ready.', name, exitCode);
  } catch (error) {
    // With --rm it is gone.
    if (!SlipwayError.details(error, 'notFound')) throw error;
  }
  return t('{0} ended before it was ready.', name);
}
