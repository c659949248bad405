import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { testCertificate } from './certificate';

/** How a {@link Witness} answers. */
export interface WitnessAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A request with everything in it in which a secret could stand. */
export interface WitnessedRequest {
  readonly method: string;
  readonly url: string;
  /** The origin that it was sent to, by its `Host`. */
  readonly origin: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A server that remembers all that it was sent, and answers as the test says; by itself 404. */
export class Witness {
  readonly requests: WitnessedRequest[] = [];
  private respond: (request: WitnessedRequest) => WitnessAnswer | undefined = () => undefined;
  private readonly server: Server;

  private constructor(private readonly scheme: 'http' | 'https', private readonly host: string) {
    const receive = (request: IncomingMessage, response: ServerResponse): void => void this.receive(request, response);
    this.server = scheme === 'https' ? createSecureServer({ cert: testCertificate.certificate, key: testCertificate.key }, receive) : createServer(receive);
  }

  static async start(scheme: 'http' | 'https' = 'http', host = '127.0.0.1'): Promise<Witness> {
    const witness = new Witness(scheme, host);
    await new Promise<void>((resolve) => witness.server.listen(0, host, resolve));
    return witness;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** `127.0.0.1:PORT`. */
  get address(): string {
    return `${this.host}:${String(this.port)}`;
  }

  /** Its origin under its address, or under another name of it. */
  url(name = this.host): string {
    return `${this.scheme}://${name}:${String(this.port)}`;
  }

  /** Says what is answered from now on. */
  answers(respond: (request: WitnessedRequest) => WitnessAnswer | undefined): this {
    this.respond = respond;
    return this;
  }

  /** Whether anything that was sent under any of the origins (all without) holds the text, as it is, encoded, or inside Basic credentials. */
  knows(text: string, ...origins: readonly string[]): boolean {
    return this.requests.some(({ origin, ...request }) => (origins.length === 0 || origins.includes(origin)) && held(request).some((part) => part.includes(text)));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { method = '', url = '', headers } = request;
    const seen = { method, url, headers, origin: `${this.scheme}://${headers.host ?? ''}`, body: Buffer.concat(parts).toString() };
    this.requests.push(seen);
    const { status = 200, headers: answered = {}, body = {} } = this.respond(seen) ?? { status: 404, body: { errors: [{ code: 'NAME_UNKNOWN', message: 'no' }] } };
    response.writeHead(status, { 'Content-Type': 'application/json', ...answered });
    response.end(method === 'HEAD' ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
  }
}

/** A request's texts, also as they read behind base64 and percent signs. */
function held(request: object): readonly string[] {
  const text = JSON.stringify(request);
  const hidden = [...text.matchAll(/[A-Za-z0-9+/_-]{8,}={0,2}/g)].map(([word]) => Buffer.from(word, 'base64').toString());
  return [text, ...hidden, decoded(text)];
}

function decoded(text: string): string {
  return text.replace(/%[0-9a-f]{2}/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)));
}
