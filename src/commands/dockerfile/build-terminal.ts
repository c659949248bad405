import { Emitter, type Event } from '../../core/emitter';
import type { TerminalStream } from '../../engine/engine';
import { TerminalLines } from '../terminal-lines';

const interrupt = '\u0003';

/** What a build prints, as a terminal that takes no input but Ctrl+C. What came before it was shown is kept. */
export class BuildTerminal implements TerminalStream {
  private readonly data = new Emitter<Uint8Array>();
  private readonly end = new Emitter<number | undefined>();
  private readonly lines = new TerminalLines();
  private readonly abort = new AbortController();
  private held: Uint8Array[] | undefined = [];
  private ended = false;

  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal = this.abort.signal;

  readonly onEnd: Event<number | undefined> = (listener) => {
    if (this.ended) queueMicrotask(() => listener(undefined));
    return this.end.event(listener);
  };

  readonly onData: Event<Uint8Array> = (listener) => {
    const subscription = this.data.event(listener);
    const held = this.held ?? [];
    this.held = undefined;
    for (const chunk of held) this.data.fire(chunk);
    return subscription;
  };

  /** Prints a piece of text. */
  print(text: string): void {
    const chunk = this.lines.convert(Buffer.from(text));
    if (this.held) this.held.push(chunk);
    else this.data.fire(chunk);
  }

  /** Prints a last line; nothing comes after it. */
  finish(text: string): void {
    this.print(`${this.lines.atLineStart ? '' : '\n'}${text}\n`);
    this.ended = true;
    this.end.fire(undefined);
  }

  write(data: string): void {
    if (data.includes(interrupt)) this.abort.abort();
  }

  resize(): Promise<void> {
    return Promise.resolve();
  }

  dispose(): void {
    // The build goes on when its terminal is closed: its end is told by the tree and by messages.
    this.held = undefined;
  }
}
