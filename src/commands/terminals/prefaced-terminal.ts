import type { Disposable } from '../../core/disposable';
import type { Event } from '../../core/emitter';
import type { TerminalStream } from '../../engine/containers/containers';
import { ForwardedTerminal } from './forwarded-terminal';

/** A terminal that shows something before all that comes, and says once when it has ended or was closed. */
export class PrefacedTerminal extends ForwardedTerminal {
  private told = false;
  private isOver = false;

  /** @param preface plain lines, without line ends */
  constructor(
    stream: TerminalStream,
    private readonly preface: readonly string[],
    private readonly over: () => void,
  ) {
    super(stream);
    stream.onEnd(() => this.end());
  }

  readonly onData: Event<Uint8Array> = (listener): Disposable => {
    if (!this.told) {
      this.told = true;
      listener(Buffer.from(this.preface.map((line) => `\u001b[2m${line}\u001b[0m\r\n`).join('')));
    }
    return this.stream.onData(listener);
  };

  get onEnd(): TerminalStream['onEnd'] {
    return this.stream.onEnd;
  }

  override dispose(): void {
    super.dispose();
    this.end();
  }

  private end(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.over();
  }
}
