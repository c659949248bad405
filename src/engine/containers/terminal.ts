import type { Duplex } from 'node:stream';
import { Emitter, type Event } from '../../core/emitter';
import { SlipwayError } from '../../core/errors';
import { LateEvent } from '../../core/late-event';
import type { TerminalStream } from './containers';
import type { HijackedStream } from '../streams/hijack';
import { FrameSplitter } from '../streams/multiplex';

/** What a {@link HijackedTerminal} asks of the engine besides the stream itself. */
export interface TerminalCalls {
  readonly resize: (columns: number, rows: number) => Promise<void>;
  /** The exit code when the engine tells one, asked once the stream has ended. */
  readonly exitCode: () => Promise<number | undefined>;
  /** Called when somebody begins to read the output. */
  readonly began?: () => void;
  /** Called with each piece of output. */
  readonly heard?: () => void;
  /** Gets what is written to the standard error instead of `onData`, where it can be told apart. */
  readonly errors?: (data: Uint8Array) => void;
  /** Called once at the end, however it comes. */
  readonly release?: () => void;
}

/**
 * A hijacked connection as a terminal. Reading starts with the first listener of `onData`, so that nothing is missed.
 */
export class HijackedTerminal implements TerminalStream {
  private readonly data = new Emitter<Uint8Array>();
  private readonly end = new LateEvent<number | undefined>();
  private readonly socket: Duplex;
  private readonly splitter: FrameSplitter | undefined;
  /** Why it ended, when it was not by itself. */
  failure: SlipwayError | undefined;
  private started = false;
  private disposed = false;

  constructor(
    private readonly stream: HijackedStream,
    private readonly options: {
      readonly tty: boolean;
      /** True when it is a connection to a named pipe of Windows in which the engine itself listens. */
      readonly pipe?: boolean;
    },
    private readonly calls: TerminalCalls,
  ) {
    this.socket = stream.socket;
    this.splitter = options.tty ? undefined : new FrameSplitter();
    this.socket.on('error', (error) => {
      if (error instanceof SlipwayError) this.failure = error;
      this.socket.destroy();
    });
    this.socket.once('end', () => void this.finish());
    this.socket.once('close', () => void this.finish());
  }

  readonly onData: Event<Uint8Array> = (listener) => {
    const subscription = this.data.event(listener);
    this.start();
    return subscription;
  };

  readonly onEnd: Event<number | undefined> = this.end.event;

  write(data: string): void {
    if (!this.disposed && this.socket.writable) this.socket.write(data);
  }

  /** Half-closes the connection. A process with a terminal of its own is not told by that. */
  endInput(): void {
    if (this.disposed || !this.socket.writable) return;
    // A pipe has no half to close: Node would close it whole, and cut what the process still says. The engines take an empty
    // message for the end (`CloseWrite` of https://github.com/microsoft/go-winio/blob/main/pipe.go).
    if (this.options.pipe === true) this.socket.write(Buffer.alloc(0));
    else this.socket.end();
  }

  flow(wanted: boolean): void {
    if (wanted) this.socket.resume();
    else this.socket.pause();
  }

  async resize(columns: number, rows: number): Promise<void> {
    if (this.disposed || this.end.happened || columns < 1 || rows < 1) return;
    await this.calls.resize(columns, rows).catch(() => undefined);
  }

  /** Closes the connection. The process keeps running when it does not read its input. */
  dispose(): void {
    this.disposed = true;
    this.socket.destroy();
    this.data.dispose();
    this.end.dispose();
    this.calls.release?.();
  }

  private start(): void {
    if (this.started) return;
    this.started = true;
    this.calls.began?.();
    const read = (chunk: Uint8Array) => {
      this.calls.heard?.();
      if (!this.splitter) this.data.fire(chunk);
      else {
        for (const { stream, data } of this.splitter.split(chunk)) {
          if (stream === 'stderr' && this.calls.errors) this.calls.errors(data);
          else this.data.fire(data);
        }
      }
    };
    queueMicrotask(() => {
      if (this.stream.head.length > 0) read(this.stream.head);
      this.socket.on('data', read);
    });
  }

  private finishing = false;

  private async finish(): Promise<void> {
    if (this.finishing) return;
    this.finishing = true;
    this.socket.end();
    const code = this.disposed ? undefined : await this.calls.exitCode().catch(() => undefined);
    this.calls.release?.();
    this.end.fire(code);
  }
}
