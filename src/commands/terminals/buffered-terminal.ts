import { DisposableStore } from '../../core/disposable';
import { Emitter, type Event } from '../../core/emitter';
import { LateEvent } from '../../core/late-event';
import { GrowingBytes } from '../../core/growing-bytes';
import type { TerminalStream } from '../../engine/containers/containers';
import { ForwardedTerminal } from './forwarded-terminal';

/** More than this waits in the process that writes it, in bytes. */
const mostHeld = 1_000_000;
/** What is told of a beginning, in bytes. */
const longestText = 65_536;

/** A terminal that keeps what comes until somebody listens, so that its beginning can be looked at first. */
export class BufferedTerminal extends ForwardedTerminal {
  private readonly owned = new DisposableStore();
  private readonly data = new Emitter<Uint8Array>();
  private readonly held = new GrowingBytes();
  private readonly holding = new Emitter<undefined>();
  private flowing = false;
  private readonly ended = new LateEvent<number | undefined>();

  /** Fires when something has been kept. */
  readonly onHeld: Event<undefined> = this.holding.event;

  constructor(stream: TerminalStream) {
    super(stream);
    this.owned.add(stream.onEnd((code) => this.ended.fire(code)));
    this.owned.add(
      stream.onData((chunk) => {
        if (this.flowing) this.data.fire(chunk);
        else {
          this.held.push(chunk);
          if (this.held.length > mostHeld) stream.flow?.(false);
          this.holding.fire(undefined);
        }
      }),
    );
  }

  /** The beginning of what is kept, as text. */
  heldText(): string {
    return Buffer.from(this.held.view().subarray(0, longestText)).toString('utf8');
  }

  readonly onData: Event<Uint8Array> = (listener) => {
    const subscription = this.data.event(listener);
    if (!this.flowing) {
      this.flowing = true;
      queueMicrotask(() => {
        const waits = this.held.length > mostHeld;
        if (this.held.length > 0) this.data.fire(this.held.view().slice());
        this.held.clear();
        if (waits) this.flow(true);
      });
    }
    return subscription;
  };

  /** Fires for a late listener as well. */
  readonly onEnd: Event<number | undefined> = this.ended.event;

  override dispose(): void {
    this.owned.dispose();
    super.dispose();
  }
}
