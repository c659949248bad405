import type { Build, Builds } from '../../builds/builds';
import { DisposableStore, toDisposable } from '../../core/disposable';
import { failure } from '../../core/errors';

/** A build is shown anew no more often than this, in milliseconds, and at the latest after the second, since times go on. */
const leastMilliseconds = 200;
const mostMilliseconds = 1_000;

/** Resolves when more is known of a build, not too soon and not too late. Throws `cancelled` when the signal is aborted. */
export function nextChange(builds: Builds, build: Build, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const owned = new DisposableStore();
    const end = (done: () => void): void => {
      owned.dispose();
      done();
    };
    let changed = build.state !== 'running';
    let mayEnd = false;
    owned.add(
      builds.onChange((one) => {
        if (one !== build) return;
        changed = true;
        if (mayEnd) end(resolve);
      }),
    );
    const soonest = setTimeout(() => {
      mayEnd = true;
      if (changed) end(resolve);
    }, leastMilliseconds);
    const latest = setTimeout(() => end(resolve), mostMilliseconds);
    const stop = (): void => end(() => reject(failure('cancelled', { operation: 'build page' })));
    signal.addEventListener('abort', stop);
    owned.add(
      toDisposable(() => {
        clearTimeout(soonest);
        clearTimeout(latest);
        signal.removeEventListener('abort', stop);
      }),
    );
    if (signal.aborted) stop();
  });
}
