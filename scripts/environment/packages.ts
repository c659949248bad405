import { access } from 'node:fs/promises';
import path from 'node:path';
import { EnvironmentFailure } from './failure';
import { run } from './process';

/** A Debian package and the one of its files that shows it is there, however it came. */
interface Part {
  readonly package: string;
  readonly proof: string;
}

const command = (name: string, from = name): Part => ({ package: from, proof: name });

/** What each purpose needs on the machine itself; everything of an engine or a registry is in a root of its own. */
const needs = {
  root: [
    command('mmdebstrap'),
    command('ip', 'iproute2'),
    command('unshare', 'util-linux'),
    command('setpriv', 'util-linux'),
    command('openssl'),
  ],
  vscode: [
    command('python3'),
    command('make'),
    command('g++'),
    command('pkg-config'),
    { package: 'libkrb5-dev', proof: '/usr/include/gssapi.h' },
  ],
  browser: [
    command('chromium'),
    { package: 'fonts-dejavu-core', proof: '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf' },
    { package: 'fonts-noto-cjk', proof: '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc' },
  ],
  shellcheck: [command('shellcheck')],
  ssh: [command('sshd', 'openssh-server'), command('ssh', 'openssh-client'), command('ssh-keygen', 'openssh-client')],
} as const satisfies Record<string, readonly Part[]>;

/** What the packages are for. */
export type Purpose = keyof typeof needs;

/** The full path of a command on PATH or in the usual folders of system commands. */
export async function findCommand(name: string): Promise<string | undefined> {
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
  for (const folder of folders.filter((entry) => entry !== '')) {
    const file = path.join(folder, name);
    if (await exists(file)) return file;
  }
  return undefined;
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

async function isThere(part: Part): Promise<boolean> {
  return part.proof.startsWith('/') ? exists(part.proof) : (await findCommand(part.proof)) !== undefined;
}

/** The packages that the purposes still miss on this machine. */
export async function missingPackages(purposes: readonly Purpose[]): Promise<readonly string[]> {
  const missing = new Set<string>();
  for (const part of purposes.flatMap((purpose): readonly Part[] => needs[purpose])) {
    if (!(await isThere(part))) missing.add(part.package);
  }
  return [...missing];
}

/** Whether missing packages can be installed here: root on a system with apt. */
export async function canInstall(): Promise<boolean> {
  return process.getuid?.() === 0 && (await findCommand('apt-get')) !== undefined;
}

/** Installs what the purposes miss; where that is not possible, throws and names exactly what to install. */
export async function ensurePackages(purposes: readonly Purpose[], say: (line: string) => void): Promise<void> {
  const missing = await missingPackages(purposes);
  if (missing.length === 0) return;
  if (!(await canInstall())) {
    throw new EnvironmentFailure(
      `missing on this machine: ${missing.join(', ')} (names of Debian's packages). ` +
        `Install them, for example with: sudo apt-get install --no-install-recommends ${missing.join(' ')}`,
    );
  }
  say(`Installing from Debian's packages: ${missing.join(', ')}`);
  // In this run level Debian's scripts start no service of what they install.
  const environment = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const patience = ['-q', '-o', 'DPkg::Lock::Timeout=300'];
  await run('apt-get', ['update', ...patience], { environment });
  await run('apt-get', ['install', '-y', '--no-install-recommends', ...patience, ...missing], { environment });
  const still = await missingPackages(purposes);
  if (still.length > 0) throw new EnvironmentFailure(`apt-get installed ${still.join(', ')}, yet they are not found`);
}

/** The address from which this machine's own apt gets Debian's packages, for roots of other releases. */
export async function debianMirror(): Promise<string> {
  const targets = await run('apt-get', ['indextargets', '--format', '$(SITE) $(COMPONENT)', 'Created-By: Packages']);
  const sites = targets.split('\n').map((line) => line.trim().split(' '));
  const mirror = sites.find(([site, component]) => component === 'main' && /\/debian\/?$/.test(site ?? ''))?.[0];
  if (mirror === undefined) {
    throw new EnvironmentFailure("apt's sources name no Debian mirror (…/debian with the component main) to get an engine from");
  }
  return mirror;
}
