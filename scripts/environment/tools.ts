import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { debianRoot } from './debian-root';
import { releaseOf, type EngineVersion } from './engine-configuration';
import { EnvironmentFailure } from './failure';
import { findCommand } from './packages';

/** Programs that are run as files, outside any root. */
const tools = {
  'docker-registry': {
    inRoot: 'usr/bin/docker-registry',
    commands: ['docker-registry', 'registry'],
    install: "docker-registry (Debian's, or the binary of distribution/distribution)",
  },
  busybox: { inRoot: 'bin/busybox', commands: ['busybox'], install: 'busybox-static' },
} as const;

/** Whether this process may make roots and engines of its own: root on Linux. */
export const canMakeRoots = (): boolean => process.platform === 'linux' && process.getuid?.() === 0;

/** The file of a tool: of the Debian root where one can be had, else of PATH; throws and names what to install. */
export async function toolFile(name: keyof typeof tools, say: (line: string) => void = () => undefined): Promise<string> {
  const { inRoot, commands, install } = tools[name];
  if (canMakeRoots()) return path.join(await debianRoot('bookworm', say), inRoot);
  for (const command of commands) {
    const file = await findCommand(command);
    if (file !== undefined && (name !== 'busybox' || (await isStatic(file)))) return file;
  }
  throw new EnvironmentFailure(`not on PATH: ${commands.join(' or ')}; install ${install}, or run as root on Debian`);
}

/**
 * The words that run the docker command line of an engine's own release as a file of this machine; of an attached engine,
 * or where no root can be made, the one on PATH. Throws and names what to install when there is none.
 */
export async function dockerCommandLine(
  version: EngineVersion | 'attached',
  say: (line: string) => void = () => undefined,
): Promise<readonly [string, ...string[]]> {
  if (version !== 'attached' && version !== 'podman' && canMakeRoots())
    return programInRoot(await debianRoot(releaseOf[version], say), 'usr/bin/docker');
  const file = await findCommand('docker');
  if (file === undefined) throw new EnvironmentFailure('not on PATH: docker; install docker-cli, or run as root on Debian');
  return [file];
}

/** The words that run `docker buildx` of Debian's newest release as a file of this machine; undefined where no root can be made. */
export async function buildxCommandLine(): Promise<readonly [string, ...string[]] | undefined> {
  if (!canMakeRoots()) return undefined;
  return programInRoot(await debianRoot('forky', () => undefined), 'usr/libexec/docker/cli-plugins/docker-buildx');
}

/** The words that run `docker compose` of Debian's newest release as a file of this machine; undefined where no root can be made. */
export async function composeCommandLine(): Promise<readonly [string, ...string[]] | undefined> {
  if (!canMakeRoots()) return undefined;
  return programInRoot(await debianRoot('forky', () => undefined), 'usr/libexec/docker/cli-plugins/docker-compose');
}

/** The words that run a program of a root with the loader and the C library of its own release: the machine's may be older. */
async function programInRoot(root: string, program: string): Promise<readonly [string, ...string[]]> {
  const folders = (await readdir(path.join(root, 'usr/lib')))
    .filter((name) => name.endsWith('-linux-gnu'))
    .map((name) => path.join(root, 'usr/lib', name));
  for (const folder of folders) {
    const loader = (await readdir(folder)).find((name) => /^ld-linux.*\.so/.test(name));
    if (loader !== undefined) return [path.join(folder, loader), '--library-path', folder, path.join(root, program)];
  }
  return [path.join(root, program)];
}

/** A program that names a loader does not run in an image that has none. */
async function isStatic(file: string): Promise<boolean> {
  const content = await readFile(file);
  return !content.includes('/ld-linux') && !content.includes('/ld-musl');
}
