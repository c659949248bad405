import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Name of the socket in a folder of {@link makeSocketFolder}. */
export const socketName = 'engine.sock';

const folders = new Set<string>();
const endings = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const;
let guarded = false;

/**
 * Makes a temporary folder for a private socket, readable by the user alone. It goes with {@link removeSocketFolder}, or
 * with the process, however that ends but by SIGKILL; then {@link removeLeftFolders} of another process takes it away.
 */
export async function makeSocketFolder(): Promise<string> {
  guard();
  // mkdtemp makes the directory readable by the user alone, so there is no moment at which others could connect.
  const folder = await mkdtemp(join(tmpdir(), `slipway-${process.pid}-`));
  folders.add(folder);
  return folder;
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
export async function removeLeftFolders(directory = tmpdir()): Promise<void> {
  if (process.platform === 'win32') return;
  for (const name of namesIn(directory)) {
    const pid = Number(/^slipway-(\d+)-[A-Za-z0-9]{6}$/.exec(name)?.[1]);
    if (!Number.isInteger(pid) || isAlive(pid)) continue;
    const folder = join(directory, name);
    // Processes of a container may share the directory and not the numbers, so the socket itself is asked too.
    if (isOwn(folder) && !(await answers(join(folder, socketName)))) rmSync(folder, { recursive: true, force: true });
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
function isOwn(folder: string): boolean {
  try {
    const stat = lstatSync(folder);
    return stat.isDirectory() && stat.uid === process.getuid?.() && readdirSync(folder).every((name) => name === socketName);
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
