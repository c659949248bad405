import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { App } from '../../app';
import { failure, SlipwayError } from '../../core/errors';
import { exceeded } from '../../core/limit-exceeded';
import { limits } from '../../core/limits';
import { pathToFileURL } from 'node:url';
import type { DockerfileText } from '../../ports';
import { t } from '../../core/localize';
import { askForDockerfile, isDockerfileName } from './dockerfile-to-build';

/** Folder of a build, its Dockerfile and the ignore file that counts; absolute paths. */
export interface ContextPlace {
  readonly folder: string;
  readonly dockerfile?: string;
}

const ignoreName = '.dockerignore';

/** What is meant by a Dockerfile, an ignore file or a folder. Asks where a folder has several Dockerfiles and none has the usual name. */
export async function contextPlace(
  app: App,
  file: string,
  { context, mayAsk }: { readonly context?: string; readonly mayAsk: boolean },
): Promise<ContextPlace> {
  const found = await stat(file).catch(() => undefined);
  if (!found) throw failure('notFound', { what: 'file', name: file });
  if (found.isDirectory()) return inFolder(app, file, mayAsk);
  const folder = context ?? path.dirname(file);
  if (path.basename(file) === ignoreName) return inFolder(app, path.dirname(file), mayAsk);
  if (file.endsWith(ignoreName)) return { folder, dockerfile: file.slice(0, -ignoreName.length) };
  return { folder, dockerfile: file };
}

async function inFolder(app: App, folder: string, mayAsk: boolean): Promise<ContextPlace> {
  const names = (await readdir(folder).catch((): string[] => [])).filter(isDockerfileName).sort();
  const usual = names.find((name) => /^(?:docker|container)file$/i.test(name)) ?? (names.length === 1 || !mayAsk ? names[0] : undefined);
  if (usual !== undefined) return { folder, dockerfile: path.join(folder, usual) };
  if (names.length === 0) return { folder };
  return { folder, dockerfile: path.join(folder, await askForDockerfile(app, names, t('Show Build Context'))) };
}

/** The files that decide what is sent, there or not. */
export function decidingFiles({ folder, dockerfile }: ContextPlace): readonly string[] {
  const own = dockerfile === undefined ? [] : [dockerfile, `${dockerfile}${ignoreName}`];
  return [path.join(folder, ignoreName), ...own];
}

/** The ignore file that counts: the Dockerfile's own before the folder's. What the editor has counts, saved or not. */
export async function ignoreFileFor(
  app: App,
  { folder, dockerfile }: ContextPlace,
): Promise<{ readonly file: string; readonly read: DockerfileText | undefined }> {
  const own = dockerfile === undefined ? undefined : `${dockerfile}${ignoreName}`;
  const read = own === undefined ? undefined : await textOf(app, own);
  if (own !== undefined && read !== undefined) return { file: own, read };
  const common = path.join(folder, ignoreName);
  return { file: common, read: await textOf(app, common) };
}

/** The text of an ignore file; undefined where there is none. Throws `fileFailed` and `limitExceeded`. */
async function textOf(app: App, file: string): Promise<DockerfileText | undefined> {
  try {
    const read = await app.dockerfiles.read(pathToFileURL(file).href);
    if (read.text.length > limits.ignoreFile.most) throw exceeded('ignoreFile', file);
    return read;
  } catch (error) {
    if (SlipwayError.details(error, 'notFound')) return undefined;
    throw error;
  }
}
