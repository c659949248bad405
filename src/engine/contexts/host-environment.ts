import { constants, existsSync } from 'node:fs';
import { access, readdir, realpath } from 'node:fs/promises';
import { homedir, hostname, tmpdir, userInfo } from 'node:os';
import { SlipwayError } from '../../core/errors';
import type { ProgramHost } from '../../core/program-path';
import { readBounded } from '../../files/bounded-file';
import type { ReadFileFacts } from './socket-owner';
import { defined } from '../../core/records';

/**
 * What of this computer decides how Slipway behaves. Made once, in `extension.ts`, and handed down; a lint rule refuses to read
 * it anywhere else, so that every platform can be tried on any.
 */
export interface HostEnvironment {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly homeDirectory: string;
  readonly temporaryDirectory: string;
  readonly platform: NodeJS.Platform;
  /** Of the user; undefined on Windows. */
  readonly userId: number | undefined;
  readonly hostName: string;
  /** Whose process it is; Windows has no numbers for users, and not every user has a name. */
  user(): HostUser;
  /** The text of one of docker's configuration files, or undefined when it cannot be read. Throws `limitExceeded`. */
  readFile(path: string): Promise<string | undefined>;
  /** Whether a file is there and may be run. */
  isExecutable(path: string): Promise<boolean>;
  /** True for a file, socket or named pipe that is there. */
  exists(path: string): boolean;
  /** Names in a directory; empty when it cannot be read. */
  list(path: string): Promise<readonly string[]>;
  /** The path without links, or the path itself when it is not there. */
  realPath(path: string): Promise<string>;
  /** Who owns files, where that is not to be read from the disk. */
  readonly fileFacts?: ReadFileFacts;
}

/** A user of a computer. */
export interface HostUser {
  readonly name?: string;
  readonly id?: number;
  readonly groupId?: number;
}

/** This computer. */
export function hostEnvironment(): HostEnvironment {
  return {
    variables: process.env,
    homeDirectory: homedir(),
    temporaryDirectory: tmpdir(),
    platform: process.platform,
    userId: process.getuid?.(),
    hostName: hostname(),
    user: userOfProcess,
    readFile: (path) => readBounded(path, 'dockerConfiguration').catch(unlessExceeded),
    isExecutable: (path) =>
      access(path, constants.X_OK).then(
        () => true,
        () => false,
      ),
    exists: existsSync,
    list: (path) => readdir(path).catch(() => []),
    realPath: (path) => realpath(path).catch(() => path),
  };
}

function unlessExceeded(error: unknown): undefined {
  if (SlipwayError.details(error, 'limitExceeded')) throw error;
}

/** Where programs are looked for. */
export function programHost({
  variables,
  homeDirectory,
  platform,
  isExecutable,
}: Pick<HostEnvironment, 'variables' | 'homeDirectory' | 'platform' | 'isExecutable'>): ProgramHost {
  return { platform, variables, home: homeDirectory, isExecutable };
}

function userOfProcess(): HostUser {
  try {
    const { username, uid, gid } = userInfo();
    return { name: username, ...(uid >= 0 && { id: uid }), ...(gid >= 0 && { groupId: gid }) };
  } catch {
    // A user without an entry in the list of users has no name.
    const id = process.getuid?.();
    const groupId = process.getgid?.();
    return defined({ id, groupId });
  }
}
