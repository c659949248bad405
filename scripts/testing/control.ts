import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EngineInstance } from '../environment/engine';
import { messageOf } from '../environment/failure';

/** A server on the loopback through which a test in another process switches its engine. */
export interface ControlServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves `POST /engine/stop`, `/engine/kill` and `/engine/start`; each answers when it is done. */
export function serveControl(engine: EngineInstance): Promise<ControlServer> {
  const actions = new Map<string, () => Promise<void>>([
    ['/engine/stop', () => engine.stop()],
    ['/engine/kill', () => engine.kill()],
    ['/engine/start', () => engine.start()],
  ]);
  const server = createServer((request, response) => {
    const action = request.method === 'POST' ? actions.get(request.url ?? '') : undefined;
    if (action === undefined) {
      response.writeHead(404).end();
      return;
    }
    action().then(
      () => {
        response.writeHead(204).end();
      },
      (error: unknown) => {
        response.writeHead(500).end(messageOf(error));
      },
    );
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      resolve({
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => {
              closed();
            });
            server.closeAllConnections();
          }),
      });
    });
  });
}
