import type { ChoosingCall } from './elsewhere';
import type { App } from '../../app';
import { failure, isCancelled } from '../../core/errors';
import type { FileEntry } from '../../core/files/file-facts';
import { isWithin, lastName, normalPath, parentPath } from '../../core/files/file-path';
import type { FilePlace } from '../../core/files/file-place';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import type { Engine } from '../../engine/engine';
import { wantsRunning } from '../../engine/files/change-files';
import { type OpenPlace, type PlaceNeed, withPlace } from '../../engine/files/open-place';
import { containerNode } from '../../nodes/container';
import type { Node } from '../../nodes/define';
import { fileNode, volumeFileNode } from '../../nodes/file';
import { isFolder, rowId, uriOfFile } from '../../nodes/file-rows';
import { volumeNode } from '../../nodes/volume';
import { name, optional, text, texts } from '../answers/takes';
import type { CommandCall } from '../define';
import { askTarget } from './choose-targets';
import { containers, namedContainer } from './container-targets';

/** A file or folder to work on. */
export interface FileTarget {
  readonly place: FilePlace;
  readonly path: string;
  /** What a row knows of it; undefined for the top, and for what an answer names. */
  readonly entry?: FileEntry;
}

/** Whose files a program means. */
export const placeAnswers = {
  container: optional(name('Name or id of the container.')),
  volume: optional(name('Name of the volume.')),
};

/** A file or folder that a program means. */
export const fileAnswers = { ...placeAnswers, path: optional(text('Absolute path in the container, or from the top of the volume.'), '/') };

/** Several of them. */
export const filesAnswers = { ...placeAnswers, paths: texts('Absolute paths in the container, or from the top of the volume.') };

interface Given {
  readonly container?: string | undefined;
  readonly volume?: string | undefined;
  readonly path?: string | undefined;
  readonly paths?: readonly string[] | undefined;
}

/** Groups of answers of which a program gives one. */
export const onePlace = [['container'], ['volume']] as const;

/** What rows and answers mean; what the user chooses of all containers where there are none. */
export async function chooseFiles(
  app: App,
  call: Pick<CommandCall<Given>, 'nodes' | 'answers'> & ChoosingCall,
  title: string,
): Promise<readonly FileTarget[]> {
  const { container, volume, path = '/', paths = [path] } = call.answers;
  const place = await placeOf(app, container, volume);
  if (place) return paths.map((one) => ({ place, path: checkedPath(one) }));
  const targets = outermost(call.nodes.flatMap(ofRow));
  if (targets.length > 0) return targets;
  const chosen = await askTarget(app, containers, { title, placeholder: t('Choose a container') }, call.elsewhere);
  if (typeof chosen === 'symbol') throw failure('cancelled', { operation: title });
  return [{ place: { kind: 'container', id: chosen.id, name: chosen.name }, path: '/' }];
}

/** The one that is meant. */
export async function chooseFile(
  app: App,
  call: Pick<CommandCall<Given>, 'nodes' | 'answers'> & ChoosingCall,
  title: string,
): Promise<FileTarget> {
  const [target] = await chooseFiles(app, call, title);
  if (!target) throw failure('cancelled', { operation: title });
  return target;
}

async function placeOf(app: App, container: string | undefined, volume: string | undefined): Promise<FilePlace | undefined> {
  if (volume !== undefined) return { kind: 'volume', name: volume };
  if (container === undefined) return undefined;
  return { kind: 'container', ...(await namedContainer(app, container)) };
}

/** An absolute path, normal. Throws `invalidInput` for any other text, and for the top where that is not meant. */
export function checkedPath(path: string, { mayBeTop = true } = {}): string {
  const normal = normalPath(path);
  if (path.startsWith('/') && !path.includes('\u0000') && (mayBeTop || normal !== '/')) return normal;
  throw failure('invalidInput', { field: 'path', value: path, reason: t('The path must be absolute.') });
}

function ofRow(node: Node): readonly FileTarget[] {
  if (fileNode.is(node) || volumeFileNode.is(node)) {
    const { place, path, entry } = node.data;
    return [{ place, path, ...(entry && { entry }) }];
  }
  if (containerNode.is(node))
    return [{ place: { kind: 'container', id: node.data.container.id, name: node.data.container.name }, path: '/' }];
  return volumeNode.is(node) ? [{ place: { kind: 'volume', name: node.data.volume.name }, path: '/' }] : [];
}

/** Of a folder and what is in it the folder alone. */
function outermost(targets: readonly FileTarget[]): readonly FileTarget[] {
  return targets.filter(
    (one) => !targets.some((other) => other !== one && other.path !== one.path && sameplace(one, other) && isWithin(other.path, one.path)),
  );
}

function sameplace(one: FileTarget, other: FileTarget): boolean {
  return keyOf(one.place) === keyOf(other.place);
}

function keyOf(place: FilePlace): string {
  return place.kind === 'container' ? `container ${place.id}` : `volume ${place.name}`;
}

/** The folder that is meant by a row: itself, or the one around a file. */
export function folderOf({ path, entry }: FileTarget): string {
  return entry === undefined || isFolder(entry) ? path : parentPath(path);
}

/** Name of a file as people read it; that of the place for its top. */
export function shownName({ place, path }: FileTarget): string {
  return oneLine(lastName(path) || place.name);
}

/** Opens a place; where it must run and does not, the user is asked whether to start it. */
export async function inPlace<Result>(
  app: App,
  { programmatic }: { readonly programmatic: boolean },
  { place }: Pick<FileTarget, 'place'>,
  need: PlaceNeed,
  work: (engine: Engine, open: OpenPlace) => Promise<Result>,
): Promise<Result> {
  const engine = await app.connection.engine();
  const attempt = (): Promise<Result> => withPlace(engine, place, need, undefined, (open) => work(engine, open));
  try {
    return await attempt();
  } catch (error) {
    if (!wantsRunning(error) || programmatic || place.kind !== 'container' || isCancelled(error)) throw error;
    const why = t(
      'Engines cannot rename or remove files themselves: a program of the container does it, and {0} does not run.',
      oneLine(place.name),
    );
    await app.ask.confirm(t('Start {0}?', oneLine(place.name)), t('Start Container'), why);
    await engine.containers.start(place.id);
    return attempt();
  }
}

/** Has views and editors read again what has changed in folders of a place. */
export async function tellChanged(app: App, place: FilePlace, folders: readonly string[], files: readonly string[] = []): Promise<void> {
  app.files.changed([...folders, ...files].map((path) => uriOfFile(app, { place, path })));
  const view = place.kind === 'container' ? 'containers' : 'volumes';
  for (const folder of new Set(folders)) await app.views.reload(view, rowId(place, folder));
}

/** A folder as people read it: `web:/etc`. */
export function oneLineName({ place }: Pick<FileTarget, 'place'>, folder: string): string {
  return oneLine(`${place.name}:${folder}`);
}
