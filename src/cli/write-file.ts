import { randomBytes } from 'node:crypto';
import { closeSync, fchmodSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';

/**
 * Gives the file that text: written beside it as `<file>.<random>.part` and renamed when it is whole, so that nobody
 * reads a half, nor anything that he could not read before. Its mode stays, and a symbolic link stays one. Throws what Node throws; then nothing has changed.
 */
export function replaceFile(file: string, text: string): void {
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
    renameSync(part, target);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}
