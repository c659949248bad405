import type { App } from '../app';
import { isCancelled } from '../core/errors';
import type { FileEntry } from '../core/files/file-facts';
import { childPath } from '../core/files/file-path';
import { engineKey, type FilePlace, fileUri, type PlacedFile } from '../core/files/file-place';
import { t } from '../core/localize';
import { formatBytes } from '../core/sizes';
import { oneLine } from '../core/untrusted';
import type { Engine } from '../engine/engine';
import { readFolder } from '../engine/files/container-files';
import { withPlace } from '../engine/files/open-place';
import type { Node } from './define';
import { messageNode } from './message';

/** A file or folder of a container or a volume; `entry` is undefined for the top, which is a folder. */
export interface FileNodeData extends Omit<PlacedFile, 'engine'> {
  readonly entry: FileEntry | undefined;
}

/** Rows for more names would be of no use to anybody. */
const mostRows = 5_000;

/** What tells an engine from others in URIs of files. */
export function engineKeyOf({ identity }: App): string {
  return engineKey(identity.id ?? '');
}

/** The URI under which VS Code reads and writes a file of an engine. */
export function uriOfFile(app: App, { place, path }: Omit<PlacedFile, 'engine'>): string {
  return fileUri({ engine: engineKeyOf(app), place, path });
}

/** Id of the row of a folder. */
export function rowId(place: FilePlace, path: string): string {
  if (place.kind === 'container') return `file/${place.id}${path}`;
  return path === '/' ? `volume/${place.name}` : `volumeFile/${place.name}${path}`;
}

/**
 * Has the rows of a folder read again that somebody has opened, after VS Code has changed something in it. A place that a URI names has the
 * beginning of a container's id only.
 */
export async function reloadFolder(app: App, { place, path }: Omit<PlacedFile, 'engine'>): Promise<void> {
  if (place.kind === 'volume') return app.views.reload('volumes', rowId(place, path));
  const id = [...(app.inventory.get('containers')?.keys() ?? [])].find((known) => known.startsWith(place.id));
  if (id !== undefined) await app.views.reload('containers', rowId({ ...place, id }, path));
}

/** Whether a row has others below it. */
export function isFolder(entry: FileEntry | undefined): boolean {
  return entry === undefined || entry.type === 'folder' || entry.leadsTo === 'folder';
}

/** The names in a folder of the engine in use. What costs reading it whole says so, and can be cancelled. */
export function readNames(
  app: App,
  { place, path }: Omit<PlacedFile, 'engine'>,
  signal?: AbortSignal,
  engine?: Engine,
): Promise<readonly FileEntry[]> {
  const title = t('Reading the names in {0} of {1}', oneLine(path), oneLine(place.name));
  return app.progress.run(title, async (report, cancelled) => {
    const either = signal === undefined ? cancelled : AbortSignal.any([signal, cancelled]);
    const asked = engine ?? (await app.connection.engine(either));
    return withPlace(asked, place, 'archives', either, (open) =>
      readFolder(asked, open, path, either, () =>
        report({
          message: t('No program of a running container can be asked, so the engine sends all files in it. This may take a while.'),
        }),
      ),
    );
  });
}

/** The rows of a folder, made by `make`. */
export async function fileRows(
  app: App,
  data: FileNodeData,
  make: (data: FileNodeData) => Node,
  signal: AbortSignal,
): Promise<readonly Node[]> {
  const { place, path } = data;
  const id = `${place.kind === 'container' ? place.id : place.name}${path}`;
  try {
    const entries = await readNames(app, data, signal);
    const rows = entries.slice(0, mostRows).map((entry) => make({ place, path: childPath(path, entry.name), entry }));
    if (entries.length === 0) return [messageNode.make({ id: `empty/${id}`, label: t('This folder is empty.') })];
    const more = entries.length - rows.length;
    return more === 0
      ? rows
      : [...rows, messageNode.make({ id: `more/${id}`, label: t('{0} more. Open the folder in the workspace to see all.', more) })];
  } catch (error) {
    if (!isCancelled(error) || signal.aborted) throw error;
    return [messageNode.make({ id: `cancelled/${id}`, label: t('Not read. Choose Read Again to read the names.'), icon: 'circle-slash' })];
  }
}

/** What stands behind the name: where a link leads, or the size. */
export function entryDescription({ type, size, linkTarget, leadsTo }: FileEntry): string {
  if (type === 'link') {
    if (linkTarget !== undefined) return `→ ${oneLine(linkTarget)}`;
    return leadsTo === undefined ? t('link that leads nowhere') : t('link');
  }
  return type === 'file' ? formatBytes(size) : type === 'other' ? t('special file') : '';
}

/** What is dropped on a folder is uploaded to it. */
export function uploadTo(
  place: FilePlace,
  path: string,
): { readonly command: 'slipway.files.upload'; readonly answers: Readonly<Record<string, string>> } {
  return {
    command: 'slipway.files.upload',
    answers: { ...(place.kind === 'container' ? { container: place.id } : { volume: place.name }), path },
  };
}
