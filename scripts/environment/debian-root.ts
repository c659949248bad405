import { chmod, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { cached } from './cache';
import { debianMirror, ensurePackages } from './packages';
import { run } from './process';

/** A release of Debian and what its root holds. Raise `stamp` whenever the list changes. */
interface Release {
  readonly stamp: number;
  readonly packages: readonly string[];
}

const releases = {
  /** Docker Engine 20.10.24, Podman 4.3, the distribution registry 2.8.2; git, with which engines fetch contexts. */
  bookworm: {
    stamp: 2,
    packages: ['docker.io', 'git', 'docker-registry', 'podman', 'busybox-static', 'openssl', 'iptables', 'ca-certificates', 'procps'],
  },
  /** Docker Engine 28.5, buildx, compose. */
  forky: {
    stamp: 2,
    packages: ['docker.io', 'git', 'docker-cli', 'docker-buildx', 'docker-compose', 'iptables', 'ca-certificates', 'procps'],
  },
} as const satisfies Record<string, Release>;

/** The name of a Debian release of which a root can be had. */
export type ReleaseName = keyof typeof releases;

/** The folder inside every root on which the folder of an instance is mounted. */
export const mountPoint = '/slipway';

/** The folder inside every root on which the folder of an instance's sockets is mounted. */
export const socketPoint = '/slipway-sockets';

/**
 * The folder of a Debian root with the engines and tools of that release; made once (about 40 s) by mmdebstrap from
 * the mirror of the machine's own apt. Nothing of it is installed on the machine, so no service of its is started.
 */
export async function debianRoot(name: ReleaseName, say: (line: string) => void): Promise<string> {
  const release: Release = releases[name];
  return cached(`root-${name}-${release.stamp}`, async (folder) => {
    await ensurePackages(['root'], say);
    say(`Making a Debian root with ${release.packages.join(', ')} (${name})`);
    // In a mount namespace of its own: if it is killed, no mount of it stays in a folder that is later removed.
    await run('unshare', [
      '--mount',
      '--propagation',
      'private',
      'mmdebstrap',
      '--variant=apt',
      '--quiet',
      `--include=${release.packages.join(',')}`,
      '--aptopt=APT::Install-Recommends "false"',
      '--aptopt=Acquire::Check-Valid-Until "false"',
      name,
      folder,
      await debianMirror(),
    ]);
    await mkdir(path.join(folder, mountPoint));
    await chmod(folder, 0o755);
  });
}
