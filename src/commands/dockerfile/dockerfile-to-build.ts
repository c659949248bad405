import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { App } from '../../app';
import { failure, SlipwayError } from '../../core/errors';
import { t } from '../../core/localize';
import { fileOnDisk } from '../../files/on-disk';
import { back, type Choice } from '../../ports';
import { localPath } from '../archives/local-files';

/**
 * URI of the Dockerfile that was named, else of the one in the editor, or where none is there of the one that the user chooses, from
 * the workspace or the disk. What is no file yet is saved first, where the user says: only a file can be built again, marked, and have
 * an ignore file beside it. Throws `cancelled`.
 */
export async function dockerfileToBuild(app: App, named?: string): Promise<string> {
  const uri = named ?? (await openOrChosen(app));
  return uri.startsWith('untitled:') ? app.ask.saveDocument({ title: t('Save Dockerfile'), uri }) : uri;
}

async function openOrChosen(app: App): Promise<string> {
  try {
    return (await app.dockerfiles.read()).uri;
  } catch (error) {
    if (SlipwayError.details(error, 'invalidInput')?.field !== 'uri') throw error;
  }
  const title = t('Build Image');
  const found = await app.dockerfiles.find();
  const choices = found.map(choiceOf);
  const browse = { label: t('Browse…'), icon: 'folder-opened', value: '' };
  const chosen = choices.length === 0 ? '' : await app.ask.choose([...choices, browse], { title, placeholder: t('Dockerfile to build') });
  if (chosen === back) throw failure('cancelled', { operation: title });
  if (chosen !== '') return chosen;
  const [file] = await app.ask.openFiles({ title: t('Dockerfile to build'), filters: {}, many: false });
  if (file === undefined) throw failure('cancelled', { operation: title });
  return file;
}

/** By its name and folder; the whole folder tells equal ones apart. */
function choiceOf(uri: string): Choice<string> {
  const parts = decodeURIComponent(new URL(uri).pathname).split('/');
  return { label: parts.slice(-2).join('/'), description: parts.slice(0, -2).join('/'), icon: 'file', value: uri };
}

/** Whether a file is called as Dockerfiles are: `Dockerfile`, `web.Dockerfile`, `Dockerfile.dev`; no ignore file. */
export function isDockerfileName(name: string): boolean {
  return /(?:^|\.)(?:docker|container)file(?:\.|$)/i.test(name) && !/ignore$/i.test(name);
}

/** The same for the Explorer's menu, as VS Code tests names there. */
export const dockerfileInExplorer = '/^(?!.*ignore$)((.*\\.)?(docker|container)file(\\..*)?)$/i';

/**
 * Absolute path of the Dockerfile that is meant: the one that was named, one of the folder that was named, or what
 * {@link dockerfileToBuild} finds. Throws `invalidInput` for a folder without any, and `cancelled`.
 */
export async function chosenDockerfile(app: App, named: string | undefined, title: string): Promise<string> {
  const given = localPath('file', await dockerfileToBuild(app, named));
  const isFolder = await stat(given).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return fileOnDisk(given);
  const entries = await readdir(given, { withFileTypes: true });
  const names = entries.filter((entry) => !entry.isDirectory() && isDockerfileName(entry.name)).map((entry) => entry.name);
  const [only] = names;
  if (only === undefined)
    throw failure('invalidInput', { field: 'file', value: given, reason: t('There is no Dockerfile in this folder.') });
  return path.join(given, names.length === 1 ? only : await askForDockerfile(app, names.toSorted(), title));
}

/** One of several Dockerfiles of a folder, by its name. Throws `cancelled`. */
export async function askForDockerfile(app: App, names: readonly string[], title: string): Promise<string> {
  const choices = names.map((name) => ({ label: name, icon: 'file', value: name }));
  const chosen = await app.ask.choose(choices, { title, placeholder: t('Dockerfile to build') });
  if (chosen === back) throw failure('cancelled', { operation: title });
  return chosen;
}
