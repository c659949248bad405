import * as vscode from 'vscode';
import type { Disposable } from '../../core/disposable';
import { SlipwayError } from '../../core/errors';
import { oneLine, plainLines } from '../../core/untrusted';
import type { Log } from '../../ports';

function detailOf(cause: unknown): string {
  if (cause instanceof SlipwayError) return oneLine(cause.message, 2000);
  // The second and further lines are set in: nothing in a message can look like a line of the log.
  if (cause instanceof Error) return plainLines(cause.stack ?? cause.message).replaceAll('\n', '\n    ');
  return cause === undefined ? '' : oneLine(JSON.stringify(cause), 2000);
}

/** Slipway's log channel. Commands are written as lines that can be pasted into a shell. */
export function createLog(): Log & Disposable {
  const channel = vscode.window.createOutputChannel('Slipway', { log: true });
  return {
    command: (line) => channel.info(`$ ${oneLine(line, 4000)}`),
    information: (message) => channel.info(oneLine(message, 4000)),
    error: (message, cause) => {
      channel.error(`${oneLine(message, 1000)} ${detailOf(cause)}`.trimEnd());
    },
    show: () => channel.show(true),
    dispose: () => channel.dispose(),
  };
}
