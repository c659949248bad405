import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { App } from '../../app';
import type { LineSurroundings } from '../../core/run-line';
import { readBoundedSync } from '../../files/bounded-file';
import { defined } from '../../core/records';

type FolderEntries = ReturnType<NonNullable<LineSurroundings['readFolder']>>;

/** This machine, as a line that is typed on it sees it; `workingDirectory` is the folder that the user means. */
export function lineSurroundings(app: App, workingDirectory: string | undefined): LineSurroundings {
  const { homeDirectory: home, variables, platform, hostName } = app.host;
  const user = app.host.user();
  const windows = platform === 'win32';
  const paths = windows ? path.win32 : path.posix;
  const { state } = app.connection;
  const candidate = state.kind === 'connected' ? state.candidate : undefined;
  return {
    home,
    // The extension host's own folder is not the one that the user means.
    // On Windows HOME is what another program has set, such as Git's shell with a path of its own.
    variables: { ...variables, PWD: workingDirectory, ...(windows && { HOME: home }) },
    readFile: (file) => readBoundedSync(paths.resolve(workingDirectory ?? home, file), 'optionFile'),
    readFolder: entriesOf,
    backslash: windows ? 'literal' : 'quotes',
    hostName,
    processId: process.pid,
    ...defined({ userName: user.name, userId: user.id, groupId: user.groupId }),
    ...(candidate && { engine: { name: candidate.name, id: candidate.id, address: candidate.address } }),
    ...(workingDirectory !== undefined && {
      workingDirectory,
      resolvePath: (relative: string) => paths.resolve(workingDirectory, relative),
    }),
  };
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
