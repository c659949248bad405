import { request as httpRequest } from 'node:http';
import type { Duplex } from 'node:stream';
import type { CountedStream } from './stream-pair';
import { readErrorText } from '../transport/request';
import { defined } from '../../core/records';

/** A connection that the engine has turned into a raw stream. `head` came with the answer's headers. */
export interface HijackedStream {
  readonly socket: Duplex;
  readonly head: Uint8Array;
  readonly contentType: string;
}

/** What the engine said instead of turning the connection over. */
export interface RefusedHijack {
  readonly status: number;
  readonly body: string;
}

/** The protocol that the connection is to speak, with what the engine is told about it. */
export interface UpgradeHeaders {
  readonly Upgrade: 'tcp' | 'h2c';
  readonly [name: string]: string | readonly string[];
}

/**
 * `POST` with `Upgrade`: `tcp`, as attach and exec need it, `h2c` as BuildKit does. Not through dockerode: it sends its options as a JSON body,
 * which Podman writes into the container's standard input.
 */
export function dialHijacked(options: {
  readonly socketPath: string;
  /** Connects in another way than to the socket. */
  readonly connect?: (() => CountedStream) | undefined;
  readonly path: string;
  readonly body?: object | undefined;
  readonly upgrade: UpgradeHeaders;
  readonly signal?: AbortSignal | undefined;
  /** Called with the connection as soon as there is one. */
  readonly onSocket?: (socket: CountedStream) => void;
}): Promise<HijackedStream | RefusedHijack> {
  const body = options.body === undefined ? undefined : Buffer.from(JSON.stringify(options.body));
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      socketPath: options.socketPath,
      path: options.path,
      method: 'POST',
      // With an agent, and `false` is one, Node would not ask for the connection. VS Code leaves requests alone that name a socket.
      ...(options.connect ? { createConnection: options.connect } : { agent: false as const }),
      headers: {
        Host: 'localhost',
        Connection: 'Upgrade',
        ...options.upgrade,
        ...(body && { 'Content-Type': 'application/json', 'Content-Length': body.length }),
      },
      ...defined({ signal: options.signal }),
    });
    request.once('socket', (socket) => options.onSocket?.(socket));
    request.once('error', reject);
    request.once('upgrade', (response, socket, head) => {
      resolve({ socket, head, contentType: response.headers['content-type'] ?? '' });
    });
    request.once('response', (response) => {
      readErrorText(response).then((text) => resolve({ status: response.statusCode ?? 0, body: text }), reject);
    });
    request.end(body);
  });
}
