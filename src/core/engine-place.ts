import { t } from './localize';

/** Where Slipway runs, as far as it matters for getting an engine. */
export type EnginePlace = 'windows' | 'macos' | 'linux' | 'wsl' | 'container' | 'codespaces';

/** What decides the place; see `HostEnvironment` in engine. */
export interface PlaceFacts {
  /** Node's name of it. */
  readonly platform: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly exists: (path: string) => boolean;
}

/**
 * The place of an extension host. Codespaces and Dev Containers tell it in variables; Docker and Podman leave a file in each
 * container (`/.dockerenv`, `/run/.containerenv`), WSL a variable.
 */
export function enginePlace({ platform, variables, exists }: PlaceFacts): EnginePlace {
  if (platform === 'win32') return 'windows';
  if (platform === 'darwin') return 'macos';
  if (variables['CODESPACES'] === 'true') return 'codespaces';
  if (variables['REMOTE_CONTAINERS'] === 'true' || exists('/.dockerenv') || exists('/run/.containerenv')) return 'container';
  return (variables['WSL_DISTRO_NAME'] ?? '') === '' ? 'linux' : 'wsl';
}

/** What to do where no engine answers on this computer, in sentences. */
export function noEngineAdvice(place: EnginePlace): string {
  switch (place) {
    case 'windows':
      return t('Start Docker Desktop, Rancher Desktop or a Podman machine: this view updates automatically when one is running.');
    case 'macos':
      return t('Start Docker Desktop, Colima, OrbStack or another engine: this view updates automatically when one is running.');
    case 'wsl':
      return t(
        'Start Docker Desktop and turn on its WSL integration for this distribution, or start an engine of the distribution: this view updates automatically when one is running.',
      );
    case 'container':
      return t(
        'The socket of the host’s engine is not in this container. Add the feature docker-outside-of-docker, or a mount of /var/run/docker.sock, to devcontainer.json and rebuild the container.',
      );
    case 'codespaces':
      return t(
        'The engine’s socket is not in the container of this codespace. Add the feature docker-outside-of-docker or docker-in-docker, or a mount of /var/run/docker.sock, to devcontainer.json and rebuild the container.',
      );
    case 'linux':
      return t('Start Docker, Podman or another engine: this view updates automatically when one is running.');
  }
}

/** Who may open the engine's socket and how one gets there, in one translated phrase. */
export function permissionAdvice(place: EnginePlace): string {
  switch (place) {
    case 'windows':
      return t('add your user to the group “docker-users” and sign in to Windows again');
    case 'macos':
      return t('it belongs to another user of this Mac; start Docker Desktop or Colima as yourself');
    case 'container':
    case 'codespaces':
      return t('add the user of this container to the group that owns it; the feature docker-outside-of-docker does that');
    case 'wsl':
    case 'linux':
      return t('add your user to the group that owns it, often “docker”');
  }
}

/** The page that explains how to get an engine there. */
export function engineGuide(place: EnginePlace): string {
  switch (place) {
    case 'windows':
      return 'https://docs.docker.com/desktop/setup/install/windows-install/';
    case 'macos':
      return 'https://docs.docker.com/desktop/setup/install/mac-install/';
    case 'wsl':
      return 'https://docs.docker.com/desktop/features/wsl/';
    case 'container':
    case 'codespaces':
      return 'https://github.com/devcontainers/features/tree/main/src/docker-outside-of-docker';
    case 'linux':
      return 'https://docs.docker.com/engine/install/';
  }
}

/** True for the address of a named pipe of Windows, or its path. */
export function isPipeAddress(address: string): boolean {
  return /^(?:npipe:(?:\/\/)?)?[\\/]{2}[.?][\\/]pipe[\\/]/i.test(address);
}

/** True for an address on this computer: a socket or a pipe. */
export function isLocalAddress(address: string): boolean {
  return address.startsWith('unix:') || address.startsWith('/') || isPipeAddress(address);
}
