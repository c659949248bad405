import { createHash, randomBytes } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The computer on which parts are written, as `HostEnvironment` tells of it. */
export interface PartHost {
  readonly temporaryDirectory: string;
  readonly hostName: string;
  /** Undefined on Windows, where the temporary folder is the user's own. */
  readonly userId: number | undefined;
}

/** What is being written and is taken away again, should this process be killed in the middle. */
export interface NotedPart {
  /** Absolute; nothing is there yet. */
  readonly file: string;
  /** It has its place, or has been removed. */
  readonly forget: () => Promise<void>;
}

/** A file or folder that was being written: who did, so that it is known when nobody does any more. */
const partName = /^\.[^/\\]*\.slipway-([0-9a-f]{8})-(\d{1,10})-[0-9a-f]{12}$/;

/** Containers may share folders, but not the numbers of processes. */
function machine({ hostName }: PartHost): string {
  return createHash('sha256').update(hostName).digest('hex').slice(0, 8);
}

/** A name for a part beside its place, noted in a folder of the user's own, so that {@link removeLeftParts} of a later process finds it. */
export async function notePart(folder: string, name: string, host: PartHost): Promise<NotedPart> {
  const notes = notesFolder(host);
  const random = randomBytes(6).toString('hex');
  const file = path.join(folder, `.${name.slice(0, 100)}.slipway-${machine(host)}-${String(process.pid)}-${random}`);
  const note = path.join(notes, `${String(process.pid)}-${random}`);
  await mkdir(notes, { recursive: true, mode: 0o700 }).catch(() => undefined);
  // Without a place for notes the part is still removed by who builds into the same folder.
  if (await isOwn(notes, host)) await writeFile(note, file, { flag: 'wx', mode: 0o600 }).catch(() => undefined);
  return { file, forget: () => rm(note, { force: true }).catch(() => undefined) };
}

/** Where parts are noted; the temporary folder may be everybody's. */
function notesFolder({ temporaryDirectory, userId }: PartHost): string {
  return path.join(temporaryDirectory, `slipway-parts${userId === undefined ? '' : `-${String(userId)}`}`);
}

/** Removes the parts that processes of this machine and user have left, those in `folders` also where they are not noted. Never throws. */
export async function removeLeftParts(folders: readonly string[], host: PartHost): Promise<void> {
  const notes = notesFolder(host);
  if (await isOwn(notes, host)) {
    for (const name of await namesIn(notes)) {
      const note = path.join(notes, name);
      if (isAlive(Number(/^(\d{1,10})-/.exec(name)?.[1]))) continue;
      const file = await readFile(note, 'utf8').catch(() => '');
      await removeLeft(file, host);
      await rm(note, { force: true }).catch(() => undefined);
    }
  }
  for (const folder of folders) for (const name of await namesIn(folder)) await removeLeft(path.join(folder, name), host);
}

/** Only what has such a name, belongs to this user and to a process of this machine that is gone. */
async function removeLeft(file: string, host: PartHost): Promise<void> {
  const [, where, pid] = partName.exec(path.basename(file)) ?? [];
  if (!path.isAbsolute(file) || where !== machine(host) || isAlive(Number(pid)) || !(await isOwn(file, host))) return;
  await rm(file, { recursive: true, force: true }).catch(() => undefined);
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid < 1) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** No link, and this user's. */
async function isOwn(file: string, { userId }: PartHost): Promise<boolean> {
  const found = await lstat(file).catch(() => undefined);
  if (!found || found.isSymbolicLink()) return false;
  return userId === undefined || found.uid === userId;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}
