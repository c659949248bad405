import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** Answers one request; the path has no version prefix and no query. */
export type FakeAnswer = (response: ServerResponse, request: FakeRequest) => void | Promise<void>;

/** A request as the fake engine saw it. */
export interface FakeRequest {
  readonly method: string;
  readonly path: string;
  readonly version: string | undefined;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly message: IncomingMessage;
}

/**
 * An engine that does what a test tells it: real HTTP on a unix socket (on Windows a named pipe), for faults that no healthy engine shows.
 * Without a script it pings, tells its version and information, has empty lists and an event stream.
 */
export class FakeEngine {
  readonly requests: FakeRequest[] = [];
  apiVersion = '1.41';
  minApiVersion = '1.24';
  id = 'FAKE';
  private readonly answers = new Map<string, FakeAnswer>();
  private readonly listeners = new Set<ServerResponse>();
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;
  private serveRaw: ((socket: Socket) => void) | undefined;
  private choose: ((request: FakeRequest) => FakeAnswer | undefined) | undefined;

  private constructor(private readonly directory: string) {}

  /** Makes one that listens already. */
  static async start(): Promise<FakeEngine> {
    const engine = await FakeEngine.prepare();
    await engine.listen();
    return engine;
  }

  /** Makes one that does not listen yet. */
  static async prepare(): Promise<FakeEngine> {
    return new FakeEngine(await mkdtemp(join(tmpdir(), 'slipway-fake-engine-')));
  }

  get socketPath(): string {
    // Windows listens in named pipes alone.
    return process.platform === 'win32' ? `\\\\.\\pipe\\${basename(this.directory)}` : join(this.directory, 'docker.sock');
  }

  /** Number of event streams that are open. */
  get eventStreams(): number {
    return this.listeners.size;
  }

  /** Number of connections that are open. */
  get connections(): number {
    return this.sockets.size;
  }

  /** Scripts the answer to `GET /images/json` and the like. */
  on(route: string, answer: FakeAnswer): this {
    this.answers.set(route, answer);
    return this;
  }

  /** From the next {@link listen} on, requests for a raw stream get one: what `serve` makes of it. */
  raw(serve: (socket: Socket) => void): this {
    this.serveRaw = serve;
    return this;
  }

  /** Answers what has no script of its own; without an answer it is the standard one. */
  otherwise(choose: (request: FakeRequest) => FakeAnswer | undefined): this {
    this.choose = choose;
    return this;
  }

  async listen(): Promise<void> {
    const server = createServer((request, response) => void this.handle(request, response));
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
    const { serveRaw } = this;
    if (serveRaw) {
      server.on('upgrade', (_request, socket: Socket) => {
        socket.write('HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n');
        serveRaw(socket);
      });
    }
    await new Promise<void>((resolve) => server.listen(this.socketPath, resolve));
    this.server = server;
  }

  /** Goes away as a killed engine does: every connection is cut and the socket is gone. */
  async stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    this.listeners.clear();
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }

  /** Sends an event to everybody who listens. */
  emit(event: object): void {
    for (const listener of this.listeners) listener.write(`${JSON.stringify(event)}\n`);
  }

  /** Ends the event streams in good order. */
  endEvents(): void {
    for (const listener of this.listeners) listener.end();
  }

  async dispose(): Promise<void> {
    await this.stop();
    await rm(this.directory, { recursive: true, force: true });
  }

  private async handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(message.url ?? '/', 'http://fake');
    const versioned = /^\/v(\d+\.\d+)(\/.*)$/.exec(url.pathname);
    const path = versioned?.[2] ?? url.pathname;
    const method = message.method ?? 'GET';
    const request = { method, path, version: versioned?.[1], query: url.searchParams, headers: message.headers, message };
    this.requests.push(request);
    await (this.answers.get(`${method} ${path}`) ?? this.choose?.(request) ?? this.standard(path))(response, request);
  }

  private standard(path: string): FakeAnswer {
    switch (path) {
      case '/_ping':
        return (response) => {
          response.writeHead(200, { 'Api-Version': this.apiVersion }).end('OK');
        };
      case '/version':
        return json({ Version: '20.10.0', ApiVersion: this.apiVersion, MinAPIVersion: this.minApiVersion, Os: 'linux', Arch: 'amd64' });
      case '/info':
        return json({ ID: this.id, OperatingSystem: 'Fake', Driver: 'overlay2', DriverStatus: null });
      case '/events':
        return (response) => {
          response.writeHead(200, { 'Content-Type': 'application/json' }).flushHeaders();
          this.listeners.add(response);
          response.once('close', () => this.listeners.delete(response));
        };
      case '/images/json':
      case '/containers/json':
        return json([]);
      default:
        return json({ message: 'page not found' }, 404);
    }
  }
}

/** An answer of JSON. */
export function json(value: unknown, status = 200): FakeAnswer {
  return (response) => {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
  };
}

/** An answer of pieces as they are, after which the connection is ended or cut. */
export function pieces(parts: readonly (string | Uint8Array)[], ending: 'end' | 'cut' = 'end'): FakeAnswer {
  return async (response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    for (const part of parts) {
      response.write(part);
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (ending === 'end') response.end();
    else response.socket?.destroy();
  };
}
