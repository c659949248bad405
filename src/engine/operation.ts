import type { ReportProgress } from '../core/progress';

/** User and password, or a token, for one registry, as `X-Registry-Auth` wants them. */
export interface RegistryCredentials {
  readonly username?: string;
  readonly password?: string;
  readonly identityToken?: string;
  /** `https://index.docker.io/v1/` for Docker Hub, else `host[:port]`. */
  readonly serverAddress: string;
}

/** Options that every long operation takes. */
export interface OperationOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: ReportProgress;
}

/** Filters of the engine's list and prune calls: `{ label: ['a=b'], until: ['24h'] }`. */
export type EngineFilters = Readonly<Record<string, readonly string[]>>;
