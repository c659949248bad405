import type { Duplex } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { type Client, createClient } from '@connectrpc/connect';
import { createGrpcTransport, Http2SessionManager } from '@connectrpc/connect-node';
import type { Disposable } from '../../../core/disposable';
import type { EngineTransport } from '../../transport/transport';
import { Control } from './protocol/control_pb';

/** What a client of the control API asks for; the host means nothing on a connection that is there already. */
const address = 'http://localhost';

/** BuildKit's own API, in the engine behind `POST /grpc`. */
export interface ControlConnection extends Disposable {
  readonly client: Client<typeof Control>;
  /** True when the connection has ended by itself. */
  readonly isLost: () => boolean;
}

/** Opens it. An engine that has no BuildKit answers with `engineFailed`, `notFound` or `invalidInput`. */
export async function openControl(transport: EngineTransport, signal: AbortSignal | undefined): Promise<ControlConnection> {
  const { socket, head } = await transport.hijack(
    { method: 'POST', path: '/grpc', signal, context: { operation: 'build' } },
    { Upgrade: 'h2c' },
  );
  let closed = false;
  let disposed = false;
  socket.once('close', () => (closed = true));
  socket.on('error', () => undefined);
  if (head.length > 0) socket.unshift(head);
  const sessionManager = new Http2SessionManager(address, {}, { createConnection: (): Duplex => socket });
  await sessionManager.connect();
  // As for the session: what came with the headers is read in the next turn.
  await setImmediate();
  return {
    client: createClient(Control, createGrpcTransport({ baseUrl: address, sessionManager })),
    isLost: () => closed && !disposed,
    dispose: () => {
      disposed = true;
      sessionManager.abort();
      socket.destroy();
    },
  };
}
