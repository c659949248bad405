import { type Disposable, DisposableStore, toDisposable } from '../core/disposable';
import { Emitter, type Event } from '../core/emitter';
import type { TerminalStream } from '../engine/engine';

/** More than this waits in the process that writes it, in bytes. */
const mostHeld = 1_000_000;
/** What is told of a beginning, in bytes. */
const longestText = 65_536;

/** A terminal that keeps what comes until somebody listens, so that its beginning can be looked at first. */
export class BufferedTerminal implements TerminalStream {
  private readonly owned = new DisposableStore();
  private readonly data = new Emitter<Uint8Array>();
  private readonly held: Uint8Array[] = [];
  private heldBytes = 0;
  private readonly holding = new Emitter<undefined>();
  private flowing = false;
  private end: { readonly code: number | undefined } | undefined;
  private readonly ended = new Emitter<number | undefined>();

  /** Fires when something has been kept. */
  readonly onHeld: Event<undefined> = this.holding.event;

  constructor(private readonly stream: TerminalStream) {
    this.owned.add(
      stream.onEnd((code) => {
        this.end = { code };
        this.ended.fire(code);
      }),
    );
    this.owned.add(
      stream.onData((chunk) => {
        if (this.flowing) this.data.fire(chunk);
        else {
          this.held.push(chunk);
          this.heldBytes += chunk.length;
          if (this.heldBytes > mostHeld) stream.flow?.(false);
          this.holding.fire(undefined);
        }
      }),
    );
  }

  /** The beginning of what is kept, as text. */
  heldText(): string {
    const first: Uint8Array[] = [];
    for (let index = 0, length = 0; index < this.held.length && length < longestText; index += 1) {
      const chunk = this.held[index] ?? new Uint8Array();
      first.push(chunk.subarray(0, longestText - length));
      length += chunk.length;
    }
    return Buffer.concat(first).toString('utf8');
  }

  readonly onData: Event<Uint8Array> = (listener) => {
    const subscription = this.data.event(listener);
    if (!this.flowing) {
      this.flowing = true;
      queueMicrotask(() => {
        for (const chunk of this.held.splice(0)) this.data.fire(chunk);
        if (this.heldBytes > mostHeld) this.flow(true);
      });
    }
    return subscription;
  };

  get failure(): TerminalStream['failure'] {
    return this.stream.failure;
  }

  /** Fires for a late listener as well. */
  readonly onEnd: Event<number | undefined> = (listener): Disposable => {
    const { end } = this;
    if (!end) return this.ended.event(listener);
    let wanted = true;
    queueMicrotask(() => {
      if (wanted) listener(end.code);
    });
    return toDisposable(() => (wanted = false));
  };

  write(data: string): void {
    this.stream.write(data);
  }

  endInput(): void {
    this.stream.endInput?.();
  }

  flow(wanted: boolean): void {
    this.stream.flow?.(wanted);
  }

  resize(columns: number, rows: number): Promise<void> {
    return this.stream.resize(columns, rows);
  }

  dispose(): void {
    this.owned.dispose();
    this.stream.dispose();
  }
}
