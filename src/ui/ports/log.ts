import * as vscode from 'vscode';
import type { Disposable } from '../../core/disposable';
import { commandText, errorText, informationText } from '../../core/log-text';
import type { Log } from '../../ports';

/** Slipway's log channel. Commands are written as lines that can be pasted into a shell. */
export function createLog(): Log & Disposable {
  const channel = vscode.window.createOutputChannel('Slipway', { log: true });
  return {
    command: (line) => channel.info(commandText(line)),
    information: (message) => channel.info(informationText(message)),
    error: (message, cause) => channel.error(errorText(message, cause)),
    show: () => channel.show(true),
    dispose: () => channel.dispose(),
  };
}
