import { type Disposable, DisposableStore } from '../../core/disposable';
import { Emitter, type Event } from '../../core/emitter';
import { t } from '../../core/localize';
import type { TerminalStream } from '../../engine/containers/containers';
import { TerminalLines } from './terminal-lines';

// eslint-disable-next-line no-control-regex -- these are the characters to be found
const escapeSequences = /\u001b(?:\[[\d;?]*[ -/]*[@-~]|O?.)/gu;

interface CookedOptions {
  readonly input: boolean;
  /** Called by Ctrl+C. Without it Ctrl+C leaves the process. */
  readonly interrupt?: (signal: 'SIGINT' | 'SIGKILL') => void;
}

/** What a shell says of a program that Ctrl+C has ended: 128 and the number of SIGINT. */
const interruptedCode = 130;

/**
 * The terminal of a process that was given none. What it prints is made fit to be shown, and what is typed is shown and
 * goes to it line by line, as the TTY of the docker command line does it (canonical mode of termios(3)): Ctrl+D ends the
 * input, or sends a line without its end; Ctrl+U takes a line back. Ctrl+C interrupts; as a container's first process
 * may not heed that, its input ends too, and the third time it is killed. Without `input` only Ctrl+C does something.
 */
export class CookedTerminal implements TerminalStream {
  private readonly owned = new DisposableStore();
  private readonly data = this.owned.add(new Emitter<Uint8Array>());
  private readonly left = this.owned.add(new Emitter<number | undefined>());
  private readonly lines = new TerminalLines();
  private typed: string[] = [];
  private shown = '';
  private interruptions = 0;
  private readingInput: boolean;
  private reading = false;

  constructor(
    private readonly stream: TerminalStream,
    private readonly options: CookedOptions,
  ) {
    this.readingInput = options.input;
  }

  readonly onData: Event<Uint8Array> = (listener): Disposable => {
    const subscription = this.data.event(listener);
    if (!this.reading) {
      this.reading = true;
      this.owned.add(this.stream.onData((chunk) => this.data.fire(this.lines.convert(chunk))));
    }
    return subscription;
  };

  readonly onEnd: Event<number | undefined> = (listener): Disposable => {
    const both = new DisposableStore();
    both.add(this.left.event(listener));
    both.add(this.stream.onEnd(listener));
    return both;
  };

  get failure(): TerminalStream['failure'] {
    return this.stream.failure;
  }

  write(data: string): void {
    for (const character of data.replaceAll('\r\n', '\r').replace(escapeSequences, '')) this.type(character);
    this.flush();
  }

  endInput(): void {
    if (!this.stream.endInput) return;
    this.readingInput = false;
    this.flush();
    this.stream.endInput();
  }

  flow(wanted: boolean): void {
    this.stream.flow?.(wanted);
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
    if (character === '\u0003') this.interrupt();
    else if (!this.readingInput) return;
    else if (character === '\r' || character === '\n') {
      this.shown += '\n';
      this.send('\n');
    } else if (character === '\u0004') {
      if (this.typed.length > 0) this.send('');
      else this.endInput();
    } else if (character === '\u007f' || character === '\b') this.takeBack(1);
    else if (character === '\u0015') this.takeBack(this.typed.length);
    else if (character >= ' ' || character === '\t') {
      this.typed.push(character);
      this.shown += character;
    }
  }

  private send(end: string): void {
    // Shown first, so that the answer stands below.
    this.flush();
    this.stream.write(`${this.typed.join('')}${end}`);
    this.typed = [];
  }

  private takeBack(count: number): void {
    const taken = Math.min(count, this.typed.length);
    this.typed.length -= taken;
    this.shown += '\b \b'.repeat(taken);
  }

  private interrupt(): void {
    const { interrupt } = this.options;
    this.shown += '^C\n';
    this.typed = [];
    this.interruptions += 1;
    if (!interrupt) {
      this.flush();
      this.left.fire(interruptedCode);
      this.stream.dispose();
      return;
    }
    if (this.interruptions === 2) this.shown += `\u001b[2m— ${t('It is still running. Press Ctrl+C again to kill it.')}\u001b[0m\n`;
    this.flush();
    interrupt(this.interruptions > 2 ? 'SIGKILL' : 'SIGINT');
    if (this.readingInput) this.endInput();
  }

  private flush(): void {
    const text = this.shown;
    this.shown = '';
    if (text !== '') this.data.fire(this.lines.convert(Buffer.from(text)));
  }
}
