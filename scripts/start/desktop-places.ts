import path from 'node:path';

/** Where a program of a desktop VS Code may be, for the platform, in the order in which they are tried. */
export function desktopPlaces(
  platform: NodeJS.Platform,
  variables: Readonly<Record<string, string | undefined>>,
  home: string,
): readonly string[] {
  const folders = (variables['PATH'] ?? variables['Path'] ?? '').split(platform === 'win32' ? ';' : ':').filter((folder) => folder !== '');
  if (platform === 'win32') {
    // The programs themselves: a batch file (`code.cmd`) would read `%` and quotes in a path once more.
    const onPath = folders.flatMap((folder) =>
      /[\\/]bin[\\/]?$/i.test(folder) ? programs.map(({ windows }) => path.win32.join(folder, '..', windows)) : [],
    );
    const roots = [path.win32.join(variables['LOCALAPPDATA'] ?? '', 'Programs'), variables['ProgramFiles'], variables['ProgramFiles(x86)']];
    const installed = roots.flatMap((root) =>
      root === undefined ? [] : programs.map(({ folder, windows }) => path.win32.join(root, folder, windows)),
    );
    return [...onPath, ...installed];
  }
  const onPath = folders.flatMap((folder) => programs.map(({ command }) => path.posix.join(folder, command)));
  if (platform !== 'darwin') return onPath;
  const applications = ['/Applications', path.posix.join(home, 'Applications')];
  return [
    ...onPath,
    ...applications.flatMap((folder) =>
      programs.map(({ app, command }) => path.posix.join(folder, `${app}.app`, 'Contents/Resources/app/bin', command)),
    ),
  ];
}

const programs = [
  { command: 'code', app: 'Visual Studio Code', folder: 'Microsoft VS Code', windows: 'Code.exe' },
  { command: 'code-insiders', app: 'Visual Studio Code - Insiders', folder: 'Microsoft VS Code Insiders', windows: 'Code - Insiders.exe' },
  { command: 'codium', app: 'VSCodium', folder: 'VSCodium', windows: 'VSCodium.exe' },
] as const;

/** What to install where no desktop VS Code is. */
export function howToGetVSCode(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'install Visual Studio Code into Applications (brew install --cask visual-studio-code)';
  if (platform === 'win32') return 'install Visual Studio Code (winget install Microsoft.VisualStudioCode)';
  return 'install Visual Studio Code so that "code" is on PATH, or leave out --desktop to use the one in the browser';
}

/** What to install where no engine answers and none can be started. */
export function howToGetEngine(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'start Docker Desktop, OrbStack, Colima (colima start) or a Podman machine (podman machine start)';
  if (platform === 'win32') return 'start Docker Desktop, or a Podman machine (podman machine start)';
  return 'start Docker (systemctl start docker) or Podman (systemctl --user start podman.socket)';
}
