import { access, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { App } from '../../app';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import type { RunLine } from '../../core/run-line';
import { oneLine } from '../../core/untrusted';
import { fileFailure } from '../../files/file-failure';

/**
 * The file of `--cidfile` of a line, absolute; undefined where the line has none. Throws `invalidInput` where something stands there
 * already, as docker does: the file may tell of another container.
 */
export async function claimIdFile(app: App, { options }: RunLine): Promise<string | undefined> {
  const named = options.findLast(({ name }) => name === 'cidfile')?.value ?? '';
  if (named === '') return undefined;
  const file = path.resolve(app.workspaceFolder() ?? app.host.homeDirectory, named);
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (!isThere) return file;
  const reason = t('{0} is there already and may tell of another container: remove it, or name another file.', oneLine(file));
  throw failure('invalidInput', { field: '--cidfile', value: named, reason });
}

/** Writes the id of a container, which nothing follows, as docker writes it. Throws `fileFailed`. */
export async function writeIdFile(file: string | undefined, container: string): Promise<void> {
  if (file === undefined) return;
  try {
    await writeFile(file, container, { flag: 'wx' });
  } catch (error) {
    throw fileFailure(file, error);
  }
}
