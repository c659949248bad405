import { connect, createServer, type NetConnectOpts, type Server, type Socket } from 'node:net';

/** So many bytes the silent tunnel takes from each side before it reads no more, as the buffers of a real one do. */
const window = 64 << 10;

/**
 * A TCP tunnel to an engine that can fall silent: it takes connections and bytes, forwards nothing and closes nothing.
 * When it comes back it delivers what it took, also of connections that their owner has given up meanwhile.
 */
export class Tunnel {
  port = 0;
  /** Milliseconds by which every piece is late. */
  latency = 0;
  /** Connections taken so far. */
  taken = 0;
  private silent = false;
  private readonly lines = new Set<Line>();
  private readonly server: Server;

  private constructor(private readonly target: NetConnectOpts) {
    this.server = createServer({ allowHalfOpen: true }, (near) => this.take(near));
  }

  /** A tunnel on a free port of loopback. */
  static async open(target: NetConnectOpts): Promise<Tunnel> {
    const tunnel = new Tunnel(target);
    await new Promise<void>((resolve) => tunnel.server.listen(0, '127.0.0.1', resolve));
    tunnel.port = (tunnel.server.address() as { readonly port: number }).port;
    return tunnel;
  }

  get address(): string {
    return `tcp://127.0.0.1:${this.port}`;
  }

  /** Connections that are open or hold bytes to be delivered. */
  get open(): number {
    return this.lines.size;
  }

  silence(): void {
    this.silent = true;
  }

  /** Comes back and delivers. */
  resume(): void {
    this.silent = false;
    for (const line of this.lines) line.flush();
  }

  /** Only the connections that are open now stay silent for ever, as when a router has forgotten them. */
  forget(): void {
    for (const line of this.lines) line.forgotten = true;
  }

  dispose(): void {
    this.server.close();
    for (const line of this.lines) line.destroy();
  }

  private take(near: Socket): void {
    this.taken += 1;
    const line = new Line(near, () => connect({ ...this.target, allowHalfOpen: true } as NetConnectOpts), {
      silent: () => this.silent,
      latency: () => this.latency,
      onEnd: () => this.lines.delete(line),
    });
    this.lines.add(line);
    line.flush();
  }
}

interface LineOptions {
  readonly silent: () => boolean;
  readonly latency: () => number;
  readonly onEnd: () => void;
}

/** One direction of one connection. */
class Way {
  private readonly pieces: (Buffer | 'end')[] = [];
  private held = 0;

  constructor(
    private readonly from: Socket,
    private readonly blocked: () => boolean,
    private readonly deliver: (piece: Buffer | 'end') => void,
  ) {
    from.on('data', (piece: Buffer) => {
      this.pieces.push(piece);
      this.held += piece.length;
      if (this.held > window) from.pause();
      this.flush();
    });
    from.once('end', () => {
      this.pieces.push('end');
      this.flush();
    });
  }

  get empty(): boolean {
    return this.pieces.length === 0;
  }

  flush(): void {
    if (this.blocked()) return;
    for (const piece of this.pieces.splice(0)) this.deliver(piece);
    this.held = 0;
    if (this.from.isPaused()) this.from.resume();
  }
}

class Line {
  forgotten = false;
  private far: Socket | undefined;
  private gone = false;
  private up: Way;
  private down: Way | undefined;

  constructor(
    private readonly near: Socket,
    private readonly connect: () => Socket,
    private readonly options: LineOptions,
  ) {
    near.setNoDelay(true);
    near.on('error', () => undefined);
    near.once('close', () => this.nearGone());
    this.up = new Way(near, () => this.blocked(), (piece) => this.later(() => send(this.farEnd(), piece)));
  }

  flush(): void {
    if (this.blocked()) return;
    this.farEnd();
    this.up.flush();
    this.down?.flush();
    if (this.gone) this.nearGone();
  }

  destroy(): void {
    this.near.destroy();
    this.far?.destroy();
    this.options.onEnd();
  }

  private blocked(): boolean {
    return this.forgotten || this.options.silent();
  }

  private farEnd(): Socket {
    if (this.far) return this.far;
    const far = this.connect();
    this.far = far;
    far.on('error', () => undefined);
    far.once('close', () => {
      if (!this.blocked()) this.near.destroy();
    });
    this.down = new Way(far, () => this.blocked(), (piece) => this.later(() => send(this.near, piece)));
    return far;
  }

  private later(work: () => void): void {
    const latency = this.options.latency();
    if (latency === 0) work();
    else setTimeout(work, latency);
  }

  /** The end of the one side reaches the other after what was sent before it. */
  private nearGone(): void {
    this.gone = true;
    if (this.blocked()) return;
    this.later(() => {
      const { far } = this;
      if (!far || far.closed) {
        this.options.onEnd();
        return;
      }
      far.once('close', () => this.options.onEnd());
      if (far.writableFinished) far.destroy();
      else far.end(() => far.destroy());
    });
  }
}

function send(socket: Socket, piece: Buffer | 'end'): void {
  if (piece === 'end') socket.end();
  else if (!socket.destroyed) socket.write(piece);
}
