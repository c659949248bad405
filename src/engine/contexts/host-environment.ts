import { constants, existsSync } from 'node:fs';
import { access, readdir, readFile, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import type { ProgramHost } from '../../core/program-path';
import type { ReadFileFacts } from './socket-owner';

/** What of this computer decides where engines are looked for; replaced in tests. */
export interface HostEnvironment {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly homeDirectory: string;
  readonly platform: NodeJS.Platform;
  /** Of the user; undefined on Windows. */
  readonly userId: number | undefined;
  /** The text of a file, or undefined when it cannot be read. */
  readFile(path: string): Promise<string | undefined>;
  /** True for a file, socket or named pipe that is there. */
  exists(path: string): boolean;
  /** Names in a directory; empty when it cannot be read. */
  list(path: string): Promise<readonly string[]>;
  /** The path without links, or the path itself when it is not there. */
  realPath(path: string): Promise<string>;
  /** Who owns files, where that is not to be read from the disk. */
  readonly fileFacts?: ReadFileFacts;
}

/** This computer. */
export function hostEnvironment(): HostEnvironment {
  return {
    variables: process.env,
    homeDirectory: homedir(),
    platform: process.platform,
    userId: process.getuid?.(),
    readFile: (path) => readFile(path, 'utf8').catch(() => undefined),
    exists: existsSync,
    list: (path) => readdir(path).catch(() => []),
    realPath: (path) => realpath(path).catch(() => path),
  };
}

/** Where programs are looked for: on this computer, with the given variables, home folder and platform. */
export function programHost(
  variables: ProgramHost['variables'] = process.env,
  home: string = homedir(),
  platform: NodeJS.Platform = process.platform,
): ProgramHost {
  const isExecutable = (file: string): Promise<boolean> => access(file, constants.X_OK).then(() => true, () => false);
  return { platform, variables, home, isExecutable };
}
