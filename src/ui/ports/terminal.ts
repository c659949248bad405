import * as vscode from 'vscode';
import { t } from '../../core/localize';
import { iconFree } from '../../core/untrusted';
import type { TerminalStream } from '../../engine/containers/containers';
import type { TerminalOptions } from '../../ports';
import { describeError } from '../present';

/** Clears the screen and what was scrolled away. */
const clear = '\u001b[2J\u001b[3J\u001b[H';

/** A terminal is given so many bytes in so many milliseconds, about as many as it can draw. */
const mostInSpan = 500_000;
const span = 50;

/** Terminals by what they are used again for; each is forgotten when it is closed. */
const reusable = new Map<string, StreamTerminal>();

/** Shows a stream in a VS Code terminal: a new one, or the one of the same `reuse` whose stream has ended. */
export function openTerminal(options: TerminalOptions): void {
  const before = options.reuse === undefined ? undefined : reusable.get(options.reuse);
  if (before?.ended) before.restart(options);
  else new StreamTerminal(options);
}

/** A VS Code terminal over a stream of the engine: bytes both ways, the size passed on, the exit code shown. */
class StreamTerminal implements vscode.Pseudoterminal {
  /** Nothing more comes from the stream. */
  ended = false;
  private readonly output = new vscode.EventEmitter<string>();
  private readonly closed = new vscode.EventEmitter<number | undefined>();
  private readonly renamed = new vscode.EventEmitter<string>();
  private readonly terminal: vscode.Terminal;
  private abort = new AbortController();
  private stream: TerminalStream | undefined;
  private size: vscode.TerminalDimensions | undefined;
  private early = '';
  private typed = false;
  /** When the span of time began in which `given` bytes have been shown. */
  private spanBegan = 0;
  private given = 0;
  private resuming: NodeJS.Timeout | undefined;

  readonly onDidWrite = this.output.event;
  readonly onDidClose = this.closed.event;
  readonly onDidChangeName = this.renamed.event;

  constructor(private options: TerminalOptions) {
    this.terminal = vscode.window.createTerminal({
      name: iconFree(options.name, 60),
      iconPath: new vscode.ThemeIcon(options.icon ?? 'package'),
      pty: this,
    });
    if (options.reuse !== undefined) reusable.set(options.reuse, this);
    this.terminal.show();
  }

  /** Shows another stream in place of the one that has ended. */
  restart(options: TerminalOptions): void {
    this.stream?.dispose();
    this.options = options;
    this.stream = undefined;
    this.ended = false;
    this.typed = false;
    this.early = '';
    this.abort = new AbortController();
    this.output.fire(clear);
    this.renamed.fire(iconFree(options.name, 60));
    this.terminal.show();
    void this.connect();
  }

  open(size: vscode.TerminalDimensions | undefined): void {
    this.size = size;
    void this.connect();
  }

  close(): void {
    const { reuse } = this.options;
    if (reuse !== undefined && reusable.get(reuse) === this) reusable.delete(reuse);
    this.abort.abort();
    this.stream?.dispose();
    for (const emitter of [this.output, this.closed, this.renamed]) emitter.dispose();
  }

  handleInput(data: string): void {
    this.typed ||= !this.ended;
    // After the end any key closes the terminal, as in VS Code's own tasks.
    if (this.ended) this.closed.fire(undefined);
    else if (this.stream) this.stream.write(data);
    else this.early += data;
  }

  setDimensions(size: vscode.TerminalDimensions): void {
    this.size = size;
    this.resize();
  }

  private resize(): void {
    if (this.stream && this.size && !this.ended) this.stream.resize(this.size.columns, this.size.rows).catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const decoder = new TextDecoder();
    let stream: TerminalStream;
    try {
      stream = await this.options.open(this.abort.signal);
    } catch (error) {
      this.ended = true;
      this.output.fire(`\r\n${describeError(error).message}\r\n`);
      return;
    }
    this.stream = stream;
    stream.onData((data) => {
      this.output.fire(decoder.decode(data, { stream: true }));
      this.pace(stream, data.length);
    });
    stream.onEnd((code) => this.end(code));
    if (this.early !== '') stream.write(this.early);
    this.early = '';
    this.resize();
  }

  /**
   * VS Code takes what a terminal is given whether it can draw it or not, and keeps it in memory until then: a stream that
   * is faster than any screen is stopped for a moment.
   */
  private pace(stream: TerminalStream, length: number): void {
    const now = Date.now();
    if (now - this.spanBegan >= span || now < this.spanBegan) {
      this.spanBegan = now;
      this.given = 0;
    }
    this.given += length;
    if (this.given < mostInSpan || this.resuming) return;
    stream.flow?.(false);
    this.resuming = setTimeout(() => {
      this.resuming = undefined;
      stream.flow?.(true);
    }, span);
  }

  /** A session in which somebody worked and that ended well has nothing more to tell. */
  private end(code: number | undefined): void {
    this.ended = true;
    if (this.options.tellsEnd) return;
    const lost = this.stream?.failure;
    if (lost) {
      this.output.fire(`\r\n\u001b[1m${describeError(lost).message}\u001b[0m ${t('Press any key to close the terminal.')}\r\n`);
      return;
    }
    if (code === 0 && this.typed) {
      this.closed.fire(0);
      return;
    }
    const words = code === undefined ? t('The session has ended.') : t('The session has ended with exit code {0}.', code);
    this.output.fire(`\r\n\u001b[2m${words} ${t('Press any key to close the terminal.')}\u001b[0m\r\n`);
  }
}
