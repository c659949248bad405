import { posix } from 'node:path';
import type { HostEnvironment } from './host-environment';
import { socketOwner } from './socket-owner';

/** A place where a product is known to listen. */
export interface KnownSocket {
  /** Name of the product: `Colima`, `Podman`. */
  readonly name: string;
  /** Path of the socket or pipe. */
  readonly path: string;
  /** Whether something is there. */
  readonly present: boolean;
}

type Place = Omit<KnownSocket, 'present'>;

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
  if (environment.platform === 'win32') return windowsPipes(environment);
  const { homeDirectory: home, variables } = environment;
  const linux = environment.platform === 'linux';
  const runtime = variables.XDG_RUNTIME_DIR ?? (environment.userId === undefined || !linux ? undefined : `/run/user/${environment.userId}`);
  const sockets: Place[] = [];
  if (runtime !== undefined) sockets.push({ name: 'Docker (rootless)', path: posix.join(runtime, 'docker.sock') });
  sockets.push(
    { name: 'Docker Desktop', path: posix.join(home, '.docker/run/docker.sock') },
    ...(linux ? [{ name: 'Docker Desktop', path: posix.join(home, '.docker/desktop/docker.sock') }] : []),
    ...(await colima(environment)),
    { name: 'OrbStack', path: posix.join(home, '.orbstack/run/docker.sock') },
    { name: 'Rancher Desktop', path: posix.join(home, '.rd/docker.sock') },
  );
  if (runtime !== undefined) sockets.push({ name: 'Podman', path: posix.join(runtime, 'podman/podman.sock') });
  if (linux) sockets.push({ name: 'Podman', path: '/run/podman/podman.sock' });
  sockets.push(...(await podmanMachines(environment)), ...(await lima(environment)));
  const all = sockets.map((socket) => ({ ...socket, present: environment.exists(socket.path) }));
  return withoutForeign(environment, all);
}

async function withoutForeign({ userId, fileFacts }: HostEnvironment, sockets: readonly KnownSocket[]): Promise<readonly KnownSocket[]> {
  if (userId === undefined) return sockets;
  const owners = await Promise.all(sockets.map(({ path }) => socketOwner(path, userId, fileFacts)));
  return sockets.filter((_, index) => owners[index] !== 'foreign');
}

/** Where Windows lists the named pipes that there are. */
const pipeFolder = '\\\\.\\pipe\\';
const usualPipes: readonly Place[] = [
  { name: 'Docker Desktop', path: '//./pipe/dockerDesktopLinuxEngine' },
  { name: 'Docker Desktop (Windows containers)', path: '//./pipe/dockerDesktopWindowsEngine' },
  { name: 'Podman', path: '//./pipe/podman-machine-default' },
];
const otherPipes: readonly Place[] = [
  { name: 'Docker', path: '//./pipe/docker_engine' },
  { name: 'Docker (Linux containers)', path: '//./pipe/docker_engine_linux' },
  { name: 'Docker (Windows containers)', path: '//./pipe/docker_engine_windows' },
  { name: 'Rancher Desktop', path: '//./pipe/rancher_desktop' },
];

/**
 * The usual pipes, and of the others those that are there. They are looked for in the list of all pipes: asking for one by its
 * path opens it, which takes one of its instances away from others. Windows does not tell case in their names. Podman names
 * the pipe of a machine after it, with `podman-` before a name that does not begin so
 * (`toPipeName` of https://github.com/containers/podman/blob/main/pkg/machine/machine_windows.go).
 */
async function windowsPipes(environment: HostEnvironment): Promise<readonly KnownSocket[]> {
  const names = await environment.list(pipeFolder);
  const there = new Set(names.map((name) => `//./pipe/${name}`.toLowerCase()));
  const known = [...usualPipes, ...otherPipes];
  const machines = names
    .map((name) => ({ name: `Podman ${name.replace(/^podman-(?=.)/i, '')}`, path: `//./pipe/${name}` }))
    .filter(({ name, path }) => /^\/\/\.\/pipe\/podman(?!-machine-default$)/i.test(path) && /^[\w .-]+$/.test(name))
    .sort((left, right) => (left.path < right.path ? -1 : 1));
  return [...known, ...machines]
    .map((pipe) => ({ ...pipe, present: there.has(pipe.path.toLowerCase()) }))
    .filter((pipe) => pipe.present || usualPipes.some(({ path }) => path === pipe.path));
}

async function colima(environment: HostEnvironment): Promise<readonly Place[]> {
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

async function podmanMachines(environment: HostEnvironment): Promise<readonly Place[]> {
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

async function lima(environment: HostEnvironment): Promise<readonly Place[]> {
  const folder = environment.variables.LIMA_HOME ?? posix.join(environment.homeDirectory, '.lima');
  const instances = await environment.list(folder);
  return instances
    .map((instance) => ({ name: `Lima ${instance}`, path: posix.join(folder, instance, 'sock/docker.sock') }))
    .filter(({ path }) => environment.exists(path));
}
