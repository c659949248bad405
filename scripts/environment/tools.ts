import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { debianRoot } from './debian-root';
import { EnvironmentFailure } from './failure';
import { findCommand } from './packages';

/** Programs that are run as files, outside any root. */
const tools = {
  'docker-registry': { inRoot: 'usr/bin/docker-registry', commands: ['docker-registry', 'registry'], install: "docker-registry (Debian's, or the binary of distribution/distribution)" },
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

/** A program that names a loader does not run in an image that has none. */
async function isStatic(file: string): Promise<boolean> {
  const content = await readFile(file);
  return !content.includes('/ld-linux') && !content.includes('/ld-musl');
}
