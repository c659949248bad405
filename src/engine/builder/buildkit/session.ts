import { randomBytes } from 'node:crypto';
import http2 from 'node:http2';
import type { Duplex } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { type ConnectRouter, createContextKey, createContextValues } from '@connectrpc/connect';
import { connectNodeAdapter } from '@connectrpc/connect-node';
import type { Disposable } from '../../../core/disposable';
import type { EngineTransport } from '../../transport/transport';
import { serveMessages, type StreamedAnswer } from './message-stream';

/** Names and values of a call's headers, as they came: one after the other, repeated ones apart. */
export const rawHeadersKey = createContextKey<readonly string[]>([]);

/** In MB, for each session: a build may fetch an archive while it asks for thousands of files. */
const sessionMemory = 128;
/** In bytes; what a far engine may send before it hears of it. */
const window = 4 << 20;

/**
 * The connection by which BuildKit asks its client for files, credentials and secrets: `POST /session`, after which the
 * engine is the client and we serve gRPC (moby/buildkit, `session`).
 */
export class BuildSession implements Disposable {
  private constructor(
    readonly id: string,
    private readonly socket: Duplex,
    private readonly server: http2.Http2Server,
  ) {}

  /**
   * `sharedKey` is the same for every build of one folder: what was sent of it before need not be sent again. `methods` are
   * the paths of what `routes` serves.
   */
  static async open(
    transport: EngineTransport,
    options: {
      readonly name: string;
      readonly sharedKey: string;
      readonly methods: readonly string[];
      readonly routes: (router: ConnectRouter) => void;
      /** The method that is not among them, and its answer: it has very many messages. */
      readonly streamed: { readonly method: string; readonly answer: StreamedAnswer };
      readonly signal: AbortSignal | undefined;
    },
  ): Promise<BuildSession> {
    const id = randomBytes(16).toString('hex');
    const { socket, head } = await transport.hijack(
      { method: 'POST', path: '/session', signal: options.signal, context: { operation: 'build' } },
      {
        Upgrade: 'h2c',
        'X-Docker-Expose-Session-Uuid': id,
        'X-Docker-Expose-Session-Name': options.name,
        'X-Docker-Expose-Session-Sharedkey': options.sharedKey,
        'X-Docker-Expose-Session-Grpc-Method': options.methods,
      },
    );
    const handler = connectNodeAdapter({
      routes: options.routes,
      grpc: true,
      grpcWeb: false,
      connect: false,
      contextValues: ({ rawHeaders }) => createContextValues().set(rawHeadersKey, rawHeaders),
    });
    const { method, answer } = options.streamed;
    const server = http2.createServer({ maxSessionMemory: sessionMemory, settings: { initialWindowSize: window } }, (request, response) => {
      if (request.url !== method) handler(request, response);
      // It tells its failures to the builder, and the build tells them.
      else serveMessages(request, response, answer).catch(() => request.stream.destroy());
    });
    // The end of the connection is told by the build itself.
    socket.on('error', () => undefined);
    server.on('sessionError', () => undefined);
    server.on('error', () => undefined);
    if (head.length > 0) socket.unshift(head);
    server.emit('connection', socket);
    // Node reads what came with the headers in the next turn, and throws past everybody where the connection is gone by then.
    await setImmediate();
    return new BuildSession(id, socket, server);
  }

  dispose(): void {
    this.socket.destroy();
    this.server.close();
  }
}

/** The values of a header by its name in lower case, each as it was given; those that are no ASCII came encoded. */
export function headerValues(rawHeaders: readonly string[], name: string): readonly string[] {
  const all = (wanted: string): string[] =>
    rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === wanted);
  const values = all(name);
  return all(`${name}-encoded`)[0] === '1' ? values.map(unescaped) : values;
}

/** As Go's `url.QueryUnescape`, which gives nothing for what is malformed. */
function unescaped(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    return '';
  }
}
