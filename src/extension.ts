import type * as vscode from 'vscode';
import { startSlipway } from './ui/activate';

/** Called by VS Code when a Slipway view is shown, a command is called or a Dockerfile is opened. */
export function activate(context: vscode.ExtensionContext): void {
  startSlipway(context);
}
