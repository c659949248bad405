import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import type { HostEnvironment } from '../contexts/host-environment';

/** Name of the socket in a folder of {@link makeSocketFolder}. */
export const socketName = 'engine.sock';

const folders = new Set<string>();
const endings = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const;
let guarded = false;

/**
 * Makes a temporary folder for a private socket, readable by the user alone. It goes with {@link removeSocketFolder}, or
 * with the process, however that ends but by SIGKILL; then {@link removeLeftFolders} of another process takes it away.
 */
export async function makeSocketFolder(places: readonly string[], platform: NodeJS.Platform): Promise<string> {
  guard();
  let refused: Error | undefined;
  for (const place of places) {
    if (!hasRoom(place, platform)) continue;
    try {
      // mkdtemp makes the directory readable by the user alone, so there is no moment at which others could connect.
      const folder = await mkdtemp(join(place, `slipway-${process.pid}-`));
      folders.add(folder);
      return folder;
    } catch (error) {
      refused ??= error instanceof Error ? error : new Error(String(error));
    }
  }
  if (refused) throw refused;
  const detail = t('Its path is too long for a socket. Set TMPDIR to a folder with a shorter one.');
  throw failure('fileFailed', { file: places[0] ?? '', code: 'ENAMETOOLONG', detail });
}

/**
 * Folders in which a private socket may stand, the best first: the temporary folder, and others for one with a path so long
 * that no socket has room in it.
 */
export function socketPlaces({
  variables,
  temporaryDirectory,
  homeDirectory,
}: Pick<HostEnvironment, 'variables' | 'temporaryDirectory' | 'homeDirectory'>): readonly string[] {
  const runtime = variables['XDG_RUNTIME_DIR'] ?? '';
  return [...new Set([temporaryDirectory, ...(runtime === '' ? [] : [runtime]), '/tmp', homeDirectory])];
}

/** `sun_path` in bytes, less the zero at its end: 108 on Linux (unix(7)), 104 on macOS and the BSDs. */
function hasRoom(place: string, platform: NodeJS.Platform): boolean {
  const longest = platform === 'linux' ? 107 : 103;
  return Buffer.byteLength(join(place, `slipway-${process.pid}-XXXXXX`, socketName)) <= longest;
}

/** Removes a folder at once: a window that closes does not wait. */
export function removeSocketFolder(folder: string): void {
  if (folders.delete(folder)) rmSync(folder, { recursive: true, force: true });
}

function guard(): void {
  if (guarded) return;
  guarded = true;
  process.once('exit', removeAll);
  for (const ending of endings) {
    const onEnding = (): void => {
      removeAll();
      process.off(ending, onEnding);
      // Without this listener the signal would have ended the process; others that listen do as they like.
      if (process.listenerCount(ending) === 0) process.kill(process.pid, ending);
    };
    process.on(ending, onEnding);
  }
}

function removeAll(): void {
  for (const folder of folders) removeSocketFolder(folder);
}

/** Removes the folders that processes which are gone have left: of this user only, and only where nobody listens. */
export async function removeLeftFolders(directories: readonly string[], userId: number | undefined): Promise<void> {
  for (const directory of directories) await removeLeftFoldersIn(directory, userId);
}

let cleaning: Promise<void> | undefined;

/** Begins to do so for this computer, once in each process. Pipes of Windows go with their process. */
export function removeLeftFoldersOnce(host: HostEnvironment, failed: (error: unknown) => void): void {
  if (host.platform !== 'win32') cleaning ??= removeLeftFolders(socketPlaces(host), host.userId).catch(failed);
}

async function removeLeftFoldersIn(directory: string, userId: number | undefined): Promise<void> {
  for (const name of namesIn(directory)) {
    const pid = Number(/^slipway-(\d+)-[A-Za-z0-9]{6}$/.exec(name)?.[1]);
    if (!Number.isInteger(pid) || isAlive(pid)) continue;
    const folder = join(directory, name);
    // Processes of a container may share the directory and not the numbers, so the socket itself is asked too.
    if (isOwn(folder, userId) && !(await answers(join(folder, socketName)))) rmSync(folder, { recursive: true, force: true });
  }
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** A folder of this user, no link, with nothing else in it. */
function isOwn(folder: string, userId: number | undefined): boolean {
  try {
    const stat = lstatSync(folder);
    return stat.isDirectory() && stat.uid === userId && readdirSync(folder).every((name) => name === socketName);
  } catch {
    return false;
  }
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    const end = (answered: boolean): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => end(true));
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT'));
  });
}
