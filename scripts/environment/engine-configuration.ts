import { mountPoint, socketPoint, type ReleaseName } from './debian-root';
import type { Bridge } from './network';

/** Docker 20.10 (overlay2), Docker 28.5 (containerd image store), Docker 28.5 with overlay2, Podman 4.3. */
export type EngineVersion = 'docker-20' | 'docker-28' | 'docker-28-overlay2' | 'podman';

/** In which root each engine lives. */
export const releaseOf: Readonly<Record<EngineVersion, ReleaseName>> = {
  'docker-20': 'bookworm',
  'docker-28': 'forky',
  'docker-28-overlay2': 'forky',
  podman: 'bookworm',
};

/** A file of the engine's own /etc, by path, and the command that runs it. */
export interface EngineConfiguration {
  readonly files: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Facts of one instance. `insecureRegistries` are `host:port` that speak plain HTTP; 127.0.0.0/8 is for Docker anyway. */
export interface EngineFacts {
  readonly version: EngineVersion;
  readonly bridge: Bridge;
  readonly cgroup: string;
  readonly insecureRegistries: readonly string[];
}

/** How the engine is to be run, seen from inside its root. */
export function engineConfiguration(facts: EngineFacts): EngineConfiguration {
  return facts.version === 'podman' ? podman(facts) : docker(facts);
}

/**
 * https://docs.docker.com/reference/cli/dockerd/#daemon-configuration-file
 * No firewall rule is made: the chains are shared by all engines of a machine, and starting one empties them. Published
 * ports go through docker-proxy, which needs none.
 */
function docker({ version, bridge, cgroup, insecureRegistries }: EngineFacts): EngineConfiguration {
  const configuration = {
    hosts: [`unix://${socketPoint}/docker.sock`],
    'data-root': `${mountPoint}/data`,
    'exec-root': '/run/docker',
    pidfile: '/run/docker.pid',
    bridge: bridge.name,
    iptables: false,
    'ip-masq': false,
    'ip-forward': false,
    'cgroup-parent': `/${cgroup}`,
    'exec-opts': ['native.cgroupdriver=cgroupfs'],
    'default-address-pools': [{ base: `${bridge.prefix}.0.0/16`, size: 24 }],
    'shutdown-timeout': 2,
    'insecure-registries': insecureRegistries,
    ...(version === 'docker-20' ? {} : { ip6tables: false, features: { 'containerd-snapshotter': version === 'docker-28' } }),
  };
  return {
    files: { 'docker/daemon.json': JSON.stringify(configuration, undefined, 2) },
    command: ['dockerd', '--config-file', '/etc/docker/daemon.json'],
    environment: {},
  };
}

/** https://github.com/containers/common/blob/main/docs/containers.conf.5.md and https://www.cni.dev/plugins/current/main/bridge/ */
function podman({ bridge, insecureRegistries }: EngineFacts): EngineConfiguration {
  const network = {
    cniVersion: '0.4.0',
    name: 'podman',
    plugins: [
      {
        type: 'bridge',
        bridge: bridge.name,
        isGateway: true,
        ipMasq: false,
        ipam: { type: 'host-local', ranges: [[{ subnet: `${bridge.prefix}.0.0/24`, gateway: `${bridge.prefix}.0.1` }]] },
      },
    ],
  };
  const registries = insecureRegistries.map((address) => `[[registry]]\nlocation = "${address}"\ninsecure = true\n`);
  return {
    files: {
      'cni/net.d/87-podman-bridge.conflist': JSON.stringify(network, undefined, 2),
      'containers/containers.conf': '[engine]\ncgroup_manager = "cgroupfs"\nevents_logger = "file"\n[network]\nnetwork_backend = "cni"\n',
      'containers/registries.conf': ['unqualified-search-registries = ["docker.io"]\n', ...registries].join('\n'),
      'containers/policy.json': JSON.stringify({ default: [{ type: 'insecureAcceptAnything' }] }),
    },
    command: [
      'podman',
      '--root',
      `${mountPoint}/data`,
      '--runroot',
      '/run/podman',
      'system',
      'service',
      '--time',
      '0',
      `unix://${socketPoint}/docker.sock`,
    ],
    environment: { CONTAINERS_CONF: '/etc/containers/containers.conf' },
  };
}
