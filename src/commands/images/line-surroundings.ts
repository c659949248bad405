import { readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir, hostname, userInfo } from 'node:os';
import path from 'node:path';
import type { App } from '../../app';
import type { LineSurroundings } from '../../core/run-line';

type FolderEntries = ReturnType<NonNullable<LineSurroundings['readFolder']>>;

/** This machine, as a line that is typed on it sees it; `workingDirectory` is the folder that the user means. */
export function lineSurroundings(app: App, workingDirectory: string | undefined, platform: NodeJS.Platform = process.platform): LineSurroundings {
  const windows = platform === 'win32';
  const { state } = app.connection;
  const candidate = state.kind === 'connected' ? state.candidate : undefined;
  return {
    home: homedir(),
    // The extension host's own folder is not the one that the user means.
    variables: { ...process.env, PWD: workingDirectory },
    readFile: (file) => readFileSync(path.resolve(workingDirectory ?? homedir(), file), 'utf8'),
    readFolder: entriesOf,
    backslash: windows ? 'literal' : 'quotes',
    hostName: hostname(),
    processId: process.pid,
    ...userOf(),
    ...(candidate && { engine: { name: candidate.name, id: candidate.id, address: candidate.address } }),
    ...(workingDirectory === undefined ? {} : { workingDirectory, resolvePath: (relative: string) => path.resolve(workingDirectory, relative) }),
  };
}

function userOf(): Pick<LineSurroundings, 'userName' | 'userId' | 'groupId'> {
  try {
    const { username, uid, gid } = userInfo();
    return { userName: username, ...(uid >= 0 && { userId: uid }), ...(gid >= 0 && { groupId: gid }) };
  } catch {
    // A user without an entry in the list of users has no name.
    const userId = process.getuid?.();
    const groupId = process.getgid?.();
    return { ...(userId !== undefined && { userId }), ...(groupId !== undefined && { groupId }) };
  }
}

function entriesOf(folder: string): FolderEntries {
  try {
    return readdirSync(folder, { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      isFolder: entry.isDirectory() || (entry.isSymbolicLink() && isFolder(path.join(folder, entry.name))),
    }));
  } catch {
    // What cannot be read matches nothing, as in a shell.
    return undefined;
  }
}

function isFolder(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
