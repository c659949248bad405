import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { nameAmong } from '../core/name-key';

/** The names in a folder; throws where it cannot be read. */
export type ListFolder = (folder: string) => Promise<readonly string[]>;

/** Reads folders of this computer. */
const listHere: ListFolder = (folder) => readdir(folder);

/**
 * A path below a folder (with `/`) as the folders have it: on Windows and macOS one with other case leads there too, on
 * Linux, where images are built, it does not. `undefined` where nothing of that name is there. `list` gets the path of the
 * folder as it is there, empty for the first one.
 */
export async function pathOnDisk(relative: string, list: ListFolder): Promise<string | undefined> {
  let found = '';
  for (const part of relative.split('/')) {
    const name = part === '..' ? part : nameAmong(await list(found), part);
    if (name === undefined) return undefined;
    found = found === '' ? name : `${found}/${name}`;
  }
  return found;
}

/** A path below a folder as {@link pathOnDisk} finds it: builders tell case. As it is given where nothing of that name is there. */
export async function nameOnDisk(folder: string, relative: string): Promise<string> {
  return (await pathOnDisk(relative, (inner) => listHere(path.join(folder, inner))).catch(() => undefined)) ?? relative;
}

/** A file with its own name as its folder has it; as it is given where that is not known. */
export async function fileOnDisk(file: string, list: ListFolder = listHere): Promise<string> {
  const folder = path.dirname(file);
  const name = nameAmong(await list(folder).catch((): readonly string[] => []), path.basename(file));
  return name === undefined ? file : path.join(folder, name);
}
