import * as vscode from 'vscode';
import type { App } from '../../app';
import { performTask } from '../../commands/tasks/perform-task';
import { TerminalLines } from '../../commands/terminals/terminal-lines';
import type { TerminalStream } from '../../engine/containers/containers';

/** What a task is, besides its definition. */
interface TaskPlace {
  readonly label: string;
  readonly folder: string | undefined;
}

/** The terminal of a task: it shows what is done, and ends with the exit code. Closed, or by Ctrl+C, it ends the task. */
export class TaskTerminal implements vscode.Pseudoterminal {
  private readonly written = new vscode.EventEmitter<string>();
  private readonly closed = new vscode.EventEmitter<number>();
  private readonly abort = new AbortController();
  private readonly lines = new TerminalLines();
  private readonly decoder = new TextDecoder();
  private session: TerminalStream | undefined;
  private size: vscode.TerminalDimensions | undefined;

  readonly onDidWrite = this.written.event;
  readonly onDidClose = this.closed.event;

  constructor(
    private readonly app: App,
    private readonly definition: vscode.TaskDefinition,
    private readonly place: TaskPlace,
  ) {}

  open(size: vscode.TerminalDimensions | undefined): void {
    this.size = size;
    performTask(this.app, this.definition, {
      ...this.place,
      signal: this.abort.signal,
      print: (text) => this.print(text),
      show: (stream) => this.show(stream),
    }).then(
      (code) => this.closed.fire(code),
      (error: unknown) => {
        this.app.log.error('A task failed', error);
        this.closed.fire(1);
      },
    );
  }

  close(): void {
    this.abort.abort();
  }

  handleInput(data: string): void {
    if (this.session) this.session.write(data);
    else if (data.includes('\u0003')) this.abort.abort();
  }

  setDimensions(size: vscode.TerminalDimensions): void {
    this.size = size;
    this.resize();
  }

  private print(text: string | Uint8Array): void {
    if (text.length === 0) return;
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    this.written.fire(this.decoder.decode(this.lines.convert(bytes), { stream: true }));
  }

  /** A container's own terminal, whose bytes are for a terminal already. */
  private show(stream: TerminalStream): void {
    const decoder = new TextDecoder();
    this.session = stream;
    stream.onData((data) => this.written.fire(decoder.decode(data, { stream: true })));
    stream.onEnd(() => (this.session = undefined));
    this.resize();
  }

  private resize(): void {
    if (this.session && this.size) this.session.resize(this.size.columns, this.size.rows).catch(() => undefined);
  }
}
