import * as vscode from 'vscode';
import { t } from '../../core/localize';
import { iconFree } from '../../core/untrusted';
import type { TerminalStream } from '../../engine/engine';
import type { Show } from '../../ports';
import { describeError } from '../present';

/** A VS Code terminal over a stream of the engine: bytes both ways, the size passed on, the exit code shown. */
export function openTerminal({ name, open, tellsEnd }: Parameters<Show['terminal']>[0]): void {
  const output = new vscode.EventEmitter<string>();
  const closed = new vscode.EventEmitter<number | undefined>();
  const abort = new AbortController();
  const decoder = new TextDecoder();
  let stream: TerminalStream | undefined;
  let size: vscode.TerminalDimensions | undefined;
  let ended = false;
  let early = '';
  const resize = (): void => {
    if (stream && size && !ended) stream.resize(size.columns, size.rows).catch(() => undefined);
  };
  const connect = async (): Promise<void> => {
    try {
      stream = await open(abort.signal);
    } catch (error) {
      ended = true;
      output.fire(`\r\n${describeError(error).message}\r\n`);
      return;
    }
    stream.onData((data) => output.fire(decoder.decode(data, { stream: true })));
    stream.onEnd((code) => {
      ended = true;
      if (tellsEnd) return;
      output.fire(`\r\n\u001b[2m${code === undefined ? t('The session has ended.') : t('The session has ended with exit code {0}.', code)}\u001b[0m\r\n`);
    });
    if (early !== '') stream.write(early);
    early = '';
    resize();
  };
  const terminal = vscode.window.createTerminal({
    name: iconFree(name, 60),
    iconPath: new vscode.ThemeIcon('package'),
    pty: {
      onDidWrite: output.event,
      onDidClose: closed.event,
      open(dimensions: vscode.TerminalDimensions | undefined) {
        size = dimensions;
        void connect();
      },
      close() {
        abort.abort();
        stream?.dispose();
        output.dispose();
        closed.dispose();
      },
      handleInput(data: string) {
        // After the end any key closes the terminal, as in VS Code's own tasks.
        if (ended) closed.fire(undefined);
        else if (stream) stream.write(data);
        else early += data;
      },
      setDimensions(dimensions: vscode.TerminalDimensions) {
        size = dimensions;
        resize();
      },
    },
  });
  terminal.show();
}
