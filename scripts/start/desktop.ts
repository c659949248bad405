import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { EnvironmentFailure } from '../environment/failure';
import { desktopPlaces, howToGetVSCode } from './desktop-places';

/** A desktop VS Code that was opened. */
export interface DesktopWindow {
  /** Resolves when its window was closed. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

/** Opens a desktop VS Code of this machine, with data of its own so that it takes the given environment. */
export function openDesktop(options: {
  readonly projectRoot: string;
  readonly folder: string;
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
}): DesktopWindow {
  const places = desktopPlaces(process.platform, process.env, homedir());
  const command = places.find((file) => existsSync(file));
  if (command === undefined) throw new EnvironmentFailure(`no desktop VS Code was found: ${howToGetVSCode(process.platform)}`);
  // Started without a shell: blanks, # and % in the paths are nothing special.
  const child = spawn(
    command,
    [
      '--new-window',
      '--wait',
      `--extensionDevelopmentPath=${options.projectRoot}`,
      '--user-data-dir',
      path.join(options.directory, 'desktop'),
      options.folder,
    ],
    { stdio: 'inherit', env: { ...process.env, ...options.environment } },
  );
  const closed = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => {
      resolve();
    });
  });
  return {
    closed,
    close: async () => {
      child.kill();
      await closed.catch(() => undefined);
    },
  };
}
