import { failure } from '../../core/errors';
import { GrowingBytes } from '../../core/growing-bytes';
import { exceeded } from '../../core/limit-exceeded';
import { limits } from '../../core/limits';
import { toDisposable } from '../../core/disposable';
import type { Engine } from '../engine';
import type { TerminalStream } from '../containers/containers';

/** What a program said and how it ended; `missing` where the container has no such program. */
export type ProgramEnd = { readonly code: number; readonly output: string; readonly errors: string } | 'missing';

/** The engines' exit codes for a program that is not there, or that cannot be run. */
const notRun: ReadonlySet<number | undefined> = new Set([126, 127]);

/**
 * Runs a short program in a running container as its root, without a shell, and gives what it has printed. Throws `conflict` where the
 * container does not run, `limitExceeded` for one that prints without end, and `cancelled`.
 */
export async function runProgram(engine: Engine, container: string, command: readonly string[], signal?: AbortSignal): Promise<ProgramEnd> {
  const cancelled = () => failure('cancelled', { operation: 'exec' });
  if (signal?.aborted) throw cancelled();
  const output = new GrowingBytes();
  const errors = new GrowingBytes();
  let stream: TerminalStream;
  try {
    stream = await engine.containers.execute(container, { command, tty: false, user: '0', errors: (data) => keep(errors, data) });
  } catch (error) {
    // Some engines say so before the program could begin.
    if (/executable file not found|no such file or directory|exec format error|not found in \$PATH/i.test(String(error))) return 'missing';
    throw error;
  }
  const stop = toDisposable(() => stream.dispose());
  try {
    const code = await new Promise<number | undefined>((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(cancelled()), { once: true });
      stream.onData((data) => {
        if (!keep(output, data)) reject(exceeded('list', container));
      });
      stream.onEnd(resolve);
    });
    if (stream.failure) throw stream.failure;
    if (notRun.has(code)) return 'missing';
    return { code: code ?? -1, output: textOf(output), errors: textOf(errors) };
  } finally {
    stop.dispose();
  }
}

function keep(bytes: GrowingBytes, data: Uint8Array): boolean {
  if (bytes.length + data.length > limits.list.most) return false;
  bytes.push(data);
  return true;
}

function textOf(bytes: GrowingBytes): string {
  return new TextDecoder().decode(bytes.view());
}
