import { rm, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { App } from '../../app';
import { appendLines } from '../../core/build/context-listing-pattern';
import { readBounded } from '../../files/bounded-file';
import { fileFailure } from '../../files/file-failure';
import { type ContextPlace, ignoreFileFor } from './show-context-place';

/**
 * Puts lines at the end of the ignore file that counts, as an edit of the editor that can be undone, and saves it, unless
 * somebody was at work on it already. Makes the file where there is none. Throws `conflict` and `fileFailed`.
 */
export async function writeIgnoreLines(app: App, place: ContextPlace, linesFor: (text: string) => readonly string[]): Promise<void> {
  const { file, read } = await ignoreFileFor(app, place);
  if (read === undefined) await create(file);
  try {
    const now = read ?? (await app.dockerfiles.read(pathToFileURL(file).href));
    const stood = await readBounded(file, 'ignoreFile').catch(() => undefined);
    await app.dockerfiles.edit([{ file: now, edits: [appendLines(now.text, linesFor(now.text))] }]);
    if (stood?.replace(/^\ufeff/, '') === now.text) await app.dockerfiles.save([file]);
  } catch (error) {
    // Nothing has been written into it.
    if (read === undefined) await removeEmpty(file);
    throw error;
  }
}

async function create(file: string): Promise<void> {
  await writeFile(file, '', { flag: 'wx' }).catch((error: unknown) => {
    throw fileFailure(file, error);
  });
}

async function removeEmpty(file: string): Promise<void> {
  if ((await readBounded(file, 'ignoreFile').catch(() => undefined)) === '') await rm(file, { force: true });
}
