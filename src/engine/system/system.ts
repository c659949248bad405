import type { DiskUsage, UsageKind } from '../../core/disk-usage';
import type { RegistryCredentials } from '../operation';

/** A message of the engine's event stream, reduced to what trees and commands use. */
export interface EngineEvent {
  readonly type: 'image' | 'container' | 'volume' | 'network' | 'daemon' | 'builder' | 'plugin';
  /** `create`, `die`, `health_status`, `tag`, … without arguments behind a colon. */
  readonly action: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly time: number;
}

export interface Ping {
  readonly apiVersion: string;
}

/** The engine as a whole: what it is, where its disk went, what happens in it. */
export interface EngineSystem {
  /** Checks credentials as `docker login` does; gives an identity token when the registry issues one. */
  checkCredentials(credentials: RegistryCredentials): Promise<{ readonly identityToken: string | undefined }>;
  ping(signal?: AbortSignal): Promise<Ping>;
  /** The engine's own JSON about itself and its machine. */
  info(signal?: AbortSignal): Promise<Readonly<Record<string, unknown>>>;
  /** Where the disk went, of these kinds at least. Dear for an engine with large volumes: ask only when somebody wants to know. */
  diskUsage(signal?: AbortSignal, kinds?: readonly UsageKind[]): Promise<DiskUsage>;
  /**
   * The event stream. Ends when the connection ends (resolves) or is aborted; `EngineConnection` reconnects.
   * `onOpen` is called when the engine has accepted the subscription.
   */
  streamEvents(options: {
    readonly since?: number;
    readonly signal: AbortSignal;
    readonly onOpen: () => void;
    readonly onEvent: (event: EngineEvent) => void;
  }): Promise<void>;
}
