import { engineBuilder } from './builder/dockerode-builder';
import { engineContainers } from './containers/dockerode-containers';
import { engineImages } from './images/dockerode-images';
import { engineNetworks } from './networks/dockerode-networks';
import { engineSystem } from './system/dockerode-system';
import { engineVolumes } from './volumes/dockerode-volumes';
import type { Engine } from './engine';
import type { CountedStream } from './streams/stream-pair';
import type { PulseSettings } from './transport/liveness';
import { negotiate } from './transport/negotiation';
import { EngineTransport } from './transport/transport';
import { defined } from '../core/records';

/** Where an engine listens. */
export interface EngineSocket {
  /** Path of a unix socket or a Windows named pipe. */
  readonly socketPath: string;
  /** Shown in errors; the socket's path when absent. */
  readonly address?: string;
  /** Stands before every path of the API: `/path`, or empty. */
  readonly basePath?: string;
  /** True for a bridge to another machine, where a connection is dear. */
  readonly remote?: boolean;
  /** Connects past the socket, for streams whose directions end one by one. */
  readonly connect?: () => CountedStream;
  readonly signal?: AbortSignal;
  /** Called once when the engine is disposed or, after `retire`, no longer used. */
  readonly onEnd?: () => void;
  /** Called when the engine answers no more; what ran on it has failed. */
  readonly onDead?: () => void;
  /** Called when the computer has slept. */
  readonly onWake?: () => void;
  readonly pulse?: PulseSettings | undefined;
}

/** An engine that can also be let go of without disturbing what it is doing. */
export interface ConnectedEngine extends Engine {
  /** Disposes it as soon as nothing uses it. */
  retire(): void;
}

/**
 * Connects to the engine that listens on a socket and negotiates the API version. Throws `engineUnreachable`,
 * `permissionDenied`, `unsupported` or `connectionLost`.
 */
export async function connectEngine(socket: EngineSocket): Promise<ConnectedEngine> {
  const { socketPath, address, remote, basePath = '', signal, connect, onEnd, onDead, onWake, pulse } = socket;
  const transport = await EngineTransport.create({
    socketPath,
    address: address ?? socketPath,
    remote: remote ?? false,
    basePath,
    ...defined({ connect, onEnd, onDead, onWake }),
    pulse,
  });
  try {
    const information = await negotiate(transport, signal);
    transport.watch();
    return {
      information,
      images: engineImages(transport, information),
      containers: engineContainers(transport, information),
      volumes: engineVolumes(transport),
      networks: engineNetworks(transport),
      builder: engineBuilder(transport, information),
      system: engineSystem(transport),
      retire: () => transport.retire(),
      dispose: () => transport.dispose(),
    };
  } catch (error) {
    transport.dispose();
    throw error;
  }
}
