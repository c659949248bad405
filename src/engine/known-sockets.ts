import { posix } from 'node:path';
import type { HostEnvironment } from './host-environment';
import { socketOwner } from './socket-owner';

/** A place where a product is known to listen. */
export interface KnownSocket {
  /** Name of the product: `Colima`, `Podman`. */
  readonly name: string;
  /** Path of the socket or pipe. */
  readonly path: string;
}

/** The platform's default address, where the docker command line looks when nothing is configured. */
export function defaultAddress(platform: NodeJS.Platform): string {
  return platform === 'win32' ? 'npipe:////./pipe/docker_engine' : 'unix:///var/run/docker.sock';
}

/**
 * The places where rootless Docker, Docker Desktop, Colima, OrbStack, Rancher Desktop, Podman and Lima listen, whether
 * something is there or not, in the order in which they are tried. What another user of the machine has put into such a
 * place, or could put there, is left out: see {@link socketOwner}.
 */
export async function knownSockets(environment: HostEnvironment): Promise<readonly KnownSocket[]> {
  if (environment.platform === 'win32') return windowsPipes;
  const { homeDirectory: home, variables } = environment;
  const runtime = variables.XDG_RUNTIME_DIR ?? (environment.userId === undefined ? undefined : `/run/user/${environment.userId}`);
  const sockets: KnownSocket[] = [];
  if (runtime !== undefined) sockets.push({ name: 'Docker (rootless)', path: posix.join(runtime, 'docker.sock') });
  sockets.push(
    { name: 'Docker Desktop', path: posix.join(home, '.docker/run/docker.sock') },
    { name: 'Docker Desktop', path: posix.join(home, '.docker/desktop/docker.sock') },
    ...(await colima(environment)),
    { name: 'OrbStack', path: posix.join(home, '.orbstack/run/docker.sock') },
    { name: 'Rancher Desktop', path: posix.join(home, '.rd/docker.sock') },
  );
  if (runtime !== undefined) sockets.push({ name: 'Podman', path: posix.join(runtime, 'podman/podman.sock') });
  if (environment.platform === 'linux') sockets.push({ name: 'Podman', path: '/run/podman/podman.sock' });
  sockets.push(...(await podmanMachines(environment)), ...(await lima(environment)));
  return withoutForeign(environment, sockets);
}

async function withoutForeign({ userId, fileFacts }: HostEnvironment, sockets: readonly KnownSocket[]): Promise<readonly KnownSocket[]> {
  if (userId === undefined) return sockets;
  const owners = await Promise.all(sockets.map(({ path }) => socketOwner(path, userId, fileFacts)));
  return sockets.filter((_, index) => owners[index] !== 'foreign');
}

const windowsPipes: readonly KnownSocket[] = [
  { name: 'Docker Desktop', path: '//./pipe/dockerDesktopLinuxEngine' },
  { name: 'Docker Desktop (Windows containers)', path: '//./pipe/dockerDesktopWindowsEngine' },
  { name: 'Podman', path: '//./pipe/podman-machine-default' },
];

async function colima(environment: HostEnvironment): Promise<readonly KnownSocket[]> {
  const { homeDirectory: home, variables } = environment;
  const homes = [
    variables.COLIMA_HOME,
    posix.join(home, '.colima'),
    posix.join(variables.XDG_CONFIG_HOME ?? posix.join(home, '.config'), 'colima'),
  ].filter((folder) => folder !== undefined);
  const found = await Promise.all(
    homes.map(async (folder) => {
      const profiles = await environment.list(folder);
      return ['default', ...profiles.filter((profile) => profile !== 'default' && !/^[_.]/.test(profile))]
        .map((profile) => ({
          name: profile === 'default' ? 'Colima' : `Colima ${profile}`,
          path: posix.join(folder, profile, 'docker.sock'),
        }))
        .filter(({ name, path }) => name === 'Colima' || environment.exists(path));
    }),
  );
  // Of the homes that hold nothing only the usual one is worth telling.
  return found.flatMap((sockets, index) =>
    sockets.filter(({ path }) => environment.exists(path) || homes[index] === posix.join(home, '.colima')),
  );
}

async function podmanMachines(environment: HostEnvironment): Promise<readonly KnownSocket[]> {
  const { homeDirectory: home, variables } = environment;
  const machines = posix.join(variables.XDG_DATA_HOME ?? posix.join(home, '.local/share'), 'containers/podman/machine');
  const names = await environment.list(machines);
  const temporary = variables.TMPDIR ?? '/tmp';
  const apis = (await environment.list(posix.join(temporary, 'podman'))).filter((name) => name.endsWith('-api.sock'));
  return [
    posix.join(machines, 'podman.sock'),
    ...names.map((name) => posix.join(machines, name, 'podman.sock')),
    ...apis.map((name) => posix.join(temporary, 'podman', name)),
  ]
    .filter((path) => environment.exists(path))
    .map((path) => ({ name: 'Podman machine', path }));
}

async function lima(environment: HostEnvironment): Promise<readonly KnownSocket[]> {
  const folder = environment.variables.LIMA_HOME ?? posix.join(environment.homeDirectory, '.lima');
  const instances = await environment.list(folder);
  return instances
    .map((instance) => ({ name: `Lima ${instance}`, path: posix.join(folder, instance, 'sock/docker.sock') }))
    .filter(({ path }) => environment.exists(path));
}
