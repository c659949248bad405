import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { CheckedShare, Share } from './shares';

/** Checks a share in a thread of its own, which runs the same program; see {@link shareOfThread}. */
export function inThread(program: string, share: Share): Promise<CheckedShare> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(program, { workerData: share });
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', () => reject(new Error('a thread ended before it had checked its files')));
  });
}

/** What this thread is to check, and whom to tell; `undefined` in the thread that the program began with. */
export function shareOfThread(): { readonly share: Share; readonly done: (checked: CheckedShare) => void } | undefined {
  const port = parentPort;
  return isMainThread || port === null ? undefined : { share: workerData as Share, done: (checked) => port.postMessage(checked) };
}
