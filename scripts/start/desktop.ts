import { spawn } from 'node:child_process';
import path from 'node:path';
import { EnvironmentFailure } from '../environment/failure';
import { findCommand } from '../environment/packages';

/** A desktop VS Code that was opened. */
export interface DesktopWindow {
  /** Resolves when its window was closed. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

/** Opens a desktop VS Code of this machine, with data of its own so that it takes the given environment. */
export async function openDesktop(options: {
  readonly projectRoot: string;
  readonly folder: string;
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
}): Promise<DesktopWindow> {
  const names = process.platform === 'win32' ? ['code.cmd', 'code-insiders.cmd', 'codium.cmd'] : ['code', 'code-insiders', 'codium'];
  const found = await Promise.all(names.map((name) => findCommand(name)));
  const command = found.find((file) => file !== undefined);
  if (command === undefined) throw new EnvironmentFailure(`no VS Code on PATH (looked for ${names.join(', ')}); leave out --desktop to use the one in the browser`);
  const child = spawn(
    command,
    ['--new-window', '--wait', `--extensionDevelopmentPath=${options.projectRoot}`, '--user-data-dir', path.join(options.directory, 'desktop'), options.folder],
    { stdio: 'inherit', env: { ...process.env, ...options.environment }, shell: process.platform === 'win32' },
  );
  const closed = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => { resolve(); });
  });
  return {
    closed,
    close: async () => {
      child.kill();
      await closed.catch(() => undefined);
    },
  };
}
