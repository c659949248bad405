import { type Disposable, DisposableStore } from '../core/disposable';
import { Emitter, type Event } from '../core/emitter';
import type { TerminalStream } from '../engine/engine';
import { TerminalLines } from './terminal-lines';

// eslint-disable-next-line no-control-regex -- these are the characters to be found
const escapeSequences = /\u001b(?:\[[\d;?]*[ -/]*[@-~]|O?.)/gu;

/**
 * The terminal of a process that was given none. What it prints is made fit to be shown, and what is typed is shown and
 * goes to it line by line, as the TTY of the docker command line does it (canonical mode of termios(3)). Without `input`
 * only Ctrl+C does something, which calls `interrupt`.
 */
export class CookedTerminal implements TerminalStream {
  private readonly owned = new DisposableStore();
  private readonly data = this.owned.add(new Emitter<Uint8Array>());
  private readonly lines = new TerminalLines();
  private typed: readonly string[] = [];
  private reading = false;

  constructor(
    private readonly stream: TerminalStream,
    private readonly options: { readonly input: boolean; readonly interrupt?: () => void },
  ) {}

  readonly onData: Event<Uint8Array> = (listener): Disposable => {
    const subscription = this.data.event(listener);
    if (!this.reading) {
      this.reading = true;
      this.owned.add(this.stream.onData((chunk) => this.data.fire(this.lines.convert(chunk))));
    }
    return subscription;
  };

  readonly onEnd: Event<number | undefined> = (listener) => this.stream.onEnd(listener);

  get failure(): TerminalStream['failure'] {
    return this.stream.failure;
  }

  write(data: string): void {
    for (const character of data.replaceAll('\r\n', '\r').replace(escapeSequences, '')) this.type(character);
  }

  resize(): Promise<void> {
    // A process without a terminal has no size.
    return Promise.resolve();
  }

  dispose(): void {
    this.owned.dispose();
    this.stream.dispose();
  }

  private type(character: string): void {
    if (character === '\u0003') {
      this.show('^C\n');
      this.typed = [];
      this.options.interrupt?.();
    } else if (!this.options.input) {
      return;
    } else if (character === '\r' || character === '\n') {
      this.show('\n');
      this.stream.write(`${this.typed.join('')}\n`);
      this.typed = [];
    } else if (character === '\u007f' || character === '\b') {
      if (this.typed.length > 0) this.show('\b \b');
      this.typed = this.typed.slice(0, -1);
    } else if (character >= ' ' || character === '\t') {
      this.typed = [...this.typed, character];
      this.show(character);
    }
  }

  private show(text: string): void {
    this.data.fire(this.lines.convert(Buffer.from(text)));
  }
}
