import * as vscode from 'vscode';
import type { App } from '../../app';
import { requestOfTask } from '../../commands/builds/build-task';
import { performBuild } from '../../commands/builds/perform-build';
import { TerminalLines } from '../../commands/terminals/terminal-lines';
import { BuildText } from '../../core/build/build-text';
import { dockerLine } from '../../core/docker-line';
import { buildWords } from '../../core/build/build-words';
import { isCancelled } from '../../core/errors';
import { failureReason } from '../../core/failure-reason';
import { t } from '../../core/localize';

/** The terminal of a build task: it shows the steps and what they print, and ends with 0 or 1. Closed, it ends the build. */
export class BuildTaskTerminal implements vscode.Pseudoterminal {
  private readonly written = new vscode.EventEmitter<string>();
  private readonly closed = new vscode.EventEmitter<number>();
  private readonly abort = new AbortController();
  private readonly lines = new TerminalLines();
  private readonly decoder = new TextDecoder();

  readonly onDidWrite = this.written.event;
  readonly onDidClose = this.closed.event;

  constructor(
    private readonly app: App,
    private readonly definition: vscode.TaskDefinition,
    private readonly folder: string | undefined,
  ) {}

  open(): void {
    this.run().then(
      (code) => this.closed.fire(code),
      (error: unknown) => {
        this.app.log.error('A build task failed', error);
        this.closed.fire(1);
      },
    );
  }

  close(): void {
    this.abort.abort();
  }

  handleInput(data: string): void {
    if (data.includes('\u0003')) this.abort.abort();
  }

  private async run(): Promise<number> {
    const text = new BuildText();
    try {
      const request = requestOfTask(this.definition, this.folder);
      this.app.log.command(dockerLine(buildWords(request), this.app.terminalShell()));
      const { imageId } = await performBuild(this.app, request, {
        signal: this.abort.signal,
        onEvent: (event) => this.print(text.add(event)),
      });
      this.print(`${t('Built {0}', request.references?.[0] ?? imageId ?? '')}\n`);
      return 0;
    } catch (error) {
      this.print(`${isCancelled(error) ? t('The build was cancelled.') : failureReason(error)}\n`);
      return 1;
    }
  }

  private print(text: string): void {
    if (text !== '') this.written.fire(this.decoder.decode(this.lines.convert(Buffer.from(text)), { stream: true }));
  }
}
