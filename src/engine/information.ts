/** What an engine said of itself when the connection was made. */
export interface EngineInformation {
  /** `docker` or `podman`. */
  readonly kind: 'docker' | 'podman';
  /** Version of the engine: `28.5.2`. */
  readonly version: string;
  /** API version in use, negotiated: `1.51`. */
  readonly apiVersion: string;
  /** The engine's own id, the same through every address that leads to it; empty when it has none. */
  readonly id: string;
  readonly operatingSystem: string;
  /** `linux/amd64`. */
  readonly platform: string;
  /** Name of the storage driver: `overlay2`, `overlayfs`. */
  readonly storageDriver: string;
  /** True with the containerd image store, where ids are manifest digests and sizes include compressed blobs. */
  readonly containerdStore: boolean;
  /** The engine's default registry mirror and insecure registries, as it tells them. */
  readonly insecureRegistries: readonly string[];
}

/** An engine as errors and pages name it: `Docker 20.10.24`. */
export function engineName({ kind, version }: Pick<EngineInformation, 'kind' | 'version'>): string {
  return `${kind === 'podman' ? 'Podman' : 'Docker'} ${version}`;
}

/** Whether BuildKit is the one of Docker before 23, which lacks options and ends the engine over a Dockerfile without FROM. */
export const hasEarlyBuildKit = ({ kind, version }: EngineInformation): boolean => kind === 'docker' && Number.parseInt(version, 10) < 23;
