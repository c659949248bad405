import { failure } from '../../core/errors';

/** The result of `work`, or `cancelled` as soon as the signal says so; the work itself goes on for others. */
export async function abandonable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  if (signal.aborted) throw failure('cancelled', { operation: 'connect' });
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(failure('cancelled', { operation: 'connect' }));
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
