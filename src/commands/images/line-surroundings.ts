import { readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir, hostname, userInfo } from 'node:os';
import path from 'node:path';
import type { App } from '../../app';
import type { LineSurroundings } from '../../core/run-line';

type FolderEntries = ReturnType<NonNullable<LineSurroundings['readFolder']>>;

/** What of this machine decides how a line is read; another one in tests. */
export interface LineHost {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

const here = (): LineHost => ({ platform: process.platform, home: homedir(), variables: process.env });

/** This machine, as a line that is typed on it sees it; `workingDirectory` is the folder that the user means. */
export function lineSurroundings(app: App, workingDirectory: string | undefined, host: LineHost = here()): LineSurroundings {
  const { home, variables } = host;
  const windows = host.platform === 'win32';
  const paths = windows ? path.win32 : path.posix;
  const { state } = app.connection;
  const candidate = state.kind === 'connected' ? state.candidate : undefined;
  return {
    home,
    // The extension host's own folder is not the one that the user means.
    // On Windows HOME is what another program has set, such as Git's shell with a path of its own.
    variables: { ...variables, PWD: workingDirectory, ...(windows && { HOME: home }) },
    readFile: (file) => readFileSync(paths.resolve(workingDirectory ?? home, file), 'utf8'),
    readFolder: entriesOf,
    backslash: windows ? 'literal' : 'quotes',
    hostName: hostname(),
    processId: process.pid,
    ...userOf(),
    ...(candidate && { engine: { name: candidate.name, id: candidate.id, address: candidate.address } }),
    ...(workingDirectory === undefined ? {} : { workingDirectory, resolvePath: (relative: string) => paths.resolve(workingDirectory, relative) }),
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
