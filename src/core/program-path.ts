import { posix, win32 } from 'node:path';
import { own } from './records';

/** What of this computer decides where a program is; injected, so that every platform can be tried on any. */
export interface ProgramHost {
  readonly platform: NodeJS.Platform;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** Whether a file is there and may be run. */
  readonly isExecutable: (file: string) => Promise<boolean>;
}

/** Where to look: in PATH alone, or also where products put programs without telling the PATH of an editor started from the Dock. */
export type ProgramPlaces = 'path' | 'products';

/**
 * The absolute path of a program, or undefined. Only absolute folders count, so that nothing of a workspace is ever run.
 * On Windows a folder's `.exe` comes before its `.cmd` and `.bat`.
 */
export async function findProgram(name: string, host: ProgramHost, places: ProgramPlaces = 'products'): Promise<string | undefined> {
  const paths = pathOf(host.platform);
  const names =
    host.platform === 'win32' && !/\.(?:exe|cmd|bat)$/i.test(name) ? ['.exe', '.cmd', '.bat'].map((ending) => name + ending) : [name];
  const folders = [...pathFolders(host), ...(places === 'products' ? productFolders(host) : [])];
  for (const file of folders.flatMap((folder) => names.map((each) => paths.join(folder, each))))
    if (await host.isExecutable(file)) return file;
  return undefined;
}

/** The folders of PATH, and after them those of products, as one PATH for a program that starts others. */
export function wholePath(host: ProgramHost): string {
  return [...new Set([...pathFolders(host), ...productFolders(host)])].join(pathOf(host.platform).delimiter);
}

/** The value of a variable; Windows does not tell case in their names, and programs write `Path`. */
export function variableOf({ platform, variables }: Pick<ProgramHost, 'platform' | 'variables'>, name: string): string {
  const direct = own(variables, name);
  if (direct !== undefined || platform !== 'win32') return direct ?? '';
  const key = Object.keys(variables).find((other) => other.toUpperCase() === name.toUpperCase());
  return (key === undefined ? undefined : own(variables, key)) ?? '';
}

function pathFolders(host: ProgramHost): readonly string[] {
  const paths = pathOf(host.platform);
  return (
    variableOf(host, 'PATH')
      .split(paths.delimiter)
      // Windows allows quotes around a folder.
      .map((folder) => (host.platform === 'win32' ? folder.replaceAll('"', '') : folder))
      .filter((folder) => paths.isAbsolute(folder))
  );
}

/** Where Docker Desktop, OrbStack, Rancher Desktop and the package managers put programs such as credential helpers. */
function productFolders(host: ProgramHost): readonly string[] {
  const { platform, home, variables } = host;
  switch (platform) {
    case 'win32':
      return windowsFolders(host);
    case 'darwin':
      return [
        '/usr/local/bin',
        '/opt/homebrew/bin',
        '/Applications/Docker.app/Contents/Resources/bin',
        `${home}/.docker/bin`,
        `${home}/.orbstack/bin`,
        '/Applications/OrbStack.app/Contents/MacOS/xbin',
        `${home}/.rd/bin`,
        '/Applications/Rancher Desktop.app/Contents/Resources/resources/darwin/bin',
        '/opt/local/bin',
      ];
    default:
      return [
        '/usr/local/bin',
        '/usr/bin',
        `${home}/.docker/bin`,
        `${home}/.rd/bin`,
        '/home/linuxbrew/.linuxbrew/bin',
        ...((variables['WSL_DISTRO_NAME'] ?? '') === ''
          ? []
          : ['/mnt/c/Program Files/Docker/Docker/resources/bin', '/mnt/wsl/docker-desktop/cli-tools/usr/bin']),
      ];
  }
}

function windowsFolders(host: ProgramHost): readonly string[] {
  const below = (variable: string, ...folders: string[]): readonly string[] => {
    const folder = variableOf(host, variable);
    return win32.isAbsolute(folder) ? folders.map((name) => win32.join(folder, name)) : [];
  };
  const programs = ['Docker\\Docker\\resources\\bin', 'Rancher Desktop\\resources\\resources\\win32\\bin'];
  const folders = [
    ...below('SystemRoot', 'System32\\OpenSSH'),
    ...below('ProgramW6432', ...programs),
    ...below('ProgramFiles', ...programs, 'Git\\usr\\bin'),
    ...below('LOCALAPPDATA', 'Programs\\DockerDesktop\\resources\\bin', 'Programs\\Rancher Desktop\\resources\\resources\\win32\\bin'),
    ...below('ProgramData', 'DockerDesktop\\version-bin', 'chocolatey\\bin'),
    ...(win32.isAbsolute(host.home) ? [win32.join(host.home, 'scoop\\shims')] : []),
  ];
  return [...new Set(folders)];
}

function pathOf(platform: NodeJS.Platform): typeof posix {
  return platform === 'win32' ? win32 : posix;
}

/** How a program is started without a shell that would read its arguments. */
export interface ProgramStart {
  readonly file: string;
  readonly arguments: readonly string[];
  /** Variables besides those of the process. */
  readonly variables: Readonly<Record<string, string>>;
  /** Node must not quote the arguments again. */
  readonly verbatim: boolean;
}

/** Variable in which the path of a batch file is handed to `cmd.exe`. */
const programVariable = 'SLIPWAY_PROGRAM';

/**
 * How to start a file with words that are plain (letters and hyphens). Node starts batch files of Windows through their own
 * interpreter only (https://nodejs.org/api/child_process.html#spawning-bat-and-cmd-files-on-windows, CVE-2024-27980). Their path
 * goes there in a variable, whose value is not read again: in the line itself nothing protects a `%` of a path.
 * Throws for other words.
 */
export function programStart(file: string, words: readonly string[], host: Pick<ProgramHost, 'platform' | 'variables'>): ProgramStart {
  if (!words.every((word) => /^[a-z-]+$/i.test(word))) throw new Error('only plain words may be handed to a program');
  if (host.platform !== 'win32' || !/\.(?:cmd|bat)$/i.test(file)) return { file, arguments: words, variables: {}, verbatim: false };
  const root = variableOf(host, 'SystemRoot');
  return {
    file: win32.join(win32.isAbsolute(root) ? root : 'C:\\Windows', 'System32\\cmd.exe'),
    arguments: ['/d', '/v:off', '/s', '/c', `""%${programVariable}%" ${words.join(' ')}"`],
    variables: { [programVariable]: file },
    verbatim: true,
  };
}
