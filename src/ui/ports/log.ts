import * as vscode from 'vscode';
import type { Disposable } from '../../core/disposable';
import { SlipwayError } from '../../core/errors';
import { oneLine } from '../../core/untrusted';
import type { Log } from '../../ports';

/** Slipway's log channel. Commands are written as lines that can be pasted into a shell. */
export function createLog(): Log & Disposable {
  const channel = vscode.window.createOutputChannel('Slipway', { log: true });
  return {
    command: (line) => channel.info(`$ ${oneLine(line, 4000)}`),
    information: (message) => channel.info(oneLine(message, 4000)),
    error: (message, cause) => {
      const detail = cause instanceof SlipwayError ? cause.message : cause instanceof Error ? (cause.stack ?? cause.message) : cause === undefined ? '' : String(cause);
      channel.error(`${oneLine(message, 1000)} ${cause instanceof SlipwayError ? oneLine(detail, 2000) : detail}`.trimEnd());
    },
    show: () => channel.show(true),
    dispose: () => channel.dispose(),
  };
}
