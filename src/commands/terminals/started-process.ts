import { DisposableStore } from '../../core/disposable';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import type { TerminalStream } from '../../engine/containers/containers';
import { BufferedTerminal } from './buffered-terminal';

/** Exit codes with which an engine says that the program of an exec could not be started. */
const notStarted = new Set([126, 127]);
/** A program that is still there or has written something else after this time was started, in milliseconds. */
const startPatience = 400;
const refusal = /exec failed|executable file not found|no such file or directory|permission denied/i;

/**
 * A process's terminal once it is sure that the process was started. Engines accept an exec of a program that the image
 * does not have and tell so in its output: that becomes `notFound` here. Nothing of the output is lost.
 */
export async function startedProcess(
  stream: TerminalStream,
  { container, program, patience = startPatience }: { readonly container: string; readonly program: string; readonly patience?: number },
): Promise<TerminalStream> {
  const buffered = new BufferedTerminal(stream);
  const code = await earlyEnd(buffered, patience);
  const said = buffered.heldText();
  if (code === undefined || !notStarted.has(code) || (said !== '' && !refusal.test(said))) return buffered;
  buffered.dispose();
  throw failure('notFound', {
    what: 'file',
    name: program,
    detail: said === '' ? t('The image of {0} has no such program.', container) : oneLine(said.trim()),
  });
}

function earlyEnd(stream: BufferedTerminal, patience: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const owned = new DisposableStore();
    const settle = (code: number | undefined): void => {
      clearTimeout(timer);
      owned.dispose();
      resolve(code);
    };
    const timer = setTimeout(settle, patience, undefined);
    owned.add(stream.onEnd(settle));
    // A prompt or anything else that is no refusal shows that the program runs.
    owned.add(stream.onHeld(() => !refusal.test(stream.heldText()) && settle(undefined)));
  });
}
