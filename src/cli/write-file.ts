import { randomBytes } from 'node:crypto';
import { closeSync, fchmodSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { pauseAfter } from '../core/patience';

/**
 * Gives the file that text: written beside it as `<file>.<random>.part` and renamed when it is whole, so that nobody
 * reads a half, nor anything that he could not read before. Its mode stays, and a symbolic link stays one. A file that
 * another program has open is waited for. Throws what Node throws; then nothing has changed.
 */
export function replaceFile(
  file: string,
  text: string,
  move: (from: string, to: string) => void = renameSync,
  patience: BlockingPatience = realPatience,
): void {
  const target = realpathSync(file);
  const part = `${target}.${randomBytes(6).toString('hex')}.part`;
  const descriptor = openSync(part, 'wx', 0o600);
  try {
    try {
      writeFileSync(descriptor, text);
      fchmodSync(descriptor, statSync(target).mode & 0o7777);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    movePatiently(() => move(part, target), patience);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

/** Time for a program that does nothing else while it waits; in milliseconds. */
export interface BlockingPatience {
  readonly now: () => number;
  readonly wait: (milliseconds: number) => void;
}

const realPatience: BlockingPatience = {
  now: () => performance.now(),
  wait: (milliseconds) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds),
};

function movePatiently(move: () => void, { now, wait }: BlockingPatience): void {
  const begin = now();
  for (let attempt = 0; ; attempt += 1) {
    try {
      move();
      return;
    } catch (error) {
      const pause = pauseAfter(error, attempt, now() - begin);
      if (pause === undefined) throw error;
      wait(pause);
    }
  }
}
