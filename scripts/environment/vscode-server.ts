import { spawn } from 'node:child_process';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EnvironmentFailure, messageOf } from './failure';
import { freePort } from './network';
import { findCommand } from './packages';
import { endOf, run, waitUntil } from './process';
import { installVSCode } from './vscode-install';

/** What VS Code to start. `directory` is its own, for settings, extensions and logs. */
export interface VSCodeServerOptions {
  readonly directory: string;
  readonly port?: number;
  /** Added to the environment of the server and so of the extension host; `undefined` takes a variable away. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** User settings beyond the quiet defaults; in a kept folder they hold only the first time. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Packaged extensions to install. */
  readonly extensions?: readonly string[];
  /** Leave `directory` at close. Default false. */
  readonly keep?: boolean;
  /** What a browser must show in `?tkn=`; without it everyone on this machine may open the workbench, a shell included. */
  readonly token?: string;
  /**
   * Honour the extension paths of {@link WorkbenchOptions}, which VS Code does only with its test driver; it then drops
   * every notification, so a person never gets such a window. Default false.
   */
  readonly testDriver?: boolean;
  readonly say?: (line: string) => void;
}

/** A real VS Code workbench on the loopback. */
export interface VSCodeServer {
  /** `127.0.0.1:PORT`. */
  readonly authority: string;
  readonly directory: string;
  /** The address of the workbench with a folder open and an extension loaded from a checkout. */
  workbenchUrl(options: WorkbenchOptions): string;
  close(): Promise<void>;
}

/** What the workbench opens. All paths are absolute. */
export interface WorkbenchOptions {
  readonly folder?: string;
  readonly extensionDevelopmentPath?: string;
  readonly extensionTestsPath?: string;
}

/** VS Code would offer to forward each port on which a registry or a container listens. The user's own settings win nowhere here. */
const machineSettings = {
  'remote.autoForwardPorts': false,
  'remote.restoreForwardedPorts': false,
};

/** No first-run pages and no network of VS Code's own; these hold in tests and in `npm start`. */
const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'security.workspace.trust.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'telemetry.telemetryLevel': 'off',
  'git.openRepositoryInParentFolders': 'never',
};

/** Starts a VS Code server on the loopback and waits until it answers (about 1 s). */
export async function startVSCodeServer(options: VSCodeServerOptions): Promise<VSCodeServer> {
  const installation = await installVSCode(options.say ?? (() => undefined));
  const directory = path.resolve(options.directory);
  await writeSettings(directory, options.settings ?? {});
  const base = ['--server-data-dir', directory, '--accept-server-license-terms', '--telemetry-level', 'off'];
  for (const extension of options.extensions ?? []) {
    await run(installation.node, [installation.server, ...base, '--install-extension', path.resolve(extension), '--force']);
  }
  const port = options.port ?? (await freePort());
  const authority = `127.0.0.1:${port}`;
  const access = options.token === undefined ? ['--without-connection-token'] : ['--connection-token', options.token];
  const driver = options.testDriver === true ? ['--enable-smoke-test-driver'] : [];
  const args = [installation.server, '--host', '127.0.0.1', '--port', String(port), ...driver, ...access, ...base];
  const stop = await launch(installation.node, args, directory, `http://${authority}/version`, options.environment ?? {});
  return {
    authority,
    directory,
    workbenchUrl: (workbench) => workbenchUrl(authority, options.token, workbench),
    close: async () => {
      await stop();
      if (options.keep !== true) await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** code-server keeps the user's settings at the server. Those of an earlier start are the user's own by now. */
async function writeSettings(directory: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  const write = async (folder: string, values: Readonly<Record<string, unknown>>, flag: 'w' | 'wx'): Promise<void> => {
    await mkdir(path.join(directory, 'data', folder), { recursive: true });
    await writeFile(path.join(directory, 'data', folder, 'settings.json'), JSON.stringify(values, undefined, 2), { flag });
  };
  await write('Machine', machineSettings, 'w');
  await write('User', { ...quietSettings, ...settings }, 'wx').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  });
}

function workbenchUrl(authority: string, token: string | undefined, workbench: WorkbenchOptions): string {
  const { folder, extensionDevelopmentPath, extensionTestsPath } = workbench;
  const remote = (file: string): string => `vscode-remote://${authority}${file}`;
  const payload: (readonly [string, string])[] = [['skipWelcome', 'true']];
  if (extensionDevelopmentPath !== undefined) payload.push(['extensionDevelopmentPath', remote(extensionDevelopmentPath)]);
  if (extensionTestsPath !== undefined) payload.push(['extensionTestsPath', remote(extensionTestsPath)]);
  const url = new URL(`http://${authority}/`);
  if (token !== undefined) url.searchParams.set('tkn', token);
  if (folder !== undefined) url.searchParams.set('folder', folder);
  url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}

async function launch(
  node: string,
  args: readonly string[],
  directory: string,
  url: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<() => Promise<void>> {
  const logFile = path.join(directory, 'server.log');
  const log = await open(logFile, 'a');
  // A group of its own: Ctrl+C is for the caller, and the whole group, extension hosts and terminals, is ended together.
  // setpriv: should this process be killed, the kernel ends the server.
  const leash = (await findCommand('setpriv')) === undefined ? [] : ['setpriv', '--pdeathsig', 'TERM'];
  const [command = node, ...rest] = [...leash, node, ...args];
  const child = spawn(command, rest, {
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    env: { ...process.env, ...environment },
  });
  await log.close();
  const ended = endOf(child);
  const stop = async (): Promise<void> => {
    if (child.pid === undefined) return;
    endGroup(child.pid, 'SIGTERM');
    const timer = setTimeout(() => {
      if (child.pid !== undefined) endGroup(child.pid, 'SIGKILL');
    }, 1500);
    await ended;
    clearTimeout(timer);
    endGroup(child.pid, 'SIGKILL');
  };
  const stopWithUs = (): void => {
    if (child.pid !== undefined) endGroup(child.pid, 'SIGKILL');
  };
  process.once('exit', stopWithUs);
  try {
    await waitUntil('VS Code answers', 60_000, async () => {
      if (child.exitCode !== null || child.pid === undefined) throw new EnvironmentFailure('the VS Code server ended at once');
      return fetch(url).then(
        (response) => response.ok,
        () => false,
      );
    });
  } catch (error) {
    await stop();
    const said = (await readFile(logFile, 'utf8')).trimEnd().split('\n').slice(-15).join('\n');
    throw new EnvironmentFailure(`${messageOf(error)}; its log ${logFile} ends:\n${said}`);
  }
  return async () => {
    process.off('exit', stopWithUs);
    await stop();
  };
}

function endGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // all of the group have ended
  }
}
