import type { Disposable } from '../../core/disposable';
import type { Event } from '../../core/emitter';
import type { EnginePlace } from '../../core/engine-place';
import type { EngineAttempt } from '../../core/errors';
import type { Engine } from '../engine';
import type { EngineEvent } from '../system/system';
import type { EngineInformation } from '../information';
import type { HostEnvironment } from '../contexts/host-environment';
import type { ReadFileFacts } from '../contexts/socket-owner';
import type { PulseSettings } from '../transport/liveness';

/** One address under which an engine may be found, before anything was tried. */
export interface EngineCandidate {
  /** Stable id: `context:desktop-linux`, `environment`, `socket:/run/user/1000/docker.sock`. */
  readonly id: string;
  /** Name of the docker context, or of the well-known product: `default`, `colima`, `Podman`. */
  readonly name: string;
  /** `unix://…`, `npipe://…`, `tcp://…`, `ssh://…`. */
  readonly address: string;
  /** Where it comes from, translated: `DOCKER_HOST`, `docker context`, `known socket`. */
  readonly source: string;
  readonly description?: string;
  /** Given for what was only found: the socket is used while it belongs to this user or to root, and nobody else can replace it. */
  readonly owner?: { readonly userId: number; readonly fileFacts?: ReadFileFacts };
  /** Paths of PEM files; present when the connection is to be secured with TLS. */
  readonly tls?: { readonly ca?: string; readonly certificate?: string; readonly key?: string; readonly verify: boolean };
}

/** A row of the Engines view. */
export interface EngineStatus {
  readonly candidate: EngineCandidate;
  readonly current: boolean;
  readonly state: 'unknown' | 'connecting' | 'connected' | 'unreachable';
  readonly information?: EngineInformation;
  readonly reason?: string;
}

export type ConnectionState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting'; readonly candidate: EngineCandidate | undefined }
  | { readonly kind: 'connected'; readonly candidate: EngineCandidate; readonly information: EngineInformation }
  | { readonly kind: 'unreachable'; readonly tried: readonly EngineAttempt[]; readonly place?: EnginePlace; readonly retryAt: number };

/**
 * The one engine in use: finds it, follows its events, reconnects for ever. Does nothing until somebody watches or asks.
 */
export interface EngineConnection extends Disposable {
  readonly state: ConnectionState;
  readonly onState: Event<ConnectionState>;
  /** The events, one by one, while somebody watches. */
  readonly onEvent: Event<EngineEvent>;
  /** Fires after every (re)connection and engine switch: everything listed before may be stale. */
  readonly onReset: Event<void>;
  /** Keeps the event stream open until disposed; the first watcher connects, the last one lets go. */
  watch(): Disposable;
  /** The connected engine, connecting if need be. Throws `engineUnreachable`. */
  engine(signal?: AbortSignal): Promise<Engine>;
  /** All candidates with what is known of them; probes them (2 s limit each, in parallel). */
  probe(signal?: AbortSignal): Promise<readonly EngineStatus[]>;
  /**
   * Switches to another candidate by its id or context name, for this window. When that one does not answer nothing
   * changes: throws `notFound`, `engineUnreachable` or `cancelled`.
   */
  use(id: string, signal?: AbortSignal): Promise<void>;
  /** Tries again now. */
  retry(): void;
  /** Where the engine with this id of a candidate, context name or address may be. Nothing is tried. Throws `notFound`. */
  candidate(name: string): Promise<EngineCandidate>;
}

/** What a connection needs from outside. */
export interface ConnectionOptions {
  /** The setting `slipway.engine.context`: a context, an address, or empty. */
  readonly chosen: () => string;
  readonly log?: (message: string) => void;
  readonly environment: HostEnvironment;
  /** How a connection that went silent is noticed; tests hurry it. */
  readonly pulse?: PulseSettings;
}
